"""Something of a booked visit is changed by the one who booked it: whom to call, the name, the group, the trouble."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import BookingEvent, BookingRow
from actions.db.types import vault_of
from actions.errors import UserFacingError
from actions.services import bookings
from actions.services.bookings import Booking


@dataclass(frozen=True)
class Changes:
    """What is to be different; None leaves it as it is. Village, time and door code are not changed here."""

    call_phone: str | None = None
    resident_name: str | None = None
    group_number: int | None = None
    result_to: str | None = None
    problem: str | None = None


def amend(
    session: Session, booking_id: int, person_id: int, changes: Changes, request_id: str, now: datetime | None = None
) -> Booking:
    """Change a booking; only its requester may, once per request_id, and only while the visit is to come."""
    row = session.scalars(select(BookingRow).where(BookingRow.id == booking_id).with_for_update()).one_or_none()
    if row is None or row.requester_id != person_id:
        raise UserFacingError("unknown_booking", 404)
    known = session.scalar(select(BookingEvent.booking_id).where(BookingEvent.request_id == request_id))
    if known is not None and known != booking_id:
        raise UserFacingError("request_id_taken", 409)
    if known is not None:
        return bookings.get(session, booking_id, person_id)
    if row.state != "booked":
        raise UserFacingError("booking_not_open", 409)
    for one in fields(changes):
        value = getattr(changes, one.name)
        if value is not None:
            setattr(row, one.name, value)
    if changes.call_phone is not None:
        row.call_phone_index = vault_of(session).index("phone", changes.call_phone)
    session.add(
        BookingEvent(
            booking_id=row.id, request_id=request_id, kind="amended", by=f"person:{person_id}", slot_id=row.slot_id,
            at=now or utc_now(),
        )
    )  # fmt: skip
    session.flush()
    return bookings.get(session, booking_id, person_id)
