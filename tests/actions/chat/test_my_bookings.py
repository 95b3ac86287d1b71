"""Somebody asks for their booking: the one to come, the last visit, or that there is none."""

from datetime import datetime

from actions.chat.my_bookings import CheckBooking
from actions.context import Context
from actions.db.engine import begin
from actions.services import bookings
from actions.services.clock import at, local_day
from tests.actions.chat.conftest import NOW, Phone


def test_before_after_and_without_a_visit(phone: Phone, opened: Context) -> None:
    asked = "我约的是哪天"
    assert phone.to(CheckBooking(), asked, "check_booking").names == ["utter_no_booking_here"]
    now = datetime.fromisoformat(NOW)
    with begin(opened.sessions) as session:
        slot = bookings.free_slots(session, "shiyi", local_day(now), now=now)[-1]
        request = bookings.BookingRequest(
            "m0", phone.person_id, "shiyi", 2, "王大爷", "13800000000", "", "", slot.day, slot.half
        )
        booked = bookings.book(session, request, now)
    assert phone.to(CheckBooking(), asked, "check_booking").names == ["utter_my_booking", "utter_my_booking_buttons"]
    with begin(opened.sessions) as session:
        bookings.close(session, booked.id, "qushan", at(slot.day, 10))
    heard = phone.to(CheckBooking(), asked, "check_booking")
    assert heard.names == ["utter_my_booking_done"]
    assert heard.responses[0]["number"] == booked.number
