"""A wish for a person leaves what was begun waiting; 继续 goes on with it, and the steward knows where to find whom."""

from datetime import date

import pytest

from actions.chat.answer import AnswerAction
from actions.chat.booking.form import ValidateBookingForm
from actions.chat.emergency import EmergencyAction
from actions.chat.move_form import ValidateMoveForm
from actions.chat.my_bookings import CheckBooking
from actions.chat.people import ReachPerson
from actions.chat.report_finish import FinishReport
from actions.chat.report_form import ValidateReportForm
from actions.chat.smalltalk import Affirm, Stop
from actions.context import Context
from actions.db.engine import begin
from actions.services import bookings, emergencies, handoff
from actions.services.bookings import Booking, BookingRequest
from tests.actions.chat.conftest import Phone
from tests.actions.chat.test_booking_form import say
from tests.moment import NOW

ON = ["继续", "接着", "接着约", "接着说", "那就接着约嘛"]


def booked(phone: Phone, opened: Context) -> Booking:
    """A booking of this person in 石椅村2组."""
    request = BookingRequest(
        "b-0", phone.person_id, "shiyi", 2, "余德福", "13900008888", "", "", date(2026, 11, 27), "am"
    )
    with begin(opened.sessions) as session:
        return bookings.book(session, request, NOW)


@pytest.mark.parametrize("on", ON)
def test_a_person_is_called_and_the_booking_waits(phone: Phone, opened: Context, on: str) -> None:
    heard = say(phone, "call_phone", "我要找人", "reach_person")
    assert heard.names == ["utter_person_called", "utter_booking_waits"]
    assert not heard.sets("resident_name")
    with begin(opened.sessions) as session:
        assert len(handoff.list_(session)) == 1
    left = phone.with_slots(village="shiyi", group=2, resident_name="张桂英", pending=heard.slot("pending"))
    assert left.to(AnswerAction(), on, message_id="m-2").followed_by == "booking_form"
    again = left.to(ValidateBookingForm(), on, message_id="m-2")
    assert again.names == ["utter_booking_still_open"]
    assert again.slot("pending") is None
    assert not again.sets("resident_name")


def test_a_day_that_waited_for_its_half_waits_on(phone: Phone) -> None:
    waiting = say(phone, "visit_time", "明天").slot("pending")
    left = say(phone, "visit_time", "找人", "reach_person", pending=waiting).slot("pending")
    again = phone.with_slots(village="shiyi", pending=left).to(ValidateBookingForm(), "继续")
    assert again.slot("pending") == waiting


def test_a_report_waits_too(phone: Phone) -> None:
    heard = phone.with_slots(report_kind="outage", report_text="停电了").to(
        ValidateReportForm(), "找人", "reach_person", form="report_form", requested="report_place"
    )
    assert heard.names == ["utter_person_called", "utter_form_waits"]
    left = phone.with_slots(report_kind="outage", report_text="停电了", pending=heard.slot("pending"))
    assert left.to(AnswerAction(), "继续").followed_by == "report_form"
    assert not left.to(ValidateReportForm(), "继续").sets("report_text")


def test_going_on_without_anything_left_is_not_understood(phone: Phone) -> None:
    assert phone.to(AnswerAction(), "继续").names == ["utter_unclear"]


def test_a_bare_yes_does_not_open_a_form_that_waits(phone: Phone) -> None:
    left = {"what": "form", "form": "booking_form", "before": None}
    assert phone.with_slots(pending=left).to(Affirm(), "要得", "affirm").names == ["utter_nothing_to_affirm"]


def test_after_a_report_in_the_middle_of_a_booking_its_question_is_asked_again(phone: Phone) -> None:
    told = {"report_kind": "hazard", "report_text": "石椅村3组电杆歪了", "report_phone": ""}
    place = {"village": "shiyi", "group": 3, "said": "石椅村3组电杆歪了"}
    begun = phone.with_slots(**told, report_place=place, village="wuxing", group=1)
    done = begun.to(FinishReport(), "石椅村3组电杆歪了")
    assert done.followed_by == "booking_form"
    again = begun.with_slots(pending=done.slot("pending")).to(
        ValidateBookingForm(), "石椅村3组电杆歪了", "report_hazard"
    )
    assert again.names == ["utter_booking_still_open"]
    assert not again.sets("village")
    assert again.slot("pending") is None


def test_a_booking_that_waits_is_named_when_somebody_looks_for_it(phone: Phone) -> None:
    heard = phone.with_slots(village="shiyi").to(CheckBooking(), "我的预约", "check_booking")
    assert heard.names == ["utter_booking_not_yet", "utter_booking_waits"]


@pytest.mark.parametrize("said", ["取消", "不约了", "取消预约"])
def test_cancel_after_looking_at_the_booking_asks_to_cancel_it(phone: Phone, opened: Context, said: str) -> None:
    booked(phone, opened)
    assert phone.to(CheckBooking(), "我的预约", "check_booking").names[-1] == "utter_my_booking_buttons"
    heard = phone.to(Stop(), said, "stop", message_id="m-2")
    assert heard.names == ["utter_cancel_sure"]
    gone = phone.with_slots(pending=heard.slot("pending")).to(Affirm(), "对头", "affirm", message_id="m-3")
    assert gone.names == ["utter_cancelled"]


def test_stopping_without_a_booking_stops_nothing_or_the_draft(phone: Phone) -> None:
    assert phone.to(Stop(), "取消", "stop").names == ["utter_nothing_to_stop"]
    heard = phone.with_slots(village="shiyi", resident_name="张桂英").to(Stop(), "不约了", "stop")
    assert heard.names == ["utter_booking_stopped"]
    assert heard.slot("resident_name") is None


@pytest.mark.parametrize("said", ["我想改到12月2号下午", "能不能改到12月2号下午哦"])
def test_moving_needs_a_booking(phone: Phone, opened: Context, said: str) -> None:
    assert phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by is None
    booked(phone, opened)
    assert phone.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by == "move_form"
    moved = phone.to(ValidateMoveForm(), said, "nlu_fallback", confidence=0.3)
    assert (moved.slot("move_to")["day"], moved.slot("move_to")["half"]) == ("2026-12-02", "pm")


def test_the_steward_learns_the_place_said_before_and_the_number_of_the_form(phone: Phone, opened: Context) -> None:
    known = phone.with_slots(
        known_place={"village": "shiyi", "group": 2}, call_phone={"number": "13900008888", "whose": ""}
    )
    known.to(ReachPerson(), "我要找人", "reach_person")
    known.to(EmergencyAction(), "有人触电了", "emergency", message_id="m-2")
    with begin(opened.sessions) as session:
        (wish,) = handoff.list_(session)
        (alert,) = emergencies.open_alerts(session)
    assert (wish.village_code, wish.text) == ("shiyi", "我要找人（石椅村2组，13900008888）")
    assert (alert.village_code, alert.group_number, alert.text) == ("shiyi", 2, "有人触电了（13900008888）")


def test_without_a_place_the_newest_booking_tells_it(phone: Phone, opened: Context) -> None:
    booked(phone, opened)
    phone.to(EmergencyAction(), "有人触电了，打13900008881", "emergency")
    phone.at("shiyi").to(ReachPerson(), "转人工", "reach_person", message_id="m-2")
    phone.at("wuxing").to(ReachPerson(), "转人工", "reach_person", message_id="m-3")
    with begin(opened.sessions) as session:
        (alert,) = emergencies.open_alerts(session)
        first, second = handoff.list_(session)
    assert (alert.village_code, alert.group_number, alert.text) == ("shiyi", 2, "有人触电了，打13900008881")
    assert (first.village_code, first.text) == ("shiyi", "转人工（石椅村2组）")
    assert (second.village_code, second.text) == ("wuxing", "转人工")
