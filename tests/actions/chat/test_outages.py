"""Questions about the power of a place are answered from what the stewards entered, for the day that was meant."""

from datetime import timedelta

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.outage_form import TellOutages, ValidateOutageForm
from actions.chat.outages import asked_of, is_off_now
from actions.chat.report_form import ValidateReportForm
from actions.chat.turn import Turn
from actions.context import Context
from actions.db.engine import begin
from actions.services import outages
from tests.actions.chat.conftest import Heard, Phone
from tests.moment import NOW

FORM = ValidateOutageForm()


def planned(opened: Context, days: int) -> None:
    """A planned outage of 石椅村, so many days from now, 10 to 12 o'clock."""
    start = NOW + timedelta(days=days)
    with begin(opened.sessions) as session:
        outages.enter(
            session, request_id=f"o-{days}", kind="planned", places=[("shiyi", None)], reason="线路检修",
            starts_at=start, expected_end=start + timedelta(hours=2), login="qushan", now=NOW,
        )  # fmt: skip


def asked(phone: Phone, said: str, intent: str = "unclear") -> Heard:
    """Say something to the open question which village is meant."""
    return phone.to(FORM, said, intent, form="outage_form", requested="outage_place")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("五星村停电了吗", "五星村"),
        ("石椅村3组今天停电不", "石椅村3组"),
        ("石椅村电好久来", "石椅村"),
        ("石椅村来电了没有", "石椅村"),
        ("五星村停电", "五星村"),
        ("五星村停电信息", "五星村"),
    ],
)
def test_a_village_and_the_power_never_get_an_article(phone: Phone, said: str, place: str) -> None:
    for action in (AnswerAction(), ValidateReportForm()):
        heard = phone.to(action, said, "report_outage" if action.name() == "validate_report_form" else "unclear")
        assert heard.names == ["utter_outage_none"]
        assert heard.responses[0]["place"] == place


@pytest.mark.parametrize(
    "said",
    [
        "石椅村停电了咋个报修",
        "石椅村在哪里",
        "石椅村停电了",
        "停电了冰箱里的肉咋办",
        "五星村的电费咋个交",
        "石椅村停电要赔钱不",
        "五星村有电动车充电桩吗",
        "石椅村没电表可以装吗",
        "石椅村接到个来电说我欠钱，是不是骗子",
    ],
)
def test_other_questions_are_not_about_the_power_now(phone: Phone, said: str) -> None:
    assert asked_of(Turn.of(phone.tracker(said, "unclear", 0.9, "m-1", None, None))) is None


def test_tomorrow_is_answered_for_tomorrow(phone: Phone, opened: Context) -> None:
    planned(opened, 3)
    none = phone.to(AnswerAction(), "石椅村明天停不停电")
    assert (none.names, none.responses[0]["place"]) == (["utter_outage_none"], "石椅村11月25日")
    planned(opened, 1)
    heard = phone.to(AnswerAction(), "石椅村明天停不停电")
    assert heard.names == ["utter_outage_announced"]
    assert heard.responses[0]["start"] == "11月25日10点"


def test_the_day_said_before_the_village_still_counts(phone: Phone, opened: Context) -> None:
    planned(opened, 3)
    opening = phone.to(FORM, "明天停不停电", "ask_outage")
    kept = phone.with_slots(pending=opening.slot("pending"))
    place = asked(kept, "石椅村").slot("outage_place")
    told = kept.with_slots(outage_place=place).to(TellOutages(), "石椅村")
    assert told.responses[0]["place"] == "石椅村11月25日"


@pytest.mark.parametrize("said", ["石椅村现在没得电咋回事", "石椅村今天咋个又没得电", "石椅村停起电的，啥时候来"])
def test_what_is_planned_for_later_leaves_a_way_to_report_what_is_off_now(
    phone: Phone, opened: Context, said: str
) -> None:
    planned(opened, 1)
    heard = phone.to(AnswerAction(), said)
    assert heard.names == ["utter_outage_announced", "utter_or_report_outage"]


def test_that_the_power_is_off_was_said_before_the_village_was_asked_for(phone: Phone, opened: Context) -> None:
    planned(opened, 1)
    opening = phone.to(FORM, "没得电了咋个回事", "ask_outage")
    kept = phone.with_slots(pending=opening.slot("pending"))
    place = asked(kept, "石椅村三组").slot("outage_place")
    told = kept.with_slots(outage_place=place).to(TellOutages(), "石椅村三组")
    assert told.names == ["utter_outage_announced", "utter_or_report_outage"]


@pytest.mark.parametrize(
    "said", ["现在没得电咋回事", "今天咋个又没得电", "停起电的", "一直停起在的", "咋个又停电", "没得电了"]
)
def test_the_power_is_off_now(said: str) -> None:
    assert is_off_now(said)


@pytest.mark.parametrize(
    "said",
    ["今天停电不", "明天又停电哇", "今天好久停电", "停电了没得", "今天停电信息", "明天要停电", "还没有电表", "来电了"],
)
def test_whether_and_when_it_will_be_off_is_another_question(said: str) -> None:
    assert not is_off_now(said)


def test_another_question_is_answered_and_the_village_not_asked_again(phone: Phone) -> None:
    heard = asked(phone, "高压线底下能不能钓鱼", "ask_library")
    assert heard.responses[0]["custom"]["article_id"] == "fishing-under-lines"
    assert heard.slot("requested_slot") is None
    assert heard.followed_by == "action_tell_outages"


@pytest.mark.parametrize(
    ("said", "intent", "response"),
    [
        ("大槐树村", "unclear", "utter_report_wrong_place"),
        ("你好", "greet", "utter_greet"),
        ("哦豁", "unclear", "utter_unclear"),
        ("母猪产后不吃食灌啥子药好", "unclear", "utter_refused"),
    ],
)
def test_one_miss_drops_the_question(phone: Phone, said: str, intent: str, response: str) -> None:
    heard = asked(phone, said, intent)
    assert heard.names[0] == response
    assert heard.slot("requested_slot") is None


def test_the_same_question_again_is_asked_back_once_only(phone: Phone) -> None:
    heard = asked(phone, "那后天停电不", "ask_outage")
    assert (heard.names, heard.slot("tries")) == ([], 1)
    again = asked(phone.with_slots(tries=1), "那后天停电不", "ask_outage")
    assert again.slot("requested_slot") is None


def test_another_wish_is_followed(phone: Phone) -> None:
    heard = asked(phone, "我想约个师傅上门检查", "book_inspection")
    assert heard.followed_by == "booking_form"
    assert heard.slot("requested_slot") is None


def test_what_is_not_about_the_power_opens_no_question(phone: Phone) -> None:
    heard = phone.to(FORM, "高压线底下能不能钓鱼嘛", "ask_outage", confidence=0.4)
    assert heard.responses[0]["custom"]["article_id"] == "fishing-under-lines"
    assert heard.slot("requested_slot") is None
