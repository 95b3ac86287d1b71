"""Who was met with what looks like fraud, counted by people and never by words, and the notes stewards get of it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.clock import utc_now
from actions.db.models.base import Base
from actions.db.types import UtcDateTime


class FraudSighting(Base):
    """One group of signs in one message; the person stands here only so that people can be told apart."""

    __tablename__ = "fraud_sightings"
    __table_args__ = (UniqueConstraint("request_id", "sign_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160))
    sign_group: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    village_code: Mapped[str] = mapped_column(String(64), index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, index=True)


class FraudNote(Base):
    """Several people of a village were met with the same within days; `week` begins on that Monday."""

    __tablename__ = "fraud_notes"
    __table_args__ = (UniqueConstraint("village_code", "sign_group", "week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    village_code: Mapped[str] = mapped_column(String(64))
    sign_group: Mapped[str] = mapped_column(String(32))
    week: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, index=True)
    read_by: Mapped[str | None] = mapped_column(String(64))
