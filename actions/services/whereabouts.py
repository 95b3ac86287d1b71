"""Where somebody probably is and how to ring them, from everything they told us: for a steward who must act now."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.models import BookingRow, InboxMessage, ReportRow
from actions.services.phones import parse_phone
from content.model import Village
from content.villages import find_place

_LOOK_BACK = 20


def last_place(session: Session, person_id: int, villages: Sequence[Village]) -> tuple[str | None, int | None]:
    """The village and group the person last named in a message, else those of their newest visit or report."""
    texts = _messages(session, person_id)
    named = next((found for text in texts if (found := find_place(text, villages))), None)
    if named is not None:
        # A group said on its own (3组) belongs to the village that was named before it.
        groups = (find_place(text, villages, hint=named.village_code) for text in texts)
        group = next((one.group_number for one in groups if one and one.village_code == named.village_code), None)
        return named.village_code, named.group_number or group
    booked = _newest_visit(session, person_id)
    if booked is not None:
        return booked.village_code, booked.group_number
    told = select(ReportRow).where(ReportRow.person_id == person_id, ReportRow.village_code.is_not(None))
    report = session.scalars(told.order_by(ReportRow.id.desc()).limit(1)).first()
    return (report.village_code, report.group_number) if report is not None else (None, None)


def known_phone(session: Session, person_id: int) -> str | None:
    """The number left for the newest visit or report; without one, a number the person lately wrote in a message.

    What was left to be called comes first: a number in a message may be that of a swindler somebody tells about.
    """
    booked = _newest_visit(session, person_id)
    if booked is not None and booked.call_phone:
        return booked.call_phone
    told = select(ReportRow).where(ReportRow.person_id == person_id, ReportRow.phone_index.is_not(None))
    report = session.scalars(told.order_by(ReportRow.id.desc()).limit(1)).first()
    if report is not None and report.phone:
        return report.phone
    return next((number for text in _messages(session, person_id) if (number := parse_phone(text))), None)


def _newest_visit(session: Session, person_id: int) -> BookingRow | None:
    mine = select(BookingRow).where(BookingRow.requester_id == person_id)
    return session.scalars(mine.order_by(BookingRow.id.desc()).limit(1)).first()


def _messages(session: Session, person_id: int) -> list[str]:
    """The person's own last messages, the newest first."""
    rows = session.scalars(
        select(InboxMessage)
        .where(InboxMessage.person_id == person_id)
        .order_by(InboxMessage.id.desc())
        .limit(_LOOK_BACK)
    )
    return [row.text or "" for row in rows]
