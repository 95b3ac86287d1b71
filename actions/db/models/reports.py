"""What villagers report, and the outages that are entered once and answered from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.clock import utc_now
from actions.db.models.base import Base
from actions.db.types import SealedRow, SealedText, UtcDateTime, sealed_column


class ReportRow(SealedRow, Base):
    """A report in the villager's own words."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("kind IN ('outage', 'hazard', 'complaint', 'power_need', 'callback')", name="kind"),
        CheckConstraint("state IN ('open', 'doing', 'done')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    village_code: Mapped[str | None] = mapped_column(String(64), index=True)
    group_number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(16), default="open")
    handled_by: Mapped[str | None] = mapped_column(String(64))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    text_sealed: Mapped[bytes | None] = sealed_column()
    phone_sealed: Mapped[bytes | None] = sealed_column()

    text = SealedText()
    phone = SealedText()


class Outage(Base):
    """A planned outage or a fault, and when the power came back."""

    __tablename__ = "outages"
    __table_args__ = (CheckConstraint("kind IN ('planned', 'fault')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(300))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    expected_end: Mapped[datetime | None] = mapped_column(UtcDateTime)
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    entered_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class OutagePlace(Base):
    """A village, or one group of it, without power."""

    __tablename__ = "outage_places"
    __table_args__ = (UniqueConstraint("outage_id", "village_code", "group_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outage_id: Mapped[int] = mapped_column(ForeignKey("outages.id"))
    village_code: Mapped[str] = mapped_column(String(64), index=True)
    group_number: Mapped[int | None]
