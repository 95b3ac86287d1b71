"""Conversations, messages in, replies out, and the wish for a human being."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.clock import utc_now
from actions.db.models.base import Base
from actions.db.types import SealedRow, SealedText, UtcDateTime, sealed_column


class Conversation(Base):
    """One person on one channel; the lease keeps the order of its messages when several processes serve it."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("person_id", "channel"),
        CheckConstraint("state IN ('bot', 'waiting', 'person')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), default="bot")
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class InboxMessage(SealedRow, Base):
    """A message as it came, kept before anything else happens."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "message_id"),
        CheckConstraint("state IN ('new', 'answered')", name="state"),
        Index("ix_inbox_waiting", "state", "conversation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str] = mapped_column(String(32))
    message_id: Mapped[str] = mapped_column(String(128))
    state: Mapped[str] = mapped_column(String(16), default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    text_sealed: Mapped[bytes | None] = sealed_column()
    extra_sealed: Mapped[bytes | None] = sealed_column()

    text = SealedText()
    extra = SealedText()


class OutboxMessage(SealedRow, Base):
    """A reply or a push; ids ascend per person, so a page asks for what came after the last one it saw."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("request_id", "position"),
        Index("ix_outbox_person", "person_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"), index=True)
    request_id: Mapped[str] = mapped_column(String(160))
    position: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    payload_sealed: Mapped[bytes | None] = sealed_column()

    payload = SealedText()


class AnswerTrace(SealedRow, Base):
    """Why a message was answered as it was; it goes with the message, and holds no more of its words than that."""

    __tablename__ = "answer_traces"

    inbox_id: Mapped[int] = mapped_column(
        ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    body_sealed: Mapped[bytes | None] = sealed_column()

    body = SealedText()


class Handoff(SealedRow, Base):
    """Somebody asked for a human being."""

    __tablename__ = "handoffs"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'taken', 'closed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))
    village_code: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="waiting", index=True)
    taken_by: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    text_sealed: Mapped[bytes | None] = sealed_column()

    text = SealedText()


class EmergencyAlert(SealedRow, Base):
    """Somebody wrote of danger to life; the steward sees it, the villager was told whom to call."""

    __tablename__ = "emergency_alerts"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    village_code: Mapped[str | None] = mapped_column(String(64))
    group_number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(16), default="open", index=True)
    seen_by: Mapped[str | None] = mapped_column(String(64))
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    text_sealed: Mapped[bytes | None] = sealed_column()

    text = SealedText()
