"""Announcements that somebody else approves, and the clips made from them and from articles."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from actions.clock import utc_now
from actions.db.models.base import Base
from actions.db.types import SealedRow, SealedText, UtcDateTime, sealed_column


class Clip(SealedRow, Base):
    """A clip to make or made; its hash is the name of its file."""

    __tablename__ = "clips"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'making', 'done', 'failed_gave_up')", name="state"),
        Index("ix_clips_due", "state", "priority", "created_at"),
    )

    hash: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    voice: Mapped[str] = mapped_column(String(64))
    engine: Mapped[str] = mapped_column(String(32))
    preset: Mapped[str] = mapped_column(String(16))
    speed: Mapped[float] = mapped_column(Float)
    source: Mapped[str] = mapped_column(String(160))
    published: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16), default="queued")
    priority: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    text_sealed: Mapped[bytes | None] = sealed_column()

    text = SealedText()


class AnnouncementRow(Base):
    """A text for the loudspeaker; nothing is played that somebody else has not approved."""

    __tablename__ = "announcements"
    __table_args__ = (
        CheckConstraint("kind IN ('daily', 'important')", name="kind"),
        CheckConstraint("state IN ('draft', 'approved', 'rejected')", name="state"),
        CheckConstraint("approver IS NULL OR approver <> author", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    village_codes: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(16), default="draft", index=True)
    author: Mapped[str] = mapped_column(String(64))
    # Whoever wrote in it after the author, by login, one space between two.
    changed_by: Mapped[str] = mapped_column(Text, default="", server_default="")
    approver: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(300))
    clip_hash: Mapped[str | None] = mapped_column(ForeignKey("clips.hash"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
