"""Where somebody was and how to ring them when they called: for a steward who must act on what was known then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions.db.models import BookingRow, InboxMessage, ReportRow
from actions.services.phones import parse_phone
from content.model import Village
from content.villages import find_place

_LOOK_BACK = 20


@dataclass(frozen=True)
class Reach:
    """A place and a number; what nobody had told when the call came is marked as told later."""

    village_code: str | None
    group_number: int | None
    phone: str | None
    place_later: bool = False
    phone_later: bool = False


@dataclass(frozen=True)
class _Told:
    """What a person told on one side of a moment: before it the newest stands first, after it the oldest."""

    texts: list[str]
    visits: list[BookingRow]
    reports: list[ReportRow]


def reach(
    session: Session,
    person_id: int,
    villages: Sequence[Village],
    *,
    request_id: str,
    at: datetime,
    village_code: str | None = None,
    group_number: int | None = None,
) -> Reach:
    """What was known of a person when the message `request_id` came at a moment; only without that, what came later.

    A place given with the call itself stands. What is told later never changes what was known: the next visit may be
    for a mother in another village.
    """
    message = select(InboxMessage.id).where(InboxMessage.person_id == person_id, InboxMessage.message_id == request_id)
    last = session.scalar(message.order_by(InboxMessage.id.desc()).limit(1))
    before = _told(session, person_id, last, at, later=False)
    phone, code, group = _phone(before), village_code, group_number
    if code is None:
        code, group = _place(before, villages)
    if code is not None and phone is not None:
        return Reach(code, group, phone)
    after = _told(session, person_id, last, at, later=True)
    place_later, phone_later = code is None, phone is None
    if code is None:
        code, group = _place(after, villages)
    phone = phone or _phone(after)
    return Reach(code, group, phone, place_later and code is not None, phone_later and phone is not None)


def _place(told: _Told, villages: Sequence[Village]) -> tuple[str | None, int | None]:
    """The village and group named in a message, else those of a visit or report."""
    named = next((found for text in told.texts if (found := find_place(text, villages))), None)
    if named is not None:
        # A group said on its own (3组) belongs to the village that was named before it.
        groups = (find_place(text, villages, hint=named.village_code) for text in told.texts)
        group = next((one.group_number for one in groups if one and one.village_code == named.village_code), None)
        return named.village_code, named.group_number or group
    for visit in told.visits:
        return visit.village_code, visit.group_number
    return next(((one.village_code, one.group_number) for one in told.reports if one.village_code), (None, None))


def _phone(told: _Told) -> str | None:
    """The number left for a visit or report; without one, a number written in a message.

    What was left to be called comes first: a number in a message may be that of a swindler somebody tells about.
    """
    left = [one.call_phone for one in told.visits[:1]] + [one.phone for one in told.reports]
    written = (parse_phone(text) for text in told.texts)
    return next((number for number in left if number), None) or next((number for number in written if number), None)


def _told(session: Session, person_id: int, last: int | None, at: datetime, *, later: bool) -> _Told:
    texts = select(InboxMessage).where(InboxMessage.person_id == person_id)
    if last is not None:
        texts = texts.where(InboxMessage.id > last if later else InboxMessage.id <= last)
    else:
        texts = texts.where(InboxMessage.received_at > at if later else InboxMessage.received_at <= at)
    visits = select(BookingRow).where(BookingRow.requester_id == person_id)
    visits = visits.where(BookingRow.created_at > at if later else BookingRow.created_at <= at)
    reports = select(ReportRow).where(ReportRow.person_id == person_id)
    reports = reports.where(ReportRow.created_at > at if later else ReportRow.created_at <= at)
    return _Told(
        [row.text or "" for row in session.scalars(_ordered(texts, InboxMessage.id, later))],
        list(session.scalars(_ordered(visits, BookingRow.id, later))),
        list(session.scalars(_ordered(reports, ReportRow.id, later))),
    )


def _ordered(query: Select[Any], column: Any, later: bool) -> Select[Any]:
    return query.order_by(column if later else column.desc()).limit(_LOOK_BACK)
