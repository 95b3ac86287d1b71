"""Days nobody can be visited on, and several that would do: said so, and never quietly another day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from actions.services.times import days_named, names_past
from tests.actions.chat.conftest import Heard, Phone
from tests.actions.chat.test_booking_form import nothing_filled, say
from tests.moment import NOW


def chosen(heard: Heard) -> tuple[str, str]:
    """The half day that was taken."""
    kept = heard.slot("visit_time")
    return kept["day"], kept["half"]


@pytest.mark.parametrize(
    "said",
    [
        "去年12月5号",
        "去年12月5号上午",
        "2025年12月5号",
        "11月20号上午",
        "上个月20号",
        "前年腊月初三",
        "这周一",
        "昨天上午",
    ],
)
def test_a_day_that_is_past_is_said_to_be_past(phone: Phone, said: str) -> None:
    heard = say(phone, "visit_time", said)
    assert heard.names == ["utter_booking_past_time"]
    assert nothing_filled(heard)


def test_a_past_day_is_not_the_morning_of_the_day_that_was_chosen(phone: Phone) -> None:
    heard = say(phone, "visit_time", "去年12月5号上午", pending={"what": "half", "day": "2026-12-08"})
    assert heard.names == ["utter_booking_past_time"]


@pytest.mark.parametrize("said", ["12月5号上午", "明年1月5号", "去年就坏了，12月5号上午来", "三组", "13812345678"])
def test_days_to_come_and_numbers_are_not_past(said: str) -> None:
    days = days_named(said, NOW, None)
    assert days or not names_past(said, NOW)


@pytest.mark.parametrize(
    "when", ["凌晨", "半夜三点", "凌晨三点", "天不亮", "鸡叫的时候", "后半夜", "早上四点", "晚上八点"]
)
def test_nobody_comes_in_the_small_hours(phone: Phone, when: str) -> None:
    heard = say(phone, "visit_time", f"12月5号{when}")
    assert heard.names == ["utter_booking_day_only"]
    assert nothing_filled(heard)


@pytest.mark.parametrize(
    ("said", "half"),
    [("12月5号早上", "am"), ("12月5号早上九点", "am"), ("凌晨就停了 12月5号下午来", "pm"), ("12月5号打早", "am")],
)
def test_a_morning_is_no_night(phone: Phone, said: str, half: str) -> None:
    assert chosen(say(phone, "visit_time", said)) == ("2026-12-05", half)


@pytest.mark.parametrize("said", ["27号28号都行", "周五周六都可以", "27号或者28号嘛", "27号28号哪天都要得"])
def test_of_two_days_the_first_is_taken_and_the_other_named(phone: Phone, said: str) -> None:
    heard = say(phone, "visit_time", said)
    assert heard.names == ["utter_booking_which_half_of_two"]
    assert heard.responses[0]["day"].startswith("11月27日")
    assert heard.responses[0]["other"].startswith("11月28日")
    later = say(phone, "visit_time", "上午", pending=heard.slot("pending"))
    assert chosen(later) == ("2026-11-27", "am")


@pytest.mark.parametrize("said", ["27号28号下午都行", "周五或者周六下午"])
def test_of_two_half_days_the_first_is_taken_and_the_other_named(phone: Phone, said: str) -> None:
    heard = say(phone, "visit_time", said)
    assert heard.names == ["utter_booking_one_of_two"]
    assert chosen(heard) == ("2026-11-27", "pm")


@pytest.mark.parametrize("said", ["明后天都行", "明后天", "明天后天都可以", "明后两天都要得"])
def test_of_two_days_only_the_one_without_a_market_is_taken(phone: Phone, said: str) -> None:
    heard = say(phone, "visit_time", said)
    assert heard.names == ["utter_booking_which_half"]
    assert heard.slot("pending") == {"what": "half", "day": "2026-11-25"}


def test_the_other_of_the_two_can_still_be_had(phone: Phone) -> None:
    waiting = say(phone, "visit_time", "27号28号都行").slot("pending")
    assert chosen(say(phone, "visit_time", "28号上午", pending=waiting)) == ("2026-11-28", "am")


def test_two_days_that_cannot_be_are_said_why(phone: Phone) -> None:
    assert say(phone, "visit_time", "26号或者29号").names == ["utter_booking_market_day"]


@pytest.mark.parametrize(
    "said", ["明天不得行，后天大后天都忙，12月8号上午", "27号28号都不行，12月8号上午", "27号28号都没得空，12月8号来"]
)
def test_days_that_tell_something_else_are_not_chosen_of_two(phone: Phone, said: str) -> None:
    heard = say(phone, "visit_time", said)
    assert not {"utter_booking_which_half_of_two", "utter_booking_one_of_two"} & set(heard.names)
    assert not heard.sets("visit_time") or chosen(heard)[0] == "2026-12-08"


@pytest.mark.parametrize("said", ["逢场那天", "逢场天", "赶场天上午"])
def test_on_a_market_day_the_next_one_is_meant_and_nobody_is_visited_then(phone: Phone, said: str) -> None:
    market = replace(phone, now=NOW + timedelta(days=2))
    heard = say(market, "visit_time", said)
    assert heard.names == ["utter_booking_market_day"]
    assert heard.responses[0]["day"].startswith("11月29日") is False
    assert not heard.responses[0]["day"].startswith(f"{date(2026, 11, 26).month}月26日")
