"""Who did what to the library, when and on what basis: a chain of hashes that cannot be altered unnoticed.

Each event's SHA-256 covers the one before it, and the head is sealed with a key that is not in the database. Checking
reads every event again, holds the text of every version against the checksum its event recorded, and which version
villagers get against the one that was last made live.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import AuditEvent, AuditHead, LibraryArticle, LibraryVersion
from actions.db.rows import insert_missing
from actions.db.types import vault_of


@dataclass(frozen=True)
class Event:
    """One line of the audit; `details` are plain values such as the version's number, checksum and the reason."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]
    hash: str
    previous: str


@dataclass(frozen=True)
class _Live:
    """The version that an event made live, None where it took the article away; `sure` is False for what was before."""

    version: int | None
    event: int
    sure: bool


@dataclass(frozen=True)
class Fault:
    """What does not hold: `kind` is changed, missing, cut, seal, text, unrecorded or live; `number` is the event's."""

    kind: str
    number: int
    subject: str = ""


def note(
    session: Session, actor: str, action: str, subject: str, details: Mapping[str, Any], now: datetime | None = None
) -> Event:
    """Add an event in the transaction of what it tells; events of different processes follow one another."""
    return note_all(session, actor, action, [(subject, details)], now)[0]


def note_all(
    session: Session,
    actor: str,
    action: str,
    about: Iterable[tuple[str, Mapping[str, Any]]],
    now: datetime | None = None,
) -> list[Event]:
    """Add an event for each subject with its details; thousands cost one lock."""
    wanted, at = list(about), (now or utc_now()).astimezone(UTC)
    if not wanted:
        return []
    insert_missing(session, AuditHead, [{"id": 1, "count": 0, "hash": "", "seal": ""}])
    # The row's lock makes the others wait until this transaction is over.
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(count=AuditHead.count))
    head = session.scalars(select(AuditHead).execution_options(populate_existing=True)).one()
    rows = []
    for subject, details in wanted:
        told = json.dumps(dict(details), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        row = AuditEvent(
            id=head.count + 1, at=at, actor=actor, action=action, subject=subject, details=told, previous=head.hash
        )
        row.hash = _hash(row)
        head.count, head.hash = row.id, row.hash
        rows.append(row)
    head.seal = _seal(session, head)
    session.add_all(rows)
    session.flush()
    return [_event(row) for row in rows]


def events(session: Session, subject: str | None = None, newest: int | None = None) -> list[Event]:
    """The events about a subject (or all), oldest first; with `newest` only the last so many."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc())
    if subject is not None:
        query = query.where(AuditEvent.subject == subject)
    if newest is not None:
        query = query.limit(newest)
    return [_event(row) for row in reversed(session.scalars(query).all())]


def head(session: Session) -> tuple[int, str]:
    """How many events there are and the hash of the last; printed on paper it proves the chain up to here."""
    row = session.get(AuditHead, 1)
    return (row.count, row.hash) if row is not None else (0, "")


def verify(session: Session) -> list[Fault]:
    """Everything that was altered, removed or added behind the chain's back; empty when all holds."""
    return list(_faults(session))


def _faults(session: Session) -> Iterator[Fault]:
    previous, last = "", 0
    recorded: dict[tuple[str, int], tuple[str, int]] = {}
    live: dict[str, _Live] = {}
    for row in session.scalars(select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=500)):
        if row.id != last + 1:
            yield Fault("missing", last + 1, row.subject)
        elif row.previous != previous or row.hash != _hash(row):
            yield Fault("changed", row.id, row.subject)
        previous, last = row.hash, row.id
        details = json.loads(row.details)
        if "checksum" in details and "version" in details:
            recorded[row.subject, int(details["version"])] = (str(details["checksum"]), row.id)
        if changes_live(row.action, details):
            version = int(details["version"]) if details["state"] == "published" else None
            live[row.subject] = _Live(version, row.id, row.action != "begin")
    kept = session.get(AuditHead, 1)
    if kept is None:
        if last:
            yield Fault("cut", last)
        return
    if (kept.count, kept.hash) != (last, previous):
        yield Fault("cut", last)
    if not hmac.compare_digest(kept.seal, _seal(session, kept)):
        yield Fault("seal", kept.count)
    yield from _texts(session, recorded)
    yield from _live_versions(session, live)


def changes_live(action: str, details: Mapping[str, Any]) -> bool:
    """Whether an event changed which version villagers get: published, retired, or a file that is a draft again."""
    state = details.get("state")
    return state in ("published", "retired") or (state is not None and action == "import")


def _texts(session: Session, recorded: dict[tuple[str, int], tuple[str, int]]) -> Iterator[Fault]:
    found = select(LibraryVersion.article_id, LibraryVersion.number, LibraryVersion.text)
    for article_id, number, text in session.execute(found.execution_options(yield_per=200)):
        known = recorded.pop((article_id, number), None)
        if known is None:
            yield Fault("unrecorded", 0, article_id)
        elif hashlib.sha256(text.encode("utf-8")).hexdigest() != known[0]:
            yield Fault("text", known[1], article_id)
    for (article_id, _number), (_checksum, event) in recorded.items():
        yield Fault("text", event, article_id)


def _live_versions(session: Session, told: dict[str, _Live]) -> Iterator[Fault]:
    nothing = _Live(None, 0, True)
    for article_id, live in session.execute(select(LibraryArticle.id, LibraryArticle.live)):
        last = told.get(article_id, nothing)
        # What a file took back before there was a record is told of nowhere.
        if live != last.version and (last.sure or live is not None):
            yield Fault("live", last.event, article_id)


def _hash(row: AuditEvent) -> str:
    told = [row.id, row.at.isoformat(), row.actor, row.action, row.subject, row.details, row.previous]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8")).hexdigest()


def _seal(session: Session, row: AuditHead) -> str:
    return vault_of(session).index("audit-head", f"{row.count}:{row.hash}")


def _event(row: AuditEvent) -> Event:
    return Event(row.id, row.at, row.actor, row.action, row.subject, json.loads(row.details), row.hash, row.previous)
