"""Somebody asks for their booking: the one to come, the last visit, or that there is none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.chat.acting import ChatAction
from actions.chat.answer import AnswerAction
from actions.chat.move_form import ValidateMoveForm
from actions.chat.my_bookings import CancelBooking, CheckBooking
from actions.chat.smalltalk import Affirm, Deny, Stop
from actions.clock import at, local_day
from actions.context import Context
from actions.db.engine import begin
from actions.services import bookings
from tests.actions.chat.conftest import Phone
from tests.moment import NOW


def booked(phone: Phone, opened: Context) -> bookings.Booking:
    """A visit on the last free half day."""
    with begin(opened.sessions) as session:
        slot = bookings.free_slots(session, "shiyi", local_day(NOW), now=NOW)[-1]
        request = bookings.BookingRequest(
            "m0", phone.person_id, "shiyi", 2, "王大爷", "13800000000", "", "", slot.day, slot.half
        )
        return bookings.book(session, request, NOW)


def test_before_after_and_without_a_visit(phone: Phone, opened: Context) -> None:
    asked = "我约的是哪天"
    assert phone.to(CheckBooking(), asked, "check_booking").names == ["utter_no_booking_here"]
    now = NOW
    with begin(opened.sessions) as session:
        slot = bookings.free_slots(session, "shiyi", local_day(now), now=now)[-1]
        request = bookings.BookingRequest(
            "m0", phone.person_id, "shiyi", 2, "王大爷", "13800000000", "", "", slot.day, slot.half
        )
        booked = bookings.book(session, request, now)
    assert phone.to(CheckBooking(), asked, "check_booking").names == ["utter_my_booking", "utter_my_booking_buttons"]
    with begin(opened.sessions) as session:
        bookings.close(session, booked.id, "qushan", at(slot.day, 18))
    heard = phone.to(CheckBooking(), asked, "check_booking")
    assert heard.names == ["utter_my_booking_done"]
    assert heard.responses[0]["number"] == booked.number


def test_a_visit_the_steward_called_off_is_told_until_its_day_is_over(phone: Phone, opened: Context) -> None:
    now = NOW
    with begin(opened.sessions) as session:
        first, second = bookings.free_slots(session, "shiyi", local_day(now), now=now)[:2]
        for number, slot in enumerate((first, second)):
            request = bookings.BookingRequest(
                f"m{number}", phone.person_id, "shiyi", 2, "王大爷", "13800000000", "", "", slot.day, slot.half
            )
            booked = bookings.book(session, request, now)
            if number == 0:
                bookings.call_off(session, booked.id, "qushan", now)
            else:
                bookings.cancel(session, booked.id, phone.person_id, "m9", now)
    heard = phone.to(CheckBooking(), "我的预约", "check_booking")
    assert heard.names == ["utter_my_booking_called_off"]
    later = replace(phone, now=now + timedelta(days=10))
    assert later.to(CheckBooking(), "我的预约", "check_booking").names == ["utter_no_booking_here"]


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("确认取消", "action_affirm"),
        ("要取消", "action_affirm"),
        ("对，取消嘛", "action_affirm"),
        ("确定不约了", "action_affirm"),
    ],
)
def test_the_question_whether_to_cancel_understands_its_own_words(phone: Phone, said: str, action: str) -> None:
    asked = phone.with_slots(pending={"what": "cancel", "booking": 1})
    assert asked.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by == action


@pytest.mark.parametrize("said", ["不取消", "莫取消", "不要取消", "不取消了", "我不取消了", "算了，不取消预约了"])
@pytest.mark.parametrize("action", [AnswerAction(), CancelBooking(), Stop(), Affirm(), Deny()])
def test_who_keeps_the_visit_cancels_nothing_whatever_rasa_takes_it_for(
    phone: Phone, opened: Context, action: ChatAction, said: str
) -> None:
    assert phone.to(action, said).names == ["utter_taken_back"]
    booked(phone, opened)
    asked = phone.to(CancelBooking(), "取消预约", "cancel_booking")
    assert asked.names == ["utter_cancel_sure"]
    heard = phone.with_slots(pending=asked.slot("pending")).to(action, said)
    assert (heard.names, heard.slot("pending")) == (["utter_cancel_kept"], None)
    assert phone.to(action, said).names == ["utter_cancel_kept"]
    assert phone.to(CheckBooking(), "我的预约", "check_booking").names[0] == "utter_my_booking"


CANCELS = ["取消预约", "取消检查", "把预约取消了", "我要取消预约", "算了，不改了，取消预约", "那把检查取消了嘛"]


@pytest.mark.parametrize("said", [*CANCELS, "/cancel_booking"])
def test_cancelling_the_visit_in_the_middle_of_a_change_leaves_the_change_and_asks(
    phone: Phone, opened: Context, said: str
) -> None:
    one = booked(phone, opened)
    moving = phone.with_slots(move_booking=one.id)
    left = moving.to(ValidateMoveForm(), said, "cancel_booking", form="move_form", requested="move_to")
    assert (left.names, left.followed_by) == ([], "action_cancel_booking")
    assert left.slot("requested_slot") is None
    asked = moving.to(CancelBooking(), said, "cancel_booking")
    assert asked.names == ["utter_cancel_sure"]
    assert phone.with_slots(pending=asked.slot("pending")).to(Affirm(), "对", "affirm").names == ["utter_cancelled"]


@pytest.mark.parametrize("said", ["取消", "算了", "不改了", "取消嘛"])
def test_a_bare_stop_only_leaves_the_change(phone: Phone, opened: Context, said: str) -> None:
    one = booked(phone, opened)
    moving = phone.with_slots(move_booking=one.id)
    left = moving.to(ValidateMoveForm(), said, "stop", form="move_form", requested="move_to")
    assert left.names == ["utter_move_stopped"]


@pytest.mark.parametrize("action", [CheckBooking(), CancelBooking()])
def test_what_cannot_be_about_a_visit_is_a_question_of_its_own(phone: Phone, action: ChatAction) -> None:
    heard = phone.to(action, "电热水器洗澡的时候插头拔不拔", "check_booking")
    assert "插头" in heard.text + "".join(heard.buttons)
