"""A conversation as its person sees it: what they wrote and were sent, in order."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.db.models import InboxMessage, OutboxMessage
from actions.services.messages import Payload


@dataclass(frozen=True)
class Line:
    """One line of a conversation as its person sees it: what they wrote (`mine`, with its message id) or were sent.

    `inbox_id` is the message that a line answers, None for what was pushed.
    """

    mine: bool
    id: int
    text: str
    payload: Payload
    at: datetime
    message_id: str = ""
    inbox_id: int | None = None


def history(session: Session, person_id: int, after_id: int = 0, limit: int = 50) -> list[Line]:
    """The last lines of a person's conversation, in order: what they wrote and were sent, after an outbox id."""
    sent = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.person_id == person_id, OutboxMessage.id > after_id)
        .order_by(OutboxMessage.id.desc())
        .limit(limit)
    ).all()
    wrote = session.scalars(
        select(InboxMessage).where(InboxMessage.person_id == person_id).order_by(InboxMessage.id.desc()).limit(limit)
    ).all()
    if after_id:
        edge = session.scalar(select(OutboxMessage.created_at).where(OutboxMessage.id == after_id))
        wrote = [row for row in wrote if edge is None or row.received_at > edge]
    lines = [
        Line(False, row.id, "", json.loads(row.payload or "{}"), row.created_at, inbox_id=row.inbox_id) for row in sent
    ]
    lines += [Line(True, row.id, row.text or "", {}, row.received_at, row.message_id) for row in wrote]
    return sorted(lines, key=lambda line: (line.at, not line.mine, line.id))[-limit:]


def newest_ids(session: Session, person_id: int) -> tuple[int, int]:
    """The ids of a person's last message and of the last reply, 0 where there is none: they tell that a line came."""
    wrote = session.scalar(select(func.max(InboxMessage.id)).where(InboxMessage.person_id == person_id))
    sent = session.scalar(select(func.max(OutboxMessage.id)).where(OutboxMessage.person_id == person_id))
    return wrote or 0, sent or 0
