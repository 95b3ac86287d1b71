"""Why a message was answered as it was: kept with the answer, in its transaction, and opened by who may read both."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from actions.db.models import AnswerRating, AnswerTrace, InboxMessage, OutboxMessage, RefusedQuestion
from actions.db.types import vault_of

TRACE = "trace"
"""What a card calls the trace of an answer on its way through Rasa."""
SEARCH = "search"
"""What a trace calls the searches that were made: a message may ask two things."""
_RATING = "rating:"
NUMBER = "#q"
"""Between the id of a message and the number of a question in it, from the second one that nobody could answer."""

Why = dict[str, Any]

# Every answer takes it: built once, because building it costs more than running it.
_INSERT = {
    name: insert(AnswerTrace.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]
    for name, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


@dataclass(frozen=True)
class Answered:
    """A message with why it was answered so: `why` is empty where nothing was kept, as before this was."""

    inbox_id: int
    person_id: int
    text: str
    button: str
    at: datetime
    why: Why


def together(parts: Iterable[Mapping[str, Any]]) -> Why:
    """One trace of what was noted piece by piece about the answer to one message, each search of it once, in order.

    A search that stands alone, as traces were kept at first, becomes a list of one.
    """
    whole: Why = {}
    for part in parts:
        searches = [*whole.get(SEARCH, ())]
        more = part.get(SEARCH, ())
        for one in [more] if isinstance(more, Mapping) else more:
            if one not in searches:
                searches.append(one)
        whole.update(part)
        if searches:
            whole[SEARCH] = searches
    return whole


def keep(session: Session, inbox_id: int, why: Mapping[str, Any]) -> None:
    """Keep why a message was answered so; like the answer the first one stays. Under the lock of `record_replies`."""
    if not why:
        return
    row = AnswerTrace(inbox_id=inbox_id, body=json.dumps(why, ensure_ascii=False))
    AnswerTrace.body.seal_waiting(row, vault_of(session))
    values = {"inbox_id": inbox_id, "seal_key": row.seal_key, "body_sealed": row.body_sealed}
    connection = session.connection()
    connection.execute(_INSERT[connection.dialect.name], values)


def of_message(session: Session, inbox_id: int) -> Answered | None:
    """A message with why it was answered so; None for one that is not there."""
    row = session.get(InboxMessage, inbox_id)
    if row is None:
        return None
    kept = session.get(AnswerTrace, inbox_id)
    button = json.loads(row.extra or "{}").get("button") or ""
    why = together([json.loads(kept.body or "{}")] if kept is not None else [])
    return Answered(row.id, row.person_id, row.text or "", button, row.received_at, why)


def of_request(session: Session, channel: str, message_id: str) -> Answered | None:
    """The same for a message by the id its channel gave it."""
    where = (InboxMessage.channel == channel, InboxMessage.message_id == message_id)
    found = session.scalar(select(InboxMessage.id).where(*where))
    return of_message(session, found) if found is not None else None


def of_refused(session: Session, question: RefusedQuestion) -> Answered | None:
    """The same for a question that waits for the editors, be it refused or rated as no help."""
    if not question.request_id.startswith(_RATING):
        return of_request(session, question.channel, question.request_id.split(NUMBER)[0])
    rating = session.get(AnswerRating, int(question.request_id.removeprefix(_RATING)))
    reply = session.get(OutboxMessage, rating.outbox_id) if rating is not None else None
    return of_message(session, reply.inbox_id) if reply is not None and reply.inbox_id is not None else None
