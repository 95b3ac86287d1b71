"""Planned publications that were called off, so that whoever approved one hears of it before the day comes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import AuditEvent, LibraryArticle
from actions.services import audit

KEPT = timedelta(days=90)
FARTHEST = timedelta(days=365)
"""What is approved for later than this was a slip of the year, or nobody will remember it."""
_SEEN = "plan-off-seen"


@dataclass(frozen=True)
class CalledOff:
    """What was approved for a day and will not be published then; `event` is its number in the audit."""

    event: int
    article_id: str
    title: str
    number: int
    day: date
    by: str
    at: datetime


def call_off(session: Session, article_id: str, by: str) -> None:
    """Take back the planned publication of an article, if there is one, and write down who had approved it."""
    row = session.get(LibraryArticle, article_id)
    if row is None or row.due_on is None:
        return
    plan = next((one for one in reversed(audit.events(session, article_id)) if one.action == "plan"), None)
    details = {"version": row.due_number, "publish_on": str(row.due_on)}
    if plan is not None:
        details["approved_by"] = plan.actor
    audit.note(session, by, "plan-off", article_id, details)
    row.due_number, row.due_on = None, None
    session.flush()


def called_off(session: Session, login: str) -> list[CalledOff]:
    """What others called off of this account's plans and it has not said that it knows, the newest first."""
    query = select(AuditEvent.subject, LibraryArticle.title).join(
        LibraryArticle, LibraryArticle.id == AuditEvent.subject
    )
    recent = query.where(AuditEvent.action == "plan-off", AuditEvent.at >= utc_now() - KEPT).distinct()
    titles: dict[str, str] = {row.subject: row.title for row in session.execute(recent)}
    known = {one.details.get("event") for one in audit.events(session, login) if one.action == _SEEN} if titles else ()
    found = [
        CalledOff(
            one.number, article_id, title, int(one.details["version"]),
            date.fromisoformat(one.details["publish_on"]), one.actor, one.at,
        )
        for article_id, title in titles.items()
        for one in audit.events(session, article_id)
        if one.action == "plan-off" and one.details.get("approved_by") == login != one.actor
        and one.number not in known
    ]  # fmt: skip
    return sorted(found, key=lambda one: -one.event)


def say_known(session: Session, login: str, event: int) -> None:
    """Remember that the account has read of one of these; anything else changes nothing."""
    if any(one.event == event for one in called_off(session, login)):
        audit.note(session, login, _SEEN, login, {"event": event})
