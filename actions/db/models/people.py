"""People, the ways we know them by, and what they subscribed to."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.clock import utc_now
from actions.db.models.base import Base
from actions.db.types import SealedRow, SealedText, UtcDateTime, sealed_column


class Person(SealedRow, Base):
    """Somebody who talks to us; a merged person points to the one that stayed."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    village_code: Mapped[str | None] = mapped_column(String(64), index=True)
    group_number: Mapped[int | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    name_sealed: Mapped[bytes | None] = sealed_column()

    name = SealedText()


class Identity(SealedRow, Base):
    """One way to recognise a person: a web cookie, a phone, later an openid."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("kind", "value_index"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    value_index: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    value_sealed: Mapped[bytes | None] = sealed_column()

    value = SealedText()


class Subscription(Base):
    """A person's wish to receive something of a village, for instance its lessons."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(32))
    village_code: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
