"""Several people of one village met with the same signs of fraud within days: a note to its stewards, without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from actions.clock import local_day, utc_now
from actions.db.models import FraudNote, FraudSighting
from actions.db.rows import insert_missing
from actions.errors import UserFacingError

WITHIN = timedelta(days=7)
"""So long a sighting counts; after that it is deleted."""
ENOUGH = 3
"""So many different people make a note."""
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Note:
    """What a steward reads: where, what kind of signs, and when it became enough; nothing of any person."""

    id: int
    village_code: str
    group: str
    created_at: datetime
    read_by: str | None


def sighted(
    session: Session,
    groups: Sequence[str],
    *,
    request_id: str,
    person_id: int,
    village_code: str,
    now: datetime | None = None,
) -> None:
    """Count a message with signs of these groups, once per request_id; raise the notes that are due."""
    now = now or utc_now()
    common = {"request_id": request_id, "person_id": person_id, "village_code": village_code, "seen_at": now}
    insert_missing(session, FraudSighting, [{**common, "sign_group": group} for group in groups])
    raise_due(session, now, village_code)


def raise_due(session: Session, now: datetime, village_code: str | None = None) -> None:
    """Write the notes whose people are enough, once per village, group and week of the newest sighting."""
    people = func.count(FraudSighting.person_id.distinct())
    query = (
        select(FraudSighting.village_code, FraudSighting.sign_group, func.max(FraudSighting.seen_at))
        .where(FraudSighting.seen_at > now - WITHIN)
        .group_by(FraudSighting.village_code, FraudSighting.sign_group)
        .having(people >= ENOUGH)
    )
    if village_code is not None:
        query = query.where(FraudSighting.village_code == village_code)
    rows = []
    for code, group, newest in session.execute(query):
        day = local_day(newest)
        week = day - timedelta(days=day.weekday())
        rows.append({"village_code": code, "sign_group": group, "week": week, "created_at": now})
    insert_missing(session, FraudNote, rows)


def unread(session: Session) -> list[Note]:
    """The notes nobody has read, the newest first."""
    rows = session.scalars(select(FraudNote).where(FraudNote.read_by.is_(None)).order_by(FraudNote.id.desc()))
    return [Note(row.id, row.village_code, row.sign_group, row.created_at, row.read_by) for row in rows]


def get(session: Session, note_id: int) -> Note:
    """One note; raise UserFacingError for one that is gone."""
    row = _get(session, note_id)
    return Note(row.id, row.village_code, row.sign_group, row.created_at, row.read_by)


def mark_read(session: Session, note_id: int, login: str) -> None:
    """A steward has read the note; whoever read it first stays."""
    row = _get(session, note_id)
    if row.read_by is None:
        row.read_by = login
        session.flush()


def forget_old(session: Session, now: datetime) -> None:
    """Delete the sightings that count no more, and the notes of long ago."""
    session.execute(delete(FraudSighting).where(FraudSighting.seen_at <= now - WITHIN))
    session.execute(delete(FraudNote).where(FraudNote.created_at <= now - KEPT_FOR))


def _get(session: Session, note_id: int) -> FraudNote:
    row = session.scalars(select(FraudNote).where(FraudNote.id == note_id).with_for_update()).one_or_none()
    if row is None:
        raise UserFacingError("unknown_alert", 404)
    return row
