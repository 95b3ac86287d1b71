"""A wish for a visit and a question in one message: answered first, then the booking begins; neither is lost."""

from datetime import timedelta

import pytest

from actions.chat.acting import ChatAction
from actions.chat.answer import AnswerAction
from actions.chat.booking.beside import wish_and_questions
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.outage_form import ValidateOutageForm
from actions.chat.people import AskDirectory
from actions.chat.report_form import ValidateReportForm
from actions.context import Context
from actions.db.engine import begin
from actions.services import outages
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone
from tests.moment import NOW

BOTH = (
    "我要约检查，另外我们村好久来电",
    "我们村好久来电，另外我要约检查",
    "好久来电？我要约检查",
    "啥时候来电嘛，顺便给我约个检查",
)


@pytest.mark.parametrize("said", BOTH)
@pytest.mark.parametrize(
    ("action", "intent"),
    [
        (AnswerAction(), "nlu_fallback"),
        (ValidateOutageForm(), "ask_outage"),
        (ValidateReportForm(), "report_outage"),
        (AskDirectory(), "ask_directory"),
    ],
)
def test_whatever_rasa_made_of_it_the_booking_gets_both(
    phone: Phone, action: ChatAction, intent: str, said: str
) -> None:
    if isinstance(action, AskDirectory):
        said = said.replace("好久来电", "停电归哪个管，好久来电")
    assert phone.at("shiyi").to(action, said, intent).followed_by == "booking_form"


@pytest.mark.parametrize("said", BOTH)
def test_the_power_first_then_the_booking(phone: Phone, said: str) -> None:
    heard = phone.at("shiyi", 2).to(ValidateBookingForm(), said, "book_inspection")
    assert heard.names == ["utter_outage_none", "utter_booking_consent"]
    assert not heard.sets("requested_slot")


@pytest.mark.parametrize("said", [*BOTH, "我想预约上门检查，我们这里今天停不停电"])
def test_without_a_village_the_power_waits_for_it(phone: Phone, opened: Context, said: str) -> None:
    with begin(opened.sessions) as session:
        outages.enter(
            session, request_id="o", kind="fault", places=[("shiyi", None)], reason="抢修", starts_at=NOW,
            expected_end=NOW + timedelta(hours=2), login="qushan", now=NOW,
        )  # fmt: skip
    talk = Talk(phone).says(said)
    assert talk.names == ["utter_outage_after_place", "utter_booking_consent", "utter_booking_question_village"]
    assert talk["visit_time"] is None
    talk.says("石椅村2组")
    assert talk.names == ["utter_outage_off", "utter_booking_question_resident_name"]


def test_a_report_tells_of_the_power_as_soon_as_it_knows_the_place(phone: Phone) -> None:
    report = phone.with_slots(report_kind="hazard", report_text="电杆歪了", requested_slot="report_place")
    asked = report.to(ValidateReportForm(), "今天停不停电", "ask_outage", form="report_form", requested="report_place")
    assert asked.names == ["utter_outage_after_place"]
    assert asked.slot("pending") == {"outage": True}
    told = report.with_slots(pending={"outage": True}).to(
        ValidateReportForm(), "石椅村2组", form="report_form", requested="report_place"
    )
    assert told.names[0] == "utter_outage_none"
    assert told.slot("pending") is None
    assert told.slot("report_place")["village"] == "shiyi"


def test_putting_the_booking_off_keeps_the_day_and_the_power_that_wait(phone: Phone) -> None:
    kept = {"what": "wish", "day": "2026-11-25", "half": "am", "outage": True}
    heard = phone.with_slots(pending=kept).to(
        ValidateBookingForm(), "二天再说", form="booking_form", requested="village"
    )
    assert heard.slot("pending")["before"] == kept


def test_the_day_of_the_visit_waits_too(phone: Phone) -> None:
    talk = Talk(phone).says("帮我约个师傅明天上午来看看，另外我们村好久来电", "石椅村2组")
    assert talk.names[0] == "utter_outage_none"
    assert (talk["visit_time"]["day"], talk["visit_time"]["half"]) == ("2026-11-25", "am")


@pytest.mark.parametrize(
    "said", ["约检查，还有电费好多钱一度", "电费好多钱一度，另外我要约检查", "变压器坏了归哪个修，再帮我约个师傅"]
)
def test_prices_and_who_repairs_are_answered_beside_the_wish(phone: Phone, said: str) -> None:
    assert phone.to(AnswerAction(), said, "ask_library").followed_by == "booking_form"
    heard = phone.to(ValidateBookingForm(), said, "book_inspection")
    assert heard.text or heard.names[0] in ("utter_suggest", "utter_refused")
    assert heard.names[-1] == "utter_booking_consent"
    assert not heard.sets("problem")


def test_what_the_library_does_not_hold_is_said_and_the_booking_begins(phone: Phone) -> None:
    heard = phone.to(ValidateBookingForm(), "我要约检查，另外包谷好多钱一斤", "book_inspection")
    assert heard.names == ["utter_refused", "utter_booking_consent"]


def test_a_danger_told_beside_both_goes_before_them(phone: Phone) -> None:
    said = "隔壁电杆歪了 好吓人，我们村好久来电，顺便帮我约个检查"
    assert phone.at("shiyi").to(AnswerAction(), said, "ask_outage").followed_by == "report_form"
    assert phone.at("shiyi").to(ValidateBookingForm(), said, "book_inspection").followed_by == "report_form"


@pytest.mark.parametrize(
    "said",
    [
        *("我约了检查，好久来", "前天约个师傅来检查，咋还没来", "有人喊我约个检查要钱，是不是骗子", "预约检查要不要钱"),
        *("我想约师傅，今天能来不", "我要约检查，要准备啥子", "漏保跳了咋办，要不要喊师傅来看", "不约检查了，好久来电"),
        *("我要约检查", "好久来电"),
    ],
)
def test_one_of_both_alone_is_left_to_its_own_way(said: str) -> None:
    assert wish_and_questions(said) is None
