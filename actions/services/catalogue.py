"""The library as a list: filtered, counted and turned by pages in the database, so that 5,000 articles stay quick."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from actions.db.models import LibraryArticle, LibraryMeta, LibraryVersion

SOON = timedelta(days=30)
SHOWN = 50


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; `kind` is a state, or one of those below."""

    words: str = ""
    topic: str = ""
    kind: str = ""
    """sample, stale, planned, changed (live with a newer text), steward (for stewards only)"""
    topics: tuple[str, ...] | None = None
    """Only these topics, as for what a reviewer signs; None for all."""


@dataclass(frozen=True)
class Line:
    """One article of the list."""

    id: str
    topic: str
    title: str
    state: str
    number: int
    live: int | None
    signed: bool
    danger: bool
    review_due: date | None
    due_on: date | None
    saved_at: datetime


def lines(session: Session, wanted: Wanted, today: date, page: int = 1, shown: int = SHOWN) -> tuple[list[Line], int]:
    """One page of the list, the last saved first, and how many articles there are in all."""
    which = _which(wanted, today)
    total = session.scalar(select(func.count()).select_from(LibraryArticle).where(which)) or 0
    rows = session.execute(
        _columns().where(which).order_by(*_order(wanted)).offset((max(page, 1) - 1) * shown).limit(shown)
    )
    return [Line(**row._mapping) for row in rows], total


def with_audience(session: Session, article_ids: list[str]) -> dict[str, str]:
    """The newest texts of those of these articles that name a season, a role or a language."""
    told = [LibraryVersion.text.contains(f"\n{key}:") for key in ("season", "role", "language")]
    rows = session.execute(
        _newest_text().where(LibraryArticle.id.in_(article_ids), or_(*told)) if article_ids else _newest_text().limit(0)
    )
    return {row.id: row.text for row in rows}


def counts(session: Session, today: date, topics: tuple[str, ...] | None = None) -> dict[str, int]:
    """How many articles each kind of work waits in: draft, in_review, sample, stale, planned."""
    kinds = ("draft", "in_review", "sample", "stale", "planned")
    columns = [func.count().filter(_which(Wanted(kind=kind, topics=topics), today)).label(kind) for kind in kinds]
    row = session.execute(select(*columns).select_from(LibraryArticle)).one()
    return {kind: int(getattr(row, kind)) for kind in kinds}


def is_danger(session: Session, article_id: str) -> bool:
    """Whether an article's newest text is about something that can hurt a body."""
    return bool(session.scalar(select(LibraryArticle.danger).where(LibraryArticle.id == article_id)))


def titled(session: Session, title: str) -> Line | None:
    """The article of that title, one that is live before others; who asks in order to begin one waits for the others.

    The row every publication locks makes two that begin at the same moment see each other.
    """
    session.execute(select(LibraryMeta.version).where(LibraryMeta.id == 1).with_for_update())
    which = LibraryArticle.title == title
    order = (LibraryArticle.live.is_(None), LibraryArticle.state == "retired", LibraryArticle.id)
    row = session.execute(_columns().where(which).order_by(*order).limit(1)).first()
    return Line(**row._mapping) if row is not None else None


def titles(session: Session) -> list[tuple[str, str]]:
    """Every article's id and title, by title."""
    found = session.execute(select(LibraryArticle.id, LibraryArticle.title).order_by(LibraryArticle.title))
    return [(row.id, row.title) for row in found]


def _newest_text(*columns: Any) -> Select[Any]:
    return select(*(columns or (LibraryArticle.id, LibraryVersion.text))).join(
        LibraryVersion,
        (LibraryVersion.article_id == LibraryArticle.id) & (LibraryVersion.number == LibraryArticle.current),
    )


def _columns() -> Select[*tuple[Any, ...]]:
    return select(
        LibraryArticle.id,
        LibraryArticle.topic,
        LibraryArticle.title,
        LibraryArticle.state,
        LibraryArticle.current.label("number"),
        LibraryArticle.live,
        LibraryArticle.signed,
        LibraryArticle.danger,
        LibraryArticle.review_due,
        LibraryArticle.due_on,
        LibraryArticle.saved_at,
    )


def _which(wanted: Wanted, today: date) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.words:
        columns = (LibraryArticle.title, LibraryArticle.id)
        conditions.append(or_(*(column.contains(wanted.words, autoescape=True) for column in columns)))
    if wanted.topic:
        conditions.append(LibraryArticle.topic == wanted.topic)
    if wanted.topics is not None:
        conditions.append(LibraryArticle.topic.in_(wanted.topics))
    match wanted.kind:
        case "sample":
            conditions.append(and_(LibraryArticle.live.is_not(None), LibraryArticle.signed.is_(False)))
        case "stale":
            conditions.append(and_(LibraryArticle.live.is_not(None), LibraryArticle.review_due <= today + SOON))
        case "planned":
            conditions.append(LibraryArticle.due_on.is_not(None))
        case "steward":
            # Few are: the text says it, so that no column has to.
            said = [LibraryVersion.text.contains(f"\nrole: {mark}steward{mark}\n") for mark in ("", "'", '"')]
            conditions.append(LibraryArticle.id.in_(_newest_text(LibraryArticle.id).where(or_(*said))))
        case "changed":
            conditions.append(LibraryArticle.live != LibraryArticle.current)
        case "":
            pass
        case state:
            conditions.append(LibraryArticle.state == state)
    return and_(*conditions)


def _order(wanted: Wanted) -> tuple[ColumnElement[Any], ...]:
    if wanted.kind == "stale":
        return (LibraryArticle.review_due.asc(), LibraryArticle.id.asc())
    return (LibraryArticle.saved_at.desc(), LibraryArticle.id.asc())
