"""Outages, hazards, complaints, needs for power and wishes for a call, kept in the villager's own words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import ReportRow
from actions.db.rows import add_once
from actions.db.types import vault_of
from actions.errors import UserFacingError
from actions.services.numbering import make_number

Kind = Literal["outage", "hazard", "complaint", "power_need", "callback"]
_PREFIX = {"outage": "T", "hazard": "H", "complaint": "S", "power_need": "N", "callback": "C"}
_TRIES = 20
AUTHOR_SAYS = "报的人说"
"""What words begin with that end a report: its author says that the power is back, or that nobody needs to come."""
NOT_CLEAR = "，没说清，请再问一声"
"""Stands behind what was said instead of an answer, so that the steward asks."""


@dataclass(frozen=True)
class Report:
    """A report as its author and the console see it."""

    id: int
    number: str
    kind: str
    person_id: int
    village_code: str | None
    group_number: int | None
    text: str
    phone: str | None
    state: str
    handled_by: str | None
    created_at: datetime


def file_report(
    session: Session,
    kind: Kind,
    request_id: str,
    person_id: int,
    village_code: str | None,
    group_number: int | None,
    text: str,
    phone: str | None = None,
    now: datetime | None = None,
) -> Report:
    """Keep a report, once per request_id."""
    if kind not in _PREFIX:
        raise ValueError(f"no such kind of report: {kind}")
    now = now or utc_now()
    for _attempt in range(_TRIES):
        known = session.scalar(select(ReportRow).where(ReportRow.request_id == request_id))
        if known is not None:
            if known.person_id != person_id:
                raise UserFacingError("request_id_taken", 409)
            return _view(known)
        row = ReportRow(
            request_id=request_id,
            number=make_number(_PREFIX[kind], now),
            kind=kind,
            person_id=person_id,
            village_code=village_code,
            group_number=group_number,
            phone_index=vault_of(session).index("phone", phone) if phone else None,
            created_at=now,
            text=text[:4000],
            phone=phone,
        )
        if add_once(session, row):
            return _view(row)
    raise UserFacingError("try_again", 503)


def mine(session: Session, person_id: int, limit: int = 20) -> list[Report]:
    """A person's own reports, newest first."""
    rows = session.scalars(
        select(ReportRow).where(ReportRow.person_id == person_id).order_by(ReportRow.id.desc()).limit(limit)
    )
    return [_view(row) for row in rows]


def standing_outage(
    session: Session,
    person_id: int,
    place: tuple[str | None, int | None],
    since: datetime,
    besides: str,
) -> Report | None:
    """The newest power cut this person reported of this place since then that is not done, but that of `besides`.

    A report whose author said that the power is back, or that nobody needs to come, stands no more.
    """
    village_code, group = place
    query = select(ReportRow).where(
        ReportRow.person_id == person_id,
        ReportRow.kind == "outage",
        ReportRow.state != "done",
        ReportRow.created_at > since,
        ReportRow.request_id != besides,
        ReportRow.village_code == village_code if village_code else ReportRow.village_code.is_(None),
    )
    for row in session.scalars(query.order_by(ReportRow.id.desc())):
        groups = {group, row.group_number} - {None}
        if len(groups) < 2 and AUTHOR_SAYS not in (row.text or ""):
            return _view(row)
    return None


def set_phone(session: Session, report_id: int, person_id: int, phone: str) -> Report:
    """The number to call for a report, said after it was filed; only its author may."""
    row = _own(session, report_id, person_id)
    row.phone, row.phone_index = phone, vault_of(session).index("phone", phone)
    session.flush()
    return _view(row)


def add_words(session: Session, report_id: int, person_id: int, words: str) -> Report:
    """More of the story, said after the report was filed; only its author may."""
    row = _own(session, report_id, person_id)
    if words not in (row.text or ""):
        row.text = f"{row.text}；{words}"[:4000]
        session.flush()
    return _view(row)


def set_place(session: Session, report_id: int, person_id: int, village_code: str, group_number: int | None) -> Report:
    """The place put right after the report was filed; only its author may."""
    row = _own(session, report_id, person_id)
    row.village_code, row.group_number = village_code, group_number
    session.flush()
    return _view(row)


def list_(
    session: Session, kind: str | None = None, state: str | None = None, village_code: str | None = None
) -> list[Report]:
    """For the console: reports, oldest first."""
    query = select(ReportRow).order_by(ReportRow.id)
    if kind is not None:
        query = query.where(ReportRow.kind == kind)
    if state is not None:
        query = query.where(ReportRow.state == state)
    if village_code is not None:
        query = query.where(ReportRow.village_code == village_code)
    return [_view(row) for row in session.scalars(query)]


def get(session: Session, report_id: int) -> Report:
    """One report, held until the transaction ends, so that two stewards do not both change it."""
    return _view(_get(session, report_id))


def set_state(session: Session, report_id: int, state: Literal["open", "doing", "done"], login: str) -> Report:
    """A steward works on a report."""
    row = _get(session, report_id)
    row.state, row.handled_by = state, login
    session.flush()
    return _view(row)


def _own(session: Session, report_id: int, person_id: int) -> ReportRow:
    row = _get(session, report_id)
    if row.person_id != person_id:
        raise UserFacingError("unknown_report", 404)
    return row


def _get(session: Session, report_id: int) -> ReportRow:
    row = session.scalars(select(ReportRow).where(ReportRow.id == report_id).with_for_update()).one_or_none()
    if row is None:
        raise UserFacingError("unknown_report", 404)
    return row


def _view(row: ReportRow) -> Report:
    return Report(
        row.id,
        row.number,
        row.kind,
        row.person_id,
        row.village_code,
        row.group_number,
        row.text or "",
        row.phone,
        row.state,
        row.handled_by,
        row.created_at,
    )
