"""Outages: entered once by a steward, and everybody who asks hears the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from actions.clock import at, local_day, utc_now
from actions.db.models import Outage, OutagePlace
from actions.db.rows import add_once
from actions.errors import UserFacingError
from actions.services.places import places_of

Place = tuple[str, int | None]
State = Literal["announced", "off", "restored"]
AHEAD = timedelta(days=7)
TELL_RESTORED_FOR = timedelta(hours=12)
LATE = timedelta(days=7)
EARLY = timedelta(days=60)
"""How long after its start an outage may still be entered, and how far ahead: anything else is a slip of the pen."""


@dataclass(frozen=True)
class OutageInfo:
    """An outage as it stands: `state` is announced (planned, to come), off (no power now) or restored.

    `overdue` says that the expected end is past and nobody entered that the power is back; `withdrawn` that the entry
    was a mistake or a planned outage was called off: nobody is told of it.
    """

    id: int
    kind: str
    state: State
    reason: str
    starts_at: datetime
    expected_end: datetime | None
    restored_at: datetime | None
    places: tuple[Place, ...]
    overdue: bool = False
    withdrawn: bool = False


def enter(
    session: Session,
    *,
    request_id: str,
    kind: Literal["planned", "fault"],
    places: Sequence[Place],
    reason: str,
    starts_at: datetime,
    expected_end: datetime | None,
    login: str,
    now: datetime | None = None,
) -> OutageInfo:
    """Enter an outage of villages or single groups, once per request_id."""
    now = now or utc_now()
    known = select(Outage).where(Outage.request_id == request_id)
    found = session.scalar(known)
    if found is not None:
        return _view(session, found, now)
    if not places:
        raise UserFacingError("outage_needs_place", 422)
    if expected_end is not None and expected_end <= starts_at:
        raise UserFacingError("outage_ends_before_start", 422)
    if not now - LATE <= starts_at <= now + EARLY or (expected_end is not None and expected_end > now + EARLY):
        raise UserFacingError("outage_time_unlikely", 422)
    for code, group in places:
        village = places_of(session).village(code)
        if group is not None and group not in {one.number for one in village.groups}:
            raise UserFacingError("unknown_group", 422, f"{code} {group}")
    row = Outage(
        request_id=request_id,
        kind=kind,
        reason=reason.strip()[:300],
        starts_at=starts_at,
        expected_end=expected_end,
        entered_by=login,
        created_at=now,
    )
    if not add_once(session, row):
        return _view(session, session.scalars(known).one(), now)
    session.add_all(
        OutagePlace(outage_id=row.id, village_code=code, group_number=group) for code, group in dict.fromkeys(places)
    )
    session.flush()
    return _view(session, row, now)


def for_place(
    session: Session,
    village_code: str,
    group_number: int | None,
    now: datetime | None = None,
    day: date | None = None,
) -> list[OutageInfo]:
    """What somebody of a village should hear: off now first, then announced within a week, then just restored.

    Somebody who did not say the group hears of every group of the village; `places` says which. For a `day` to come
    only what reaches into that day counts; an outage whose end nobody knows, or whose end is past, may last until then.
    """
    now = now or utc_now()
    ahead = day is not None and day > local_day(now)
    latest = at(day, 0) + timedelta(days=1) if day is not None and ahead else now + AHEAD
    here = OutagePlace.village_code == village_code
    if group_number is not None:
        here &= or_(OutagePlace.group_number.is_(None), OutagePlace.group_number == group_number)
    rows = session.scalars(
        select(Outage)
        .where(
            Outage.id.in_(select(OutagePlace.outage_id).where(here)),
            Outage.starts_at < latest,
            or_(Outage.restored_at.is_(None), Outage.restored_at > now - TELL_RESTORED_FOR),
        )
        .order_by(Outage.starts_at, Outage.id)
    ).all()
    order = {"off": 0, "announced": 1, "restored": 2}
    infos = [info for info in (_view(session, row, now) for row in rows) if not info.withdrawn]
    infos = _told_once(infos, village_code)
    if day is not None and ahead:
        infos = [info for info in infos if _lasts_until(info, at(day, 0))]
    return sorted(infos, key=lambda info: (order[info.state], info.starts_at))


def restore(session: Session, outage_id: int, login: str, now: datetime | None = None) -> OutageInfo:
    """The power is back (or a planned outage will not happen)."""
    now = now or utc_now()
    row = _get(session, outage_id)
    if row.restored_at is None:
        row.restored_at = now
        row.entered_by = login
        session.flush()
    return _view(session, row, now)


def withdraw(session: Session, outage_id: int, login: str) -> OutageInfo:
    """The entry was a mistake: from now on nobody hears of it, neither that the power is off nor that it is back."""
    row = _get(session, outage_id)
    row.restored_at, row.entered_by = row.starts_at, login
    session.flush()
    return _view(session, row, utc_now())


def get(session: Session, outage_id: int) -> OutageInfo:
    """One outage."""
    return _view(session, _get(session, outage_id), utc_now())


def change_end(session: Session, outage_id: int, expected_end: datetime | None, login: str) -> OutageInfo:
    """A new expectation of when the power comes back."""
    row = _get(session, outage_id)
    if expected_end is not None and expected_end <= row.starts_at:
        raise UserFacingError("outage_ends_before_start", 422)
    row.expected_end, row.entered_by = expected_end, login
    session.flush()
    return _view(session, row, utc_now())


def list_(session: Session, now: datetime | None = None, limit: int = 100) -> list[OutageInfo]:
    """For the console: all outages, newest first."""
    now = now or utc_now()
    rows = session.scalars(select(Outage).order_by(Outage.starts_at.desc(), Outage.id.desc()).limit(limit)).all()
    return [_view(session, row, now) for row in rows]


def _told_once(infos: Sequence[OutageInfo], village_code: str) -> list[OutageInfo]:
    """Without what an outage entered twice would say twice: of the same place only the last return of the power is
    told, and none while it is off."""

    def place(info: OutageInfo) -> frozenset[int | None]:
        groups = frozenset(group for code, group in info.places if code == village_code)
        return frozenset({None}) if None in groups else groups

    heard = {place(info) for info in infos if info.state == "off"}
    told = [info for info in infos if info.state != "restored"]
    back = [info for info in infos if info.state == "restored"]
    for info in sorted(back, key=lambda one: one.restored_at or one.starts_at, reverse=True):
        if place(info) not in heard:
            heard.add(place(info))
            told.append(info)
    return told


def _lasts_until(info: OutageInfo, moment: datetime) -> bool:
    if info.state == "restored":
        return False
    return info.overdue or info.expected_end is None or info.expected_end > moment


def _get(session: Session, outage_id: int) -> Outage:
    row = session.get(Outage, outage_id)
    if row is None:
        raise UserFacingError("unknown_outage", 404)
    return row


def _state(row: Outage, now: datetime) -> State:
    if row.restored_at is not None:
        return "restored"
    return "off" if row.starts_at <= now else "announced"


def _view(session: Session, row: Outage, now: datetime) -> OutageInfo:
    places = session.execute(
        select(OutagePlace.village_code, OutagePlace.group_number)
        .where(OutagePlace.outage_id == row.id)
        .order_by(OutagePlace.id)
    )
    state = _state(row, now)
    return OutageInfo(
        id=row.id,
        kind=row.kind,
        state=state,
        reason=row.reason,
        starts_at=row.starts_at,
        expected_end=row.expected_end,
        restored_at=row.restored_at,
        places=tuple((place.village_code, place.group_number) for place in places),
        withdrawn=row.restored_at is not None and row.restored_at <= row.starts_at,
        overdue=state == "off" and row.expected_end is not None and row.expected_end < now,
    )
