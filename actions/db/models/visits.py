"""Home inspections: slots with a capacity the database keeps itself, bookings, what happened to them, reminders."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.clock import utc_now
from actions.db.models.base import Base
from actions.db.types import SealedRow, SealedText, UtcDateTime, sealed_column


class VisitSlot(Base):
    """Half a day of one steward; the check makes a visit too many impossible."""

    __tablename__ = "visit_slots"
    __table_args__ = (
        UniqueConstraint("steward_login", "day", "half"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken"),
        CheckConstraint("half IN ('am', 'pm')", name="half"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    steward_login: Mapped[str] = mapped_column(String(64))
    day: Mapped[date] = mapped_column(Date)
    half: Mapped[str] = mapped_column(String(2))
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


class BookingRow(SealedRow, Base):
    """A booked inspection: who asked, who lives there, whom to call and who hears the result are four things."""

    __tablename__ = "bookings"
    __table_args__ = (CheckConstraint("state IN ('booked', 'cancelled', 'done')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    requester_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    village_code: Mapped[str] = mapped_column(String(64), index=True)
    group_number: Mapped[int | None]
    slot_id: Mapped[int] = mapped_column(ForeignKey("visit_slots.id"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="booked")
    call_phone_index: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    resident_name_sealed: Mapped[bytes | None] = sealed_column()
    call_phone_sealed: Mapped[bytes | None] = sealed_column()
    result_to_sealed: Mapped[bytes | None] = sealed_column()
    problem_sealed: Mapped[bytes | None] = sealed_column()
    door_code_sealed: Mapped[bytes | None] = sealed_column()

    resident_name = SealedText()
    call_phone = SealedText()
    result_to = SealedText()
    problem = SealedText()
    door_code = SealedText()


class BookingEvent(Base):
    """What happened to a booking, in order; one request changes a booking once."""

    __tablename__ = "booking_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"), index=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(64))
    slot_id: Mapped[int] = mapped_column(ForeignKey("visit_slots.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Reminder(Base):
    """A reminder that is due the evening before a visit."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("booking_id", "due_at"),
        CheckConstraint("state IN ('waiting', 'done', 'cancelled', 'failed_gave_up')", name="state"),
        Index("ix_reminders_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
