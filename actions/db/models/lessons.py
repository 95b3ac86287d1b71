"""Lessons: a push to a village, one enrolment per person and course, answers counted once."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.clock import utc_now
from actions.db.models.base import Base
from actions.db.types import UtcDateTime


class LessonPush(Base):
    """A steward sent a course to the subscribers of a village."""

    __tablename__ = "lesson_pushes"
    __table_args__ = (CheckConstraint("state IN ('queued', 'done', 'failed_gave_up')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    course_id: Mapped[str] = mapped_column(String(64))
    village_code: Mapped[str] = mapped_column(String(64), index=True)
    pushed_by: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="queued", index=True)
    reached: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class LessonEnrolment(Base):
    """Where a person stands in a course."""

    __tablename__ = "lesson_enrolments"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id"),
        CheckConstraint("state IN ('active', 'done', 'stopped')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    course_id: Mapped[str] = mapped_column(String(64), index=True)
    village_code: Mapped[str | None] = mapped_column(String(64))
    push_id: Mapped[int | None] = mapped_column(ForeignKey("lesson_pushes.id"))
    step: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default="active")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class LessonAnswer(Base):
    """One answer to one quiz; the first one counts."""

    __tablename__ = "lesson_answers"
    __table_args__ = (UniqueConstraint("enrolment_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("lesson_enrolments.id"))
    step: Mapped[int]
    choice: Mapped[int]
    correct: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
