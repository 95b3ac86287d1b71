"""Messages in and replies out, so that none is lost, none is answered twice, and each person's order is kept."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from actions.clock import utc_now
from actions.db.models import Conversation, InboxMessage, OutboxMessage, Person
from actions.db.rows import add_once, insert_missing
from actions.db.types import UtcDateTime
from actions.errors import UserFacingError
from content.normalize import bare

Payload = dict[str, Any]
_NOD = 4
"""Characters: what is no longer than this is no question."""


@dataclass(frozen=True)
class Reply:
    """One message to a person: the outbox id and the payload (text, buttons, custom)."""

    id: int
    request_id: str
    payload: Payload
    created_at: datetime


@dataclass(frozen=True)
class Received:
    """What became of a message: new, already answered (with the stored replies), or known and still waiting.

    `behind` says that an earlier message of the same conversation has no answer yet and goes first.
    """

    inbox_id: int
    conversation_id: int
    state: Literal["new", "answered", "waiting"]
    replies: tuple[Reply, ...] = ()
    conversation_state: str = "bot"
    behind: bool = False


@dataclass(frozen=True)
class Waiting:
    """A message that has no answer yet."""

    inbox_id: int
    conversation_id: int
    conversation_state: str
    person_id: int
    channel: str
    message_id: str
    text: str
    metadata: Payload
    received_at: datetime
    attempts: int


def receive(
    session: Session,
    channel: str,
    message_id: str,
    person_id: int,
    text: str,
    metadata: Payload,
    now: datetime | None = None,
) -> Received:
    """Keep a message; the same channel and id again gives the first one's state and replies."""
    row = _find(session, channel, message_id)
    fresh = False
    if row is None:
        row = InboxMessage(
            conversation_id=conversation_of(session, person_id, channel),
            person_id=person_id,
            channel=channel,
            message_id=message_id,
            received_at=now or utc_now(),
            text=text,
            extra=json.dumps(metadata, ensure_ascii=False),
        )
        fresh = add_once(session, row)
        if not fresh:
            row = _find(session, channel, message_id)
            assert row is not None  # noqa: S101 - the unique key says it is there
    if row.person_id != person_id and not fresh:
        raise UserFacingError("message_id_taken", 409)
    conversation = session.get_one(Conversation, row.conversation_id)
    if row.state == "answered":
        return Received(row.id, row.conversation_id, "answered", tuple(_replies(session, row.id)), conversation.state)
    state: Literal["new", "waiting"] = "new" if fresh else "waiting"
    behind = _earlier_waits(session, row.conversation_id, row.id)
    return Received(row.id, row.conversation_id, state, (), conversation.state, behind)


def said_before(session: Session, channel: str, message_id: str, within: timedelta, limit: int = 1) -> list[str]:
    """The words of the last messages before this one in its conversation within a time, the newest first."""
    row = _find(session, channel, message_id)
    if row is None:
        return []
    earlier = select(InboxMessage).where(
        # By the person too: that column has an index of its own.
        InboxMessage.person_id == row.person_id,
        InboxMessage.conversation_id == row.conversation_id,
        InboxMessage.id < row.id,
        InboxMessage.received_at >= row.received_at - within,
    )
    found = session.scalars(earlier.order_by(InboxMessage.id.desc()).limit(limit))
    return [one.text or "" for one in found]


def is_behind(session: Session, inbox_id: int) -> bool:
    """Whether an earlier message of the same conversation still waits for its answer."""
    row = session.get(InboxMessage, inbox_id)
    return row is not None and _earlier_waits(session, row.conversation_id, inbox_id)


def conversation_of(session: Session, person_id: int, channel: str) -> int:
    """The conversation of a person on a channel, made when it is the first message."""
    where = (Conversation.person_id == person_id, Conversation.channel == channel)
    found = session.scalar(select(Conversation.id).where(*where))
    if found is not None:
        return found
    insert_missing(session, Conversation, [{"person_id": person_id, "channel": channel, "state": "bot"}])
    return session.scalars(select(Conversation.id).where(*where)).one()


def lease(session: Session, conversation_id: int, owner: str, seconds: float, now: datetime | None = None) -> bool:
    """Take (or renew) the right to answer in a conversation; False while somebody else holds it."""
    now = now or utc_now()
    wish = {"id_": conversation_id, "owner": owner, "now": now, "until": now + timedelta(seconds=seconds)}
    return session.connection().execute(_LEASE, wish).rowcount == 1


def release(session: Session, conversation_id: int, owner: str) -> None:
    """Give the lease back; somebody else's lease is not touched."""
    session.connection().execute(_RELEASE, {"id_": conversation_id, "owner": owner})


def record_replies(session: Session, inbox_id: int, replies: list[Payload], now: datetime | None = None) -> list[Reply]:
    """Answer a message: outbox rows and the answered inbox in one transaction; a second call returns the first's."""
    row = session.scalars(select(InboxMessage).where(InboxMessage.id == inbox_id).with_for_update()).one_or_none()
    if row is None:
        raise UserFacingError("unknown_message", 404)
    if row.state == "new":
        now = now or utc_now()
        row.state, row.answered_at = "answered", now
        return _append(session, row.person_id, f"inbox:{inbox_id}", replies, now, inbox_id)
    return _replies(session, inbox_id)


def reopen_unheard(session: Session, conversation_id: int, since: datetime, limit: int = 5) -> int:
    """Let the bot answer what was written while a person had the word and since then nobody wrote; returns how many.

    `since` is when the person took over. 要得 and 谢谢 were for that person and need no answer; only the newest `limit`
    messages are looked at, so that nobody gets a flood.
    """
    person_id = session.get_one(Conversation, conversation_id).person_id
    wrote = select(func.max(OutboxMessage.created_at)).where(
        OutboxMessage.person_id == person_id, OutboxMessage.inbox_id.is_(None)
    )
    last = session.scalar(wrote)
    unheard = session.scalars(
        select(InboxMessage)
        .where(
            InboxMessage.conversation_id == conversation_id,
            InboxMessage.state == "answered",
            InboxMessage.received_at > (max(last, since) if last is not None else since),
            ~exists().where(OutboxMessage.inbox_id == InboxMessage.id),
        )
        .order_by(InboxMessage.id.desc())
        .limit(limit)
    ).all()
    asked = [row for row in unheard if len(bare(row.text or "")) > _NOD]
    for row in asked:
        row.state, row.answered_at, row.attempts = "new", None, 0
    session.flush()
    return len(asked)


def note_attempt(session: Session, inbox_id: int) -> int:
    """Count one more try to answer a message and return the count."""
    session.execute(update(InboxMessage).where(InboxMessage.id == inbox_id).values(attempts=InboxMessage.attempts + 1))
    return session.scalars(select(InboxMessage.attempts).where(InboxMessage.id == inbox_id)).one()


def waiting(
    session: Session, older_than: timedelta | float = 0, now: datetime | None = None, limit: int = 100
) -> list[Waiting]:
    """Messages without an answer for longer than this, only the first of each conversation, oldest first.

    The next of the same conversation comes when the first is answered: that keeps each person's order.
    """
    now = now or utc_now()
    age = older_than if isinstance(older_than, timedelta) else timedelta(seconds=older_than)
    earlier = aliased(InboxMessage)
    goes_first = ~exists().where(
        earlier.conversation_id == InboxMessage.conversation_id,
        earlier.id < InboxMessage.id,
        earlier.state == "new",
    )
    rows = session.execute(
        select(InboxMessage, Conversation.state)
        .join(Conversation, Conversation.id == InboxMessage.conversation_id)
        .where(InboxMessage.state == "new", InboxMessage.received_at <= now - age, goes_first)
        .order_by(InboxMessage.id)
        .limit(limit)
    ).all()
    return [
        Waiting(
            row.id,
            row.conversation_id,
            state,
            row.person_id,
            row.channel,
            row.message_id,
            row.text or "",
            json.loads(row.extra or "{}"),
            row.received_at,
            row.attempts,
        )
        for row, state in rows
    ]


def since(session: Session, person_id: int, after_id: int = 0, limit: int = 100) -> list[Reply]:
    """What a person was sent after an outbox id, in order."""
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.person_id == person_id, OutboxMessage.id > after_id)
        .order_by(OutboxMessage.id)
        .limit(limit)
    )
    return [_reply(row) for row in rows]


def get_reply(session: Session, person_id: int, reply_id: int) -> Reply | None:
    """One reply, only for the person it was sent to."""
    row = session.get(OutboxMessage, reply_id)
    return _reply(row) if row is not None and row.person_id == person_id else None


def push(
    session: Session, person_id: int, payload: Payload | list[Payload], request_id: str, now: datetime | None = None
) -> list[Reply]:
    """Send something nobody asked for, once per request_id; returns what lies in the outbox under it."""
    payloads = payload if isinstance(payload, list) else [payload]
    _lock_person(session, person_id)
    rows = session.scalars(
        select(OutboxMessage).where(OutboxMessage.request_id == request_id).order_by(OutboxMessage.position)
    ).all()
    if rows:
        return [_reply(row) for row in rows]
    return _append(session, person_id, request_id, payloads, now or utc_now(), None)


def set_state(session: Session, conversation_id: int, state: Literal["bot", "waiting", "person"]) -> None:
    """Say who answers in a conversation: the bot, nobody yet, or a person."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise UserFacingError("unknown_conversation", 404)
    conversation.state = state
    session.flush()


def _append(
    session: Session, person_id: int, request_id: str, payloads: list[Payload], now: datetime, inbox_id: int | None
) -> list[Reply]:
    _lock_person(session, person_id)
    replies = []
    for position, payload in enumerate(payloads):
        row = OutboxMessage(
            person_id=person_id,
            inbox_id=inbox_id,
            request_id=request_id,
            position=position,
            created_at=now,
            payload=json.dumps(payload, ensure_ascii=False),
        )
        session.add(row)
        session.flush()
        replies.append(Reply(row.id, request_id, payload, now))
    session.flush()
    return replies


def _lock_person(session: Session, person_id: int) -> None:
    # The person's row is locked until the commit, so ids become visible in their order: a page that has seen id 7
    # will never be handed id 6 afterwards. (SQLite has one writer anyway.)
    locked = select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)
    if session.scalar(locked) is None:
        raise UserFacingError("unknown_person", 404)


# Every message takes these three: built once, because building them costs more than running them.
_CONVERSATION, _INBOX = Conversation.__table__.c, InboxMessage.__table__.c
_LEASE = (
    update(Conversation)
    .where(
        _CONVERSATION.id == bindparam("id_"),
        or_(
            _CONVERSATION.lease_owner.is_(None),
            _CONVERSATION.lease_owner == bindparam("owner"),
            _CONVERSATION.lease_until < bindparam("now", type_=UtcDateTime),
        ),
    )
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("until", type_=UtcDateTime))
)
_RELEASE = (
    update(Conversation)
    .where(_CONVERSATION.id == bindparam("id_"), _CONVERSATION.lease_owner == bindparam("owner"))
    .values(lease_owner=None, lease_until=None)
)
_EARLIER = (
    select(_INBOX.id)
    .where(_INBOX.conversation_id == bindparam("id_"), _INBOX.id < bindparam("than"), _INBOX.state == "new")
    .limit(1)
)


def _earlier_waits(session: Session, conversation_id: int, inbox_id: int) -> bool:
    return session.connection().scalar(_EARLIER, {"id_": conversation_id, "than": inbox_id}) is not None


def _find(session: Session, channel: str, message_id: str) -> InboxMessage | None:
    return session.scalar(
        select(InboxMessage).where(InboxMessage.channel == channel, InboxMessage.message_id == message_id)
    )


def _replies(session: Session, inbox_id: int) -> list[Reply]:
    rows = session.scalars(
        select(OutboxMessage).where(OutboxMessage.inbox_id == inbox_id).order_by(OutboxMessage.position)
    )
    return [_reply(row) for row in rows]


def _reply(row: OutboxMessage) -> Reply:
    return Reply(row.id, row.request_id, json.loads(row.payload or "{}"), row.created_at)
