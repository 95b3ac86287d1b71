"""The live library: articles as versions of exactly the text of their files; publishing raises its version.

An article's newest version may be a draft; villagers get the live one. Every version that is stored is told to the
audit chain in the same transaction, and no question becomes live that another live article owns.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.engine import CONTENT_DIR
from actions.db.models import LibraryArticle, LibraryMeta, LibraryVersion, Medium
from actions.db.rows import insert_missing
from actions.errors import UserFacingError
from actions.services import audit, question_owners
from content.check import blocking, check_article
from content.document import Document, read_document
from content.load import DEFAULT_ROOT, article_ids, parse_article
from content.model import Article, Problem
from content.normalize import Terms
from content.owners import has_owner
from content.registers import Registers, load_registers


class BrokenArticle(UserFacingError):
    """A text that cannot become a version; `problems` says why, line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("broken_article", 422, str(problems[0]) if problems else "")
        self.problems = problems


@dataclass(frozen=True)
class StoredArticle:
    """One version of an article with its exact text, and what is known of the article as a whole.

    `state` is that of this version; `live` is the number of the version villagers get, None when they get none.
    """

    id: str
    topic: str
    title: str
    state: str
    number: int
    text: str
    checksum: str
    origin: str
    author: str
    changed_in: int
    live: int | None
    current: int
    due_number: int | None
    due_on: date | None


@dataclass(frozen=True)
class VersionInfo:
    """One line of an article's history."""

    number: int
    state: str
    origin: str
    author: str
    reason: str
    checksum: str
    created_at: datetime


@dataclass(frozen=True)
class Change:
    """What is about to become a version: the text as an article, who wrote it where, and what for.

    `press` names the one press of a form's button that led to it, so that a second one is known.
    """

    article: Article
    text: str
    origin: str
    author: str
    reason: str
    action: str
    press: str = ""


def text_checksum(text: str) -> str:
    """The SHA-256 of exactly this text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def library_version(session: Session) -> int:
    """The number that every publication raises; 0 while nothing was ever published."""
    return session.scalar(select(LibraryMeta.version).where(LibraryMeta.id == 1)) or 0


def publish(
    session: Session, article_id: str, text: str, author: str, reason: str, origin: Literal["file", "web"] = "web"
) -> int:
    """Make a text the newest version of an article, live at the next message; return the version's number.

    Raises BrokenArticle with every error the checker finds. The same text again changes nothing.
    """
    lock(session)
    article = checked(session, f"{article_id}.md", text)
    row = session.execute(newest().where(LibraryArticle.id == article_id)).first()
    if row is not None and row.checksum == text_checksum(text):
        return int(row.number)
    return store(session, Change(article, text, origin, author, reason, "publish"))


def checked(session: Session, shown: str, text: str) -> Article:
    """The article of a text that may be published; raises BrokenArticle with every error the checker finds."""
    article, errors = read_article(text, shown, registers_of(session, _root(session)))
    if article is not None:
        errors = _owned_by_others(session, article, text, shown)
    if article is None or errors:
        raise BrokenArticle(errors)
    return article


def parsed(text: str, shown: str) -> Article:
    """The article of a text; raises BrokenArticle where it is none."""
    article, problems = parse_article(text, shown)
    if article is None:
        raise BrokenArticle(problems)
    return article


def get_article(session: Session, article_id: str, number: int | None = None) -> StoredArticle | None:
    """The newest version of an article, or the one of that number, whatever its state."""
    query = newest() if number is None else _versions(LibraryVersion.number == number)
    row = session.execute(query.where(LibraryArticle.id == article_id)).first()
    return _stored(row) if row is not None else None


def get_live(session: Session, article_id: str) -> StoredArticle | None:
    """The version of an article villagers get, None when they get none."""
    row = session.execute(_live().where(LibraryArticle.id == article_id)).first()
    return _stored(row) if row is not None else None


def list_articles(session: Session) -> list[StoredArticle]:
    """The newest version of every article, by topic and title."""
    order = newest().order_by(LibraryArticle.topic, LibraryArticle.title)
    return [_stored(row) for row in session.execute(order)]


def list_live(session: Session, having: str = "") -> list[StoredArticle]:
    """The version villagers get of every article that has one, by topic and title.

    With `having`, only those in whose text a line begins with that key of the front matter.
    """
    order = _live().order_by(LibraryArticle.topic, LibraryArticle.title)
    if having:
        order = order.where(LibraryVersion.text.contains(f"\n{having}:", autoescape=True))
    return [_stored(row) for row in session.execute(order)]


def changed_articles(session: Session, since: int = -1) -> tuple[list[StoredArticle], list[str]]:
    """What changed for villagers after a library version: the live versions, and the ids that are live no more."""
    rows = session.execute(_live().where(LibraryArticle.changed_in > since).order_by(LibraryArticle.id))
    gone = session.scalars(
        select(LibraryArticle.id).where(LibraryArticle.changed_in > since, LibraryArticle.live.is_(None))
    )
    return [_stored(row) for row in rows], list(gone)


def history(session: Session, article_id: str) -> list[VersionInfo]:
    """All versions of an article, newest first."""
    rows = session.scalars(
        select(LibraryVersion).where(LibraryVersion.article_id == article_id).order_by(LibraryVersion.number.desc())
    )
    return [
        VersionInfo(row.number, row.state, row.origin, row.author, row.reason, row.checksum, row.created_at)
        for row in rows
    ]


def registers_in_files(root: Path) -> Registers:
    """The registers beside the library; read again when one of the files changed."""
    return _file_registers(root, tuple((path.name, path.stat().st_mtime_ns) for path in sorted(root.glob("*.yml"))))


def registers_of(session: Session, root: Path) -> Registers:
    """What articles may refer to: the registers, the articles of database and files, the media of the database."""
    registers = registers_in_files(root)
    ids = {*session.scalars(select(LibraryArticle.id)), *article_ids(root)}
    media = frozenset(session.scalars(select(Medium.name)))
    return replace(registers, article_ids=frozenset(ids), media=media)


def read_article(text: str, shown: str, registers: Registers) -> tuple[Article | None, list[Problem]]:
    """The article of a text that may be published, or None with the errors that forbid it."""
    article, _problems = parse_article(text, shown)
    errors = blocking(check_article(text, shown, registers))
    return (None if errors else article), errors


def newest() -> Select[*tuple[Any, ...]]:
    """The newest version of each article."""
    return _versions(LibraryVersion.number == LibraryArticle.current)


def lock(session: Session) -> None:
    """Let publications follow one another: what is read from now on stays so until this transaction is over."""
    insert_missing(session, LibraryMeta, [{"id": 1, "version": 0}])
    session.execute(select(LibraryMeta.version).where(LibraryMeta.id == 1).with_for_update())
    question_owners.refresh(session, _terms(session))


def raise_version(session: Session) -> int:
    """The next version of the library; the row's lock makes publications follow one another."""
    lock(session)
    session.execute(update(LibraryMeta).where(LibraryMeta.id == 1).values(version=LibraryMeta.version + 1))
    session.expire_all()
    return library_version(session)


def store(session: Session, change: Change, changed_in: int | None = None) -> int:
    """Make a change the newest version, live when it is published, and tell the audit; return its number.

    `changed_in` is the library version an import raised for all its files; else it is raised where villagers see it.
    """
    return store_all(session, [change], changed_in)[0]


def store_all(session: Session, changes: list[Change], changed_in: int | None = None) -> list[int]:
    """Make all these changes versions of their articles, with one look at the audit chain."""
    numbers: list[int] = []
    told: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
    if changed_in is None and any(change.article.status in ("published", "retired") for change in changes):
        changed_in = raise_version(session)  # before any article's row: an import takes the locks in this order too
    for change in changes:
        row = _article_row(session, change.article.id)
        seen = _is_seen(change, row)
        if seen and changed_in is not None:
            row.changed_in = changed_in
        numbers.append(_add_version(session, row, change))
        if seen:
            row.live = row.current if change.article.status == "published" else None
            asked = change.article.questions if row.live else ()
            question_owners.keep(session, change.article.id, asked, _terms(session))
        if change.origin == "file":
            row.file_checksum = text_checksum(change.text)
        article = change.article
        details: dict[str, Any] = {"version": row.current, "checksum": text_checksum(change.text)}
        details["state"] = article.status
        if change.reason:
            details["reason"] = change.reason
        if change.press:
            details["press"] = change.press
        told.setdefault((change.author, change.action), []).append((article.id, details))
    session.flush()
    for (author, action), about in told.items():
        audit.note_all(session, author, action, about)
    return numbers


@lru_cache(maxsize=4)
def _file_registers(root: Path, _stamp: tuple[tuple[str, int], ...]) -> Registers:
    return load_registers(root)[0]


def _root(session: Session) -> Path:
    root: Path = session.info.get(CONTENT_DIR) or DEFAULT_ROOT
    return root


def _terms(session: Session) -> Terms:
    return registers_in_files(_root(session)).terms


def _owned_by_others(session: Session, article: Article, text: str, shown: str) -> list[Problem]:
    """The questions that another live article owns, each by its line."""
    taken = question_owners.taken(session, article.id, article.questions, _terms(session))
    document = read_document(text, shown) if taken else None
    items = document.fields["questions"].items if isinstance(document, Document) else ()
    lines = {item.text.strip(): item.line for item in items}
    return [has_owner(shown, lines.get(one.question, 1), one.question, one.title) for one in taken]


def _is_seen(change: Change, row: LibraryArticle) -> bool:
    """Whether villagers notice: what is published or withdrawn, and a file that takes back what it published."""
    if change.article.status in ("published", "retired"):
        return True
    return change.origin == "file" and row.live is not None


def _article_row(session: Session, article_id: str) -> LibraryArticle:
    row = session.get(LibraryArticle, article_id, with_for_update=True)
    if row is None:
        row = LibraryArticle(id=article_id, current=0, changed_in=0, topic="", title="", state="draft")
        session.add(row)
    return row


def _add_version(session: Session, row: LibraryArticle, change: Change) -> int:
    article = change.article
    row.topic, row.title, row.state = article.topic, article.title, article.status
    row.danger, row.review_due = article.danger, article.review_due
    if row.live is None or _is_seen(change, row):
        row.signed = not article.sample  # a draft takes nothing from the signature of what villagers hear
    row.current, row.saved_at = (row.current or 0) + 1, utc_now()
    session.flush()
    session.add(
        LibraryVersion(
            article_id=article.id,
            number=row.current,
            text=change.text,
            checksum=text_checksum(change.text),
            state=article.status,
            origin=change.origin,
            author=change.author,
            reason=change.reason,
        )
    )
    return row.current


def _versions(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(
        LibraryArticle.id,
        LibraryArticle.topic,
        LibraryArticle.title,
        LibraryVersion.state,
        LibraryArticle.changed_in,
        LibraryArticle.live,
        LibraryArticle.current,
        LibraryArticle.due_number,
        LibraryArticle.due_on,
        LibraryArticle.file_checksum,
        LibraryVersion.number,
        LibraryVersion.text,
        LibraryVersion.checksum,
        LibraryVersion.origin,
        LibraryVersion.author,
    ).join(LibraryVersion, (LibraryVersion.article_id == LibraryArticle.id) & which)


def _live() -> Select[*tuple[Any, ...]]:
    return _versions(LibraryVersion.number == LibraryArticle.live)


def _stored(row: object) -> StoredArticle:
    return StoredArticle(**{name: getattr(row, name) for name in StoredArticle.__dataclass_fields__})
