"""Danger to life: recognised before anything else, answered at once, and shown to the steward afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import EmergencyAlert
from actions.db.rows import add_once
from actions.errors import UserFacingError
from actions.services import messages
from content.after_emergency import BETWEEN, follow, is_over, relapse
from content.distress import alike, beside, heard, meant
from content.emergency import Emergency, EmergencyRules, detect, detect_after, goes_on

JUST_NOW = timedelta(minutes=30)
"""How long what was said stays the beginning of what is said next."""
_LOOK_BACK = 3
_MANY = 12
_GENERAL = "other"
_LONGEST = 2000

IN_ONE_GO = timedelta(minutes=30)
"""How near one another the alerts of one person are that a steward reads as one."""


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
    seen_at: datetime | None = None


def check(text: str, rules: EmergencyRules) -> Emergency | None:
    """The emergency a message speaks of, or None; asks nothing of the database, so it also works without one."""
    return heard(text, rules)


def answer_to(
    session: Session, channel: str, message_id: str, person_id: int, text: str, rules: EmergencyRules
) -> Emergency | None:
    """What is said to a kept message that speaks of a danger, alone or with what was said before it; None otherwise."""
    past = told_before(session, channel, message_id, person_id, rules, also_past=True)
    told = told_before(session, channel, message_id, person_id, rules) if past is not None else None
    before: list[str] = []
    # Most messages are no part of any danger: what was said before them is not even looked up.
    if told is not None or goes_on(text, rules):
        before = _since_it_was_over(messages.said_before(session, channel, message_id, JUST_NOW, _LOOK_BACK), rules)
    if told is None:
        again = relapse(text, past.kind, past.text, rules) if past is not None else None
        named = detect(text, rules)
        if again is not None:
            return replace(again, by="before")
        if named is not None:
            # What names its danger itself is not read with what was said before it.
            return meant(named, text, rules)
        after = detect_after(text, before[::-1], rules)
        further = replace(after, by="before") if after is not None else None
        return beside(text, rules) or further or alike(text, rules)
    further = follow(text, told.kind, told.text, before[::-1], rules)
    return replace(further, by="before") if further is not None else None


def told_before(
    session: Session,
    channel: str,
    message_id: str,
    person_id: int,
    rules: EmergencyRules,
    now: datetime | None = None,
    *,
    also_past: bool = False,
) -> Alert | None:
    """The newest alert of the last half hour that names a danger, with all that was told since.

    None once it is over, unless what is past is asked for as well. An alert of no known kind hides none that has one.
    """
    since = (now or utc_now()) - JUST_NOW
    mine = select(EmergencyAlert).where(EmergencyAlert.person_id == person_id, EmergencyAlert.created_at >= since)
    rows = list(session.scalars(mine.order_by(EmergencyAlert.id.desc()).limit(_MANY)))
    if rows and not also_past:
        said = messages.said_before(session, channel, message_id, JUST_NOW, _MANY)
        # What was cried after the end is a new danger; what was cried before it is past.
        rows = [row for row in rows if not _is_past(row, said, rules)]
    if not rows:
        return None
    named = next((row for row in rows if row.kind != _GENERAL), rows[0])
    return replace(_shown(named), text=BETWEEN.join(row.text or "" for row in reversed(rows)))


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
        row.text = f"{before}{BETWEEN}{words}"[:_LONGEST]
    session.flush()


def open_alerts(session: Session, limit: int = 1000) -> list[Alert]:
    """The alerts nobody has seen yet, the newest first: who cries now cannot wait below who cried yesterday."""
    rows = session.scalars(
        select(EmergencyAlert).where(EmergencyAlert.state == "open").order_by(EmergencyAlert.id.desc()).limit(limit)
    )
    return [_shown(row) for row in rows]


def seen_alerts(session: Session, since: datetime, limit: int = 200) -> list[Alert]:
    """The alerts somebody saw since a moment, what was seen last first."""
    rows = session.scalars(
        select(EmergencyAlert)
        .where(EmergencyAlert.state == "seen", EmergencyAlert.seen_at >= since)
        .order_by(EmergencyAlert.seen_at.desc(), EmergencyAlert.id.desc())
        .limit(limit)
    )
    return [_shown(row) for row in rows]


def get(session: Session, alert_id: int) -> Alert:
    """One alert, held until the transaction ends."""
    return _shown(_get(session, alert_id))


def look_at(session: Session, alert_id: int) -> Alert:
    """One alert, only to be read."""
    row = session.get(EmergencyAlert, alert_id)
    if row is None:
        raise UserFacingError("unknown_alert", 404)
    return _shown(row)


def card_of(session: Session, alert_id: int) -> tuple[Alert, ...]:
    """The alert with those that stand on one card with it, newest first: cried in one go, or seen with one press."""
    one = look_at(session, alert_id)
    mine = select(EmergencyAlert).where(
        EmergencyAlert.person_id == one.person_id,
        EmergencyAlert.state == one.state,
        EmergencyAlert.seen_by == one.seen_by,
        EmergencyAlert.seen_at == one.seen_at,
    )
    found = [_shown(row) for row in session.scalars(mine.order_by(EmergencyAlert.id.desc()))]
    if one.state == "seen":
        return tuple(found)
    return next(cry for cry in together(found) if one in cry)


def mark_seen(session: Session, alert_id: int, login: str, now: datetime | None = None) -> None:
    """A steward has seen the alert; whoever saw it first stays."""
    row = _get(session, alert_id)
    if row.state != "seen":
        row.state, row.seen_by, row.seen_at = "seen", login, now or utc_now()
        session.flush()


def take_back(session: Session, alert_id: int, login: str) -> None:
    """Whoever marked the alert as seen was mistaken: it is open again. Only his own."""
    row = _get(session, alert_id)
    if row.state != "seen":
        return
    if row.seen_by != login:
        raise UserFacingError("alert_seen_by_other", 403)
    row.state, row.seen_by, row.seen_at = "open", None, None
    session.flush()


def count_open(session: Session) -> int:
    """How many people have an alert that nobody has seen."""
    people = func.count(EmergencyAlert.person_id.distinct())
    return session.scalar(select(people).where(EmergencyAlert.state == "open")) or 0


def together(alerts: Sequence[Alert]) -> list[tuple[Alert, ...]]:
    """What one person cried in one go, newest first; what names another village stays apart."""
    groups: list[list[Alert]] = []
    for one in sorted(alerts, key=lambda alert: alert.id, reverse=True):
        homes = [group for group in groups if _goes_with(one, group)]
        if homes:
            min(homes, key=lambda group: group[-1].created_at).append(one)
        else:
            groups.append([one])
    return [tuple(group) for group in groups]


def _is_past(row: EmergencyAlert, said: Sequence[str], rules: EmergencyRules) -> bool:
    """Whether something said since the row was told, the newest first, ends a danger of its kind."""
    told = (place for place, one in enumerate(said) if one and (row.text or "").startswith(one))
    return any(is_over(one, rules, row.kind) for one in said[: next(told, len(said))])


def _since_it_was_over(said: list[str], rules: EmergencyRules) -> list[str]:
    over = next((place for place, one in enumerate(said) if is_over(one, rules)), len(said))
    return said[:over]


def _goes_with(earlier: Alert, group: list[Alert]) -> bool:
    villages = {one.village_code for one in (earlier, *group)} - {None}
    near = group[-1].created_at - earlier.created_at <= IN_ONE_GO
    return earlier.person_id == group[0].person_id and near and len(villages) < 2


def _get(session: Session, alert_id: int) -> EmergencyAlert:
    row = session.scalars(select(EmergencyAlert).where(EmergencyAlert.id == alert_id).with_for_update()).one_or_none()
    if row is None:
        raise UserFacingError("unknown_alert", 404)
    return row


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
        row.seen_at,
    )
