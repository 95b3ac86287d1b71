"""Somebody asks for their booking: the one to come, the last visit, or that there is none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.chat.acting import ChatAction
from actions.chat.answer import AnswerAction
from actions.chat.my_bookings import CancelBooking, CheckBooking
from actions.clock import at, local_day
from actions.context import Context
from actions.db.engine import begin
from actions.services import bookings
from tests.actions.chat.conftest import Phone
from tests.moment import NOW


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
        ("不取消", "action_deny"),
        ("莫取消", "action_deny"),
        ("不要取消", "action_deny"),
    ],
)
def test_the_question_whether_to_cancel_understands_its_own_words(phone: Phone, said: str, action: str) -> None:
    asked = phone.with_slots(pending={"what": "cancel", "booking": 1})
    assert asked.to(AnswerAction(), said, "nlu_fallback", confidence=0.3).followed_by == action


@pytest.mark.parametrize("action", [CheckBooking(), CancelBooking()])
def test_what_cannot_be_about_a_visit_is_a_question_of_its_own(phone: Phone, action: ChatAction) -> None:
    heard = phone.to(action, "电热水器洗澡的时候插头拔不拔", "check_booking")
    assert "插头" in heard.text + "".join(heard.buttons)
