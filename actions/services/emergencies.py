"""Danger to life: recognised before anything else, answered at once, and shown to the steward afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.db.models import EmergencyAlert
from actions.db.rows import add_once
from actions.errors import UserFacingError
from actions.services import messages
from actions.services.clock import utc_now
from content.emergency import Emergency, EmergencyRules, detect, detect_after, goes_on

JUST_NOW = timedelta(minutes=30)
"""How long what was said stays the beginning of what is said next."""
_LOOK_BACK = 3
_LONGEST = 2000


@dataclass(frozen=True)
class Alert:
    """What a steward sees of an emergency."""

    id: int
    kind: str
    person_id: int
    village_code: str | None
    group_number: int | None
    text: str
    state: str
    seen_by: str | None
    created_at: datetime
    request_id: str


def check(text: str, rules: EmergencyRules) -> Emergency | None:
    """The emergency a message speaks of, or None; asks nothing of the database, so it also works without one."""
    return detect(text, rules)


def check_in_context(
    session: Session, channel: str, message_id: str, text: str, rules: EmergencyRules
) -> Emergency | None:
    """The emergency that a kept message speaks of only together with the messages just before it, or None."""
    if not goes_on(text, rules):
        return None
    before = messages.said_before(session, channel, message_id, JUST_NOW, _LOOK_BACK)
    return detect_after(text, before[::-1], rules)


def alert(
    session: Session,
    emergency: Emergency,
    *,
    request_id: str,
    person_id: int,
    village_code: str | None,
    text: str,
    group_number: int | None = None,
    now: datetime | None = None,
) -> int:
    """Write the alert the steward sees, once per message, and return its id."""
    row = EmergencyAlert(
        request_id=request_id,
        kind=emergency.kind,
        person_id=person_id,
        village_code=village_code,
        group_number=group_number,
        text=text[:_LONGEST],
        created_at=now or utc_now(),
    )
    known = select(EmergencyAlert.id).where(EmergencyAlert.request_id == request_id)
    found = session.scalar(known)
    if found is not None:
        return found
    return row.id if add_once(session, row) else session.scalars(known).one()


def latest(session: Session, person_id: int, since: datetime) -> Alert | None:
    """The newest alert of a person that is not older than `since`, seen or not."""
    mine = select(EmergencyAlert).where(EmergencyAlert.person_id == person_id, EmergencyAlert.created_at >= since)
    row = session.scalars(mine.order_by(EmergencyAlert.id.desc()).limit(1)).first()
    return _shown(row) if row is not None else None


def add_words(session: Session, alert_id: int, words: str) -> None:
    """Add what was said next to an alert, within its length; the same words twice stand once."""
    row = session.get_one(EmergencyAlert, alert_id)
    before = row.text or ""
    if words not in before:
        row.text = f"{before}；{words}"[:_LONGEST]
    session.flush()


def open_alerts(session: Session, limit: int = 100) -> list[Alert]:
    """The alerts nobody has seen yet, the newest first: who cries now cannot wait below who cried yesterday."""
    rows = session.scalars(
        select(EmergencyAlert).where(EmergencyAlert.state == "open").order_by(EmergencyAlert.id.desc()).limit(limit)
    )
    return [_shown(row) for row in rows]


def mark_seen(session: Session, alert_id: int, login: str) -> None:
    """A steward has seen the alert."""
    row = session.get(EmergencyAlert, alert_id)
    if row is None:
        raise UserFacingError("unknown_alert", 404)
    row.state, row.seen_by = "seen", login
    session.flush()


def count_open(session: Session) -> int:
    """How many alerts nobody has seen."""
    found = select(func.count()).select_from(EmergencyAlert).where(EmergencyAlert.state == "open")
    return session.scalar(found) or 0


def _shown(row: EmergencyAlert) -> Alert:
    return Alert(
        row.id,
        row.kind,
        row.person_id,
        row.village_code,
        row.group_number,
        row.text or "",
        row.state,
        row.seen_by,
        row.created_at,
        row.request_id,
    )
