"""Days in people's own words; the cases lie in data/times.yml."""

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lunar_python import Solar

from actions.clock import SHANGHAI
from actions.services.lunar import festival, lunar_of
from actions.services.times import DayChoice, parse_day, parse_half, read_back, read_back_half
from content.model import Market

DATA = yaml.safe_load((Path(__file__).parents[1] / "data" / "times.yml").read_text(encoding="utf-8"))
NOW: datetime = DATA["now"] if DATA["now"].tzinfo else DATA["now"].replace(tzinfo=SHANGHAI)
MARKET = Market(DATA["market"]["calendar"], tuple(DATA["market"]["days"]))


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: str(case["say"]))
def test_people_say_a_day(case: dict[str, Any]) -> None:
    found = parse_day(str(case["say"]), NOW, MARKET)
    if case.get("none"):
        assert found is None
    else:
        assert found == DayChoice(case["day"], case.get("half"), case.get("sure", True))


def test_there_are_enough_cases() -> None:
    assert len(DATA["cases"]) >= 150


@pytest.mark.parametrize("hour", [0, 6, 9, 12, 15, 19, 23])
@pytest.mark.parametrize("ahead", [0, 1, 3, 4, 5, 6, 37, 68, 76])
def test_no_words_ever_give_a_past_time(hour: int, ahead: int) -> None:
    now = (NOW + timedelta(days=ahead)).replace(hour=hour, minute=30)
    for case in DATA["cases"]:
        found = parse_day(str(case["say"]), now, MARKET)
        if found is not None:
            assert found.day >= now.date(), case["say"]
            assert not (found.day == now.date() and found.half == "am" and hour >= 12), case["say"]


def test_without_a_market_there_is_no_market_day() -> None:
    assert parse_day("逢场天", NOW, None) is None


def test_a_solar_market_falls_on_solar_days() -> None:
    found = parse_day("赶场天", NOW, Market("solar", (1, 4, 7)))
    assert found is not None
    assert found.day == date(2026, 11, 24)
    afternoon = parse_day("赶场天", NOW.replace(hour=15), Market("solar", (1, 4, 7)))
    assert afternoon is not None
    assert afternoon.day == date(2026, 11, 27)


def test_the_clock_is_read_in_shanghai() -> None:
    late_in_london = datetime.fromisoformat("2026-11-24T20:00:00+00:00")
    found = parse_day("明天", late_in_london, None)
    assert found is not None
    assert found.day == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("say", "half"),
    [
        ("上午", "am"),
        ("打早", "am"),
        ("早上", "am"),
        ("晌午前", "am"),
        ("下午", "pm"),
        ("晌午", "pm"),
        ("擦黑", "pm"),
        ("三点", "pm"),
        ("九点", "am"),
        ("下午一点半", "pm"),
        ("早一点", None),
        ("随便", None),
        ("上午下午都行", None),
    ],
)
def test_a_half_day_alone(say: str, half: str | None) -> None:
    assert parse_half(say) == half


def test_a_day_is_read_back_with_weekday_and_lunar_day() -> None:
    assert read_back(date(2026, 11, 26)) == "11月26日，星期四，农历十月十八"
    assert read_back(date(2027, 2, 6)) == "2月6日，星期六，农历正月初一"
    assert read_back(date(2028, 7, 1)).endswith("农历闰五月初九")
    assert (read_back_half("am"), read_back_half("pm")) == ("上午", "下午")


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "明" * 5000, "一" * 3000, "1" * 3000, "初" * 3000, "不对" * 2000, "周周周周下下下"]
)
def test_strange_input_is_harmless_and_quick(text: str) -> None:
    began = time.process_time()
    parse_day(text, NOW, MARKET)
    assert time.process_time() - began < 5


def test_our_lunar_table_agrees_with_the_calendar_day_by_day() -> None:
    day = date(2026, 1, 1)
    while day < date(2029, 1, 1):
        lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
        assert lunar_of(day) == (lunar.getMonth(), lunar.getDay())
        if (term := lunar.getJieQi()) in ("清明", "立春", "冬至"):
            assert festival(term, day) == day
        day += timedelta(days=1)


@settings(deadline=None, max_examples=300)
@given(
    st.text(
        "今明后大外天早晚上下午这周星期礼拜一二三十12345号月日底初农历赶逢场过前不对，。或者得行点半:./- ", max_size=40
    )
)
def test_any_muddle_of_time_words_gives_a_day_to_come_or_nothing(text: str) -> None:
    found = parse_day(text, NOW, MARKET)
    assert found is None or found.day >= NOW.date()
