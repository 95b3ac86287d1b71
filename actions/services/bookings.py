"""Home inspections: booked once, never above a steward's capacity, changed only by the one who booked."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from actions.clock import at, evening_before, local_day, utc_now
from actions.db.models import BookingEvent, BookingRow, Reminder, VisitSlot
from actions.db.rows import add_once
from actions.db.types import vault_of
from actions.errors import UserFacingError
from actions.services import slots
from actions.services.numbering import make_door_code, make_number
from actions.services.slots import Slot, free_slots

__all__ = [
    "Booking",
    "BookingRequest",
    "Slot",
    "SlotTaken",
    "book",
    "call_off",
    "called_off",
    "cancel",
    "close",
    "find_by_phone",
    "free_slots",
    "get",
    "has_begun",
    "list_",
    "mine",
    "move",
    "reopen",
]
_TRIES = 20
TELL_HERE = "在这里告诉约的人"
"""`result_to` of somebody who wants to hear the result in the conversation."""


@dataclass(frozen=True)
class BookingRequest:
    """What a villager asks for; requester, resident, phone and result are four different people's business."""

    request_id: str
    requester_id: int
    village_code: str
    group_number: int | None
    resident_name: str
    call_phone: str
    result_to: str
    problem: str
    day: date
    half: str


@dataclass(frozen=True)
class Booking:
    """A booking as its owner and its steward see it."""

    id: int
    number: str
    door_code: str
    village_code: str
    group_number: int | None
    day: date
    half: str
    steward_name: str
    steward_login: str
    state: str
    requester_id: int
    resident_name: str
    call_phone: str
    result_to: str
    problem: str
    created_at: datetime


class SlotTaken(UserFacingError):
    """The half day is full, or nobody visits then; `next_free` says when somebody can come."""

    def __init__(self, next_free: list[Slot]) -> None:
        super().__init__("slot_taken", 409)
        self.next_free = next_free


def book(session: Session, request: BookingRequest, now: datetime | None = None) -> Booking:
    """Book a visit; the same request_id gives the same booking, a full half day raises SlotTaken."""
    now = now or utc_now()
    known = _by_request(session, request.request_id)
    if known is not None:
        return _own(session, known, request.requester_id)
    slot_id = _slot_for(session, request.village_code, request.day, request.half, now)
    for _attempt in range(_TRIES):
        row = BookingRow(
            request_id=request.request_id,
            number=make_number("Y", now),
            requester_id=request.requester_id,
            village_code=request.village_code,
            group_number=request.group_number,
            slot_id=slot_id,
            state="booked",
            call_phone_index=vault_of(session).index("phone", request.call_phone),
            created_at=now,
            resident_name=request.resident_name,
            call_phone=request.call_phone,
            result_to=request.result_to,
            problem=request.problem,
            door_code=make_door_code(),
        )
        # The booking first: another process with the same request then waits here and takes no second place.
        if add_once(session, row):
            if not slots.take(session, slot_id):
                session.delete(row)
                session.flush()
                raise SlotTaken(free_slots(session, request.village_code, local_day(now), now=now))
            _note(session, row, request.request_id, "booked", f"person:{request.requester_id}", now)
            _remind(session, row.id, request.day, now)
            return _view(session, row)
        known = _by_request(session, request.request_id)
        if known is not None:
            return _own(session, known, request.requester_id)
    raise UserFacingError("try_again", 503)


def mine(session: Session, person_id: int, include_past: bool = False, now: datetime | None = None) -> list[Booking]:
    """A person's own bookings, the next visit first; cancelled ones only with `include_past`."""
    query = select(BookingRow).join(VisitSlot).where(BookingRow.requester_id == person_id)
    if not include_past:
        query = query.where(BookingRow.state == "booked", VisitSlot.day >= local_day(now or utc_now()))
    rows = session.scalars(query.order_by(VisitSlot.day, VisitSlot.half, BookingRow.id))
    return [_view(session, row) for row in rows]


def called_off(session: Session, person_id: int, now: datetime | None = None) -> list[Booking]:
    """A person's visits from today on that a steward cancelled; nobody may go on waiting for them."""
    by_steward = exists().where(
        BookingEvent.booking_id == BookingRow.id, BookingEvent.kind == "cancelled", BookingEvent.by.startswith("user:")
    )
    query = select(BookingRow).join(VisitSlot).where(BookingRow.requester_id == person_id)
    query = query.where(BookingRow.state == "cancelled", VisitSlot.day >= local_day(now or utc_now()), by_steward)
    rows = session.scalars(query.order_by(VisitSlot.day, VisitSlot.half, BookingRow.id))
    return [_view(session, row) for row in rows]


def get(session: Session, booking_id: int, person_id: int | None = None) -> Booking:
    """One booking: for the person who made it, or (without person_id) for the console."""
    return _view(session, _load(session, booking_id, person_id))


def find_by_phone(session: Session, phone: str) -> list[Booking]:
    """For the console only: bookings with this number to call, found by its blind index."""
    index = vault_of(session).index("phone", phone)
    rows = session.scalars(select(BookingRow).where(BookingRow.call_phone_index == index).order_by(BookingRow.id))
    return [_view(session, row) for row in rows]


def list_(
    session: Session, steward_login: str | None = None, from_day: date | None = None, state: str | None = "booked"
) -> list[Booking]:
    """For the console: bookings by day, of one steward or of all."""
    query = select(BookingRow).join(VisitSlot)
    if steward_login is not None:
        query = query.where(VisitSlot.steward_login == steward_login)
    if from_day is not None:
        query = query.where(VisitSlot.day >= from_day)
    if state is not None:
        query = query.where(BookingRow.state == state)
    rows = session.scalars(query.order_by(VisitSlot.day, VisitSlot.half, BookingRow.id))
    return [_view(session, row) for row in rows]


def move(
    session: Session,
    booking_id: int,
    person_id: int,
    day: date,
    half: str,
    request_id: str,
    now: datetime | None = None,
) -> Booking:
    """Move a booking to another half day; only its requester may, once per request_id."""
    now = now or utc_now()
    row = _load(session, booking_id, person_id)
    if _done_before(session, booking_id, request_id):
        return _view(session, row)
    if row.state != "booked":
        raise UserFacingError("booking_not_open", 409)
    slot_id = _slot_for(session, row.village_code, day, half, now)
    if slot_id == row.slot_id:
        return _view(session, row)
    slots.lock(session, row.slot_id, slot_id)
    if not slots.take(session, slot_id):
        raise SlotTaken(free_slots(session, row.village_code, local_day(now), now=now))
    slots.give_back(session, row.slot_id)
    row.slot_id = slot_id
    session.flush()
    _note(session, row, request_id, "moved", f"person:{person_id}", now)
    _forget_reminders(session, row.id)
    _remind(session, row.id, day, now)
    return _view(session, row)


def cancel(session: Session, booking_id: int, person_id: int, request_id: str, now: datetime | None = None) -> Booking:
    """Cancel a booking; only its requester may. Cancelling a cancelled booking changes nothing."""
    now = now or utc_now()
    row = _load(session, booking_id, person_id)
    if row.state == "cancelled":
        return _view(session, row)
    if row.state != "booked":
        raise UserFacingError("booking_not_open", 409)
    row.state = "cancelled"
    slots.give_back(session, row.slot_id)
    session.flush()
    _note(session, row, request_id, "cancelled", f"person:{person_id}", now)
    _forget_reminders(session, row.id)
    return _view(session, row)


def wants_result_here(booking: Booking) -> bool:
    """Whether the one who booked asked to be told the result in the conversation."""
    return booking.result_to == TELL_HERE


def close(session: Session, booking_id: int, login: str, now: datetime | None = None) -> Booking:
    """The steward was there; refused before the half day of the visit has begun."""
    now = now or utc_now()
    row = _load(session, booking_id, None)
    if row.state != "booked":
        return _view(session, row)
    if not has_begun(_view(session, row), now):
        raise UserFacingError("visit_not_yet", 409)
    _set_state(session, row, "done", login, now)
    _forget_reminders(session, row.id)
    return _view(session, row)


def reopen(session: Session, booking_id: int, login: str, now: datetime | None = None) -> Booking:
    """The steward was not there after all; his place on that half day was never given away."""
    row = _load(session, booking_id, None)
    if row.state == "done":
        _set_state(session, row, "booked", login, now or utc_now())
    return _view(session, row)


def call_off(session: Session, booking_id: int, login: str, now: datetime | None = None) -> Booking:
    """The steward cannot come or the household called him; whoever booked is to be told by the caller."""
    row = _load(session, booking_id, None)
    if row.state == "cancelled":
        return _view(session, row)
    if row.state != "booked":
        raise UserFacingError("booking_not_open", 409)
    slots.give_back(session, row.slot_id)
    _set_state(session, row, "cancelled", login, now or utc_now())
    _forget_reminders(session, row.id)
    return _view(session, row)


def has_begun(booking: Booking, now: datetime) -> bool:
    """Whether the half day of the visit has begun or is over."""
    return at(booking.day, slots.STARTS[booking.half]) <= now


def _slot_for(session: Session, village_code: str, day: date, half: str, now: datetime) -> int:
    today = local_day(now)
    if day < today:
        raise UserFacingError("day_is_past", 422)
    too_far = day > today + slots.FARTHEST
    if not too_far:
        slots.open_days(session, village_code, today)
        if day >= today + timedelta(days=slots.DAYS_AHEAD):
            slots.open_days(session, village_code, day)
    slot_id = None if too_far else slots.find_slot(session, village_code, day, half, now)
    if slot_id is None:
        raise SlotTaken(free_slots(session, village_code, today if too_far else day, now=now))
    return slot_id


def _load(session: Session, booking_id: int, person_id: int | None) -> BookingRow:
    # Somebody else's booking does not exist for this person: not even its existence is told.
    row = session.scalars(select(BookingRow).where(BookingRow.id == booking_id).with_for_update()).one_or_none()
    if row is None or (person_id is not None and row.requester_id != person_id):
        raise UserFacingError("unknown_booking", 404)
    return row


def _by_request(session: Session, request_id: str) -> BookingRow | None:
    return session.scalar(select(BookingRow).where(BookingRow.request_id == request_id))


def _own(session: Session, row: BookingRow, person_id: int) -> Booking:
    if row.requester_id != person_id:
        raise UserFacingError("request_id_taken", 409)
    return _view(session, row)


def _set_state(session: Session, row: BookingRow, state: str, login: str, now: datetime) -> None:
    row.state = state
    session.flush()
    _note(session, row, f"{state}:{row.id}:{uuid.uuid4().hex}", state, f"user:{login}", now)


def _done_before(session: Session, booking_id: int, request_id: str) -> bool:
    known = session.scalar(select(BookingEvent.booking_id).where(BookingEvent.request_id == request_id))
    if known is not None and known != booking_id:
        raise UserFacingError("request_id_taken", 409)
    return known is not None


def _note(session: Session, row: BookingRow, request_id: str, kind: str, by: str, now: datetime) -> None:
    session.add(BookingEvent(booking_id=row.id, request_id=request_id, kind=kind, by=by, slot_id=row.slot_id, at=now))
    session.flush()


def _remind(session: Session, booking_id: int, day: date, now: datetime) -> None:
    due = evening_before(day)
    if due <= now:
        return
    again = update(Reminder).where(Reminder.booking_id == booking_id, Reminder.due_at == due).values(state="waiting")
    if not add_once(session, Reminder(booking_id=booking_id, due_at=due)):
        session.execute(again)


def _forget_reminders(session: Session, booking_id: int) -> None:
    session.execute(
        update(Reminder).where(Reminder.booking_id == booking_id, Reminder.state == "waiting").values(state="cancelled")
    )


def _view(session: Session, row: BookingRow) -> Booking:
    slot = session.get_one(VisitSlot, row.slot_id)
    return Booking(
        id=row.id,
        number=row.number,
        door_code=row.door_code or "",
        village_code=row.village_code,
        group_number=row.group_number,
        day=slot.day,
        half=slot.half,
        steward_name=slots.steward_name(session, slot.steward_login),
        steward_login=slot.steward_login,
        state=row.state,
        requester_id=row.requester_id,
        resident_name=row.resident_name or "",
        call_phone=row.call_phone or "",
        result_to=row.result_to or "",
        problem=row.problem or "",
        created_at=row.created_at,
    )
