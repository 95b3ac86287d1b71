"""The live library: articles as versions of exactly the text of their files, and what it could not answer."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from actions.clock import utc_now
from actions.db.models.base import Base
from actions.db.types import SealedRow, SealedText, UtcDateTime, sealed_column


class LibraryArticle(Base):
    """An article by its id: `current` is the number of its newest version, `live` of the one villagers get.

    The two differ while a changed text is written or reviewed. Title, topic, state and what the list filters by are
    those of the newest version. `due_number` and `due_on` are an approved version that becomes live on that day.
    `file_checksum` is that of the file as last seen by an import: it tells an edit on the web that is also in the file.
    """

    __tablename__ = "library_articles"

    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    topic: Mapped[str] = mapped_column(String(64), index=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), index=True)
    current: Mapped[int]
    live: Mapped[int | None]
    danger: Mapped[bool] = mapped_column(default=False)
    signed: Mapped[bool] = mapped_column(default=False)
    review_due: Mapped[date | None] = mapped_column(index=True)
    due_number: Mapped[int | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    changed_in: Mapped[int] = mapped_column(index=True)
    file_checksum: Mapped[str | None] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class LibraryVersion(Base):
    """One version of an article: the text, its checksum, who wrote it where, and why."""

    __tablename__ = "library_versions"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        CheckConstraint("origin IN ('file', 'web')", name="origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("library_articles.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    checksum: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(8))
    author: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class LibraryQuestion(Base):
    """A question of a live article; `key` is what it is compared by."""

    __tablename__ = "library_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("library_articles.id"), index=True)
    key: Mapped[str] = mapped_column(String(200), index=True)
    question: Mapped[str] = mapped_column(Text)


class LibraryMeta(Base):
    """One row: the library's version, raised by every publication.

    `questions_by` is the lexicon by which the keys of the live questions were made.
    """

    __tablename__ = "library_meta"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(default=0)
    questions_by: Mapped[str | None] = mapped_column(String(64))


class AuditEvent(Base):
    """Who did what to the library when, and on what basis; each row's hash covers the row before it."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(160), index=True)
    details: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """One row: how many audit events there are, the hash of the last, and a seal over both.

    The seal is made with a key outside the database: whoever can write here can neither cut the end nor redo the chain.
    """

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")
    seal: Mapped[str] = mapped_column(String(64), default="")


class RefusedQuestion(SealedRow, Base):
    """A question the library has no answer to, or whose answer (`article_id`) was of no help, kept for the editors.

    `state` is open, later, or how it ended: answered, known, unrelated, withdrawn (done in rows of before).
    `wanted_for` is the article that was begun, or handed in, to answer it, in whatever words.
    """

    __tablename__ = "refused_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(160), unique=True)
    village_code: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    article_id: Mapped[str | None] = mapped_column(String(128))
    wanted_for: Mapped[str | None] = mapped_column(String(128))
    state: Mapped[str] = mapped_column(String(16), default="open", index=True)
    closed_by: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    text_sealed: Mapped[bytes | None] = sealed_column()

    text = SealedText()


class AnswerRating(Base):
    """Whether an answer helped the person it was given to; a second tap changes the first."""

    __tablename__ = "answer_ratings"
    __table_args__ = (
        UniqueConstraint("person_id", "outbox_id"),
        CheckConstraint("value IN ('good', 'bad')", name="value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), index=True)
    article_id: Mapped[str] = mapped_column(String(128), index=True)
    article_version: Mapped[int | None]
    value: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
