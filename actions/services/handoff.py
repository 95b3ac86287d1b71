"""A way to a human being: asked for in chat, taken over by a steward, given back to the bot."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import Conversation, Handoff
from actions.db.rows import add_once
from actions.errors import UserFacingError
from actions.services import messages


@dataclass(frozen=True)
class HandoffInfo:
    """Somebody's wish for a person, as the console sees it."""

    id: int
    person_id: int
    conversation_id: int | None
    village_code: str | None
    text: str
    state: str
    taken_by: str | None
    created_at: datetime
    request_id: str


def request_person(
    session: Session,
    *,
    request_id: str,
    person_id: int,
    channel: str,
    text: str,
    village_code: str | None = None,
    now: datetime | None = None,
) -> HandoffInfo:
    """Ask for a human being, once per request_id; until somebody takes over the bot goes on answering."""
    known = select(Handoff).where(Handoff.request_id == request_id)
    row = session.scalar(known)
    if row is None:
        conversation_id = messages.conversation_of(session, person_id, channel)
        fresh = Handoff(
            request_id=request_id,
            person_id=person_id,
            conversation_id=conversation_id,
            village_code=village_code,
            created_at=now or utc_now(),
            text=text[:2000],
        )
        if add_once(session, fresh):
            conversation = session.get_one(Conversation, conversation_id)
            if conversation.state == "bot":
                conversation.state = "waiting"
                session.flush()
            return _view(fresh)
        row = session.scalars(known).one()
    return _view(row)


def newest_open(session: Session, person_id: int, since: datetime) -> HandoffInfo | None:
    """The newest wish of a person that was told since a moment and is not closed."""
    query = select(Handoff).where(
        Handoff.person_id == person_id, Handoff.state != "closed", Handoff.created_at >= since
    )
    row = session.scalars(query.order_by(Handoff.id.desc()).limit(1)).first()
    return _view(row) if row is not None else None


def add_words(session: Session, handoff_id: int, person_id: int, words: str) -> HandoffInfo:
    """A number, a place or the matter, said after the wish; only its author may."""
    row = _get(session, handoff_id)
    if row.person_id != person_id:
        raise UserFacingError("unknown_handoff", 404)
    if words not in (row.text or ""):
        row.text = f"{row.text}；{words}"[:2000]
        session.flush()
    return _view(row)


def set_place(session: Session, handoff_id: int, person_id: int, village_code: str) -> HandoffInfo:
    """The village of a wish told without one, as long as nobody took it over; only its author may."""
    row = _get(session, handoff_id)
    if row.person_id != person_id:
        raise UserFacingError("unknown_handoff", 404)
    if row.village_code is None and row.state == "waiting":
        row.village_code = village_code
        session.flush()
    return _view(row)


def take(session: Session, handoff_id: int, login: str) -> HandoffInfo:
    """A steward takes over: from now on the bot is silent in this conversation."""
    row = _get(session, handoff_id)
    if row.state == "taken" and row.taken_by != login:
        raise UserFacingError("handoff_taken", 409)
    if row.state == "closed":
        raise UserFacingError("handoff_closed", 409)
    row.state, row.taken_by = "taken", login
    if row.conversation_id is not None:
        messages.set_state(session, row.conversation_id, "person")
    session.flush()
    return _view(row)


def say(session: Session, handoff_id: int, login: str, payload: messages.Payload, request_id: str) -> None:
    """What the steward writes reaches the person, once per request_id."""
    row = _get(session, handoff_id)
    if row.state != "taken" or row.taken_by != login:
        raise UserFacingError("handoff_not_yours", 403)
    messages.push(session, row.person_id, payload, request_id)


def close(session: Session, handoff_id: int, login: str, now: datetime | None = None) -> HandoffInfo:
    """The person was helped; the bot answers again, also what was written since the steward's last words."""
    row = _get(session, handoff_id)
    row.state, row.taken_by, row.closed_at = "closed", login, now or utc_now()
    session.flush()
    if row.conversation_id is not None:
        others = session.scalar(
            select(Handoff.id).where(Handoff.conversation_id == row.conversation_id, Handoff.state == "taken")
        )
        if others is None:
            messages.set_state(session, row.conversation_id, "bot")
            messages.reopen_unheard(session, row.conversation_id, row.created_at)
    return _view(row)


def list_(session: Session, open_only: bool = True, limit: int = 100) -> list[HandoffInfo]:
    """Wishes for a person, oldest first."""
    query = select(Handoff).order_by(Handoff.id).limit(limit)
    if open_only:
        query = query.where(Handoff.state != "closed")
    return [_view(row) for row in session.scalars(query)]


def count_waiting(session: Session) -> int:
    """How many people wait for somebody to take over."""
    return session.scalar(select(func.count()).select_from(Handoff).where(Handoff.state == "waiting")) or 0


def _get(session: Session, handoff_id: int) -> Handoff:
    row = session.scalars(select(Handoff).where(Handoff.id == handoff_id).with_for_update()).one_or_none()
    if row is None:
        raise UserFacingError("unknown_handoff", 404)
    return row


def _view(row: Handoff) -> HandoffInfo:
    return HandoffInfo(
        row.id,
        row.person_id,
        row.conversation_id,
        row.village_code,
        row.text or "",
        row.state,
        row.taken_by,
        row.created_at,
        row.request_id,
    )
