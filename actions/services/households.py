"""Whether somebody has booked this very visit already: the same household on the same half day."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.models import BookingRow
from actions.services import bookings
from actions.services.bookings import Booking, BookingRequest


def booked_before(session: Session, request: BookingRequest) -> Booking | None:
    """The open booking of the same account for the same household and half day, but the one this very request made.

    A household is the same where the place agrees and the name or the number to call does.
    """
    made = select(BookingRow.id).where(BookingRow.request_id == request.request_id)
    by_this = session.scalar(made)
    for one in bookings.mine(session, request.requester_id):
        when = (one.day, one.half) == (request.day, request.half)
        if one.id != by_this and when and _same_household(one, request):
            return one
    return None


def _same_household(one: Booking, request: BookingRequest) -> bool:
    groups = {one.group_number, request.group_number} - {None}
    here = one.village_code == request.village_code and len(groups) < 2
    return here and (one.resident_name == request.resident_name or one.call_phone == request.call_phone)
