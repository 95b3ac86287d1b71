"""Danger to life: recognised before anything else, answered at once, and shown to the steward afterwards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.db.models import EmergencyAlert
from actions.db.rows import add_once
from actions.errors import UserFacingError
from actions.services.clock import utc_now
from content.emergency import Emergency, EmergencyRules, detect


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
        text=text[:2000],
        created_at=now or utc_now(),
    )
    known = select(EmergencyAlert.id).where(EmergencyAlert.request_id == request_id)
    found = session.scalar(known)
    if found is not None:
        return found
    return row.id if add_once(session, row) else session.scalars(known).one()


def open_alerts(session: Session, limit: int = 100) -> list[Alert]:
    """The alerts nobody has seen yet, the newest first: who cries now cannot wait below who cried yesterday."""
    rows = session.scalars(
        select(EmergencyAlert).where(EmergencyAlert.state == "open").order_by(EmergencyAlert.id.desc()).limit(limit)
    )
    return [
        Alert(
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
        for row in rows
    ]


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
