"""One tap under an answer: did it help? What did not is kept with the question for the editors."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import AnswerRating, InboxMessage, LibraryArticle, OutboxMessage, RefusedQuestion
from actions.db.rows import add_once
from actions.errors import UserFacingError
from actions.services import messages, people

Value = Literal["good", "bad"]
NEVER_RATED = "emergency"
"""The topic whose answers are not asked about: nobody is bothered there, and nothing is told later."""
LATE_ANSWER = "late_answer"
"""An answer that was sent when an article had learned the question; it quotes the person, so it is nobody else's."""
_LOOK_BACK = 20


def rate(session: Session, person_id: int, reply_id: int, value: Value, now: datetime | None = None) -> None:
    """Say whether an answer of the library helped the person who got it; the last word counts.

    What did not help keeps its question for the editors; a change of mind takes it back while nobody has dealt with it.
    """
    now = now or utc_now()
    reply = messages.get_reply(session, person_id, reply_id)
    if reply is None:
        raise UserFacingError("reply_not_found", 404)
    card: dict[str, Any] = reply.payload.get("custom") or {}
    article_id = card.get("article_id")
    if card.get("kind") not in ("answer", LATE_ANSWER) or not isinstance(article_id, str):
        raise UserFacingError("not_rated_here", 409)
    if session.scalar(select(LibraryArticle.topic).where(LibraryArticle.id == article_id)) == NEVER_RATED:
        raise UserFacingError("not_rated_here", 409)
    row = _row(session, person_id, reply_id)
    if row is None:
        number = card.get("version")
        fresh = AnswerRating(
            person_id=person_id,
            outbox_id=reply_id,
            article_id=article_id,
            article_version=number if isinstance(number, int) else None,
            value=value,
            at=now,
        )
        row = fresh if add_once(session, fresh) else _row(session, person_id, reply_id)
        assert row is not None  # noqa: S101 - the unique key says it is there
    row.value, row.at = value, now
    session.flush()
    _keep(session, row, reply, now)


def rate_newest(session: Session, person_id: int, article_id: str, value: Value, now: datetime | None = None) -> bool:
    """Rate the newest reply that gave this article to the person; False where there is none, or none to be rated."""
    newest = select(OutboxMessage).where(OutboxMessage.person_id == person_id).order_by(OutboxMessage.id.desc())
    for row in session.scalars(newest.limit(_LOOK_BACK)):
        card = json.loads(row.payload or "{}").get("custom") or {}
        if card.get("article_id") == article_id and card.get("kind") in ("answer", LATE_ANSWER):
            try:
                rate(session, person_id, row.id, value, now)
            except UserFacingError:
                return False
            return True
    return False


def given(session: Session, person_id: int, reply_ids: Sequence[int]) -> dict[int, str]:
    """What the person said of these replies, by reply."""
    rows = session.execute(
        select(AnswerRating.outbox_id, AnswerRating.value).where(
            AnswerRating.person_id == person_id, AnswerRating.outbox_id.in_(reply_ids)
        )
    )
    return {row.outbox_id: row.value for row in rows}


def _row(session: Session, person_id: int, reply_id: int) -> AnswerRating | None:
    same = (AnswerRating.person_id == person_id, AnswerRating.outbox_id == reply_id)
    return session.scalars(select(AnswerRating).where(*same).with_for_update()).one_or_none()


def _keep(session: Session, rating: AnswerRating, reply: messages.Reply, now: datetime) -> None:
    """Open the question of a bad rating, or withdraw it when the answer helped after all."""
    request_id = f"rating:{rating.id}"
    kept = session.scalars(select(RefusedQuestion).where(RefusedQuestion.request_id == request_id)).one_or_none()
    if kept is not None:
        if rating.value == "good" and kept.state in ("open", "later"):
            kept.state = "withdrawn"
        elif rating.value == "bad" and kept.state == "withdrawn":
            kept.state = "open"
        session.flush()
        return
    asked = _asked(session, rating.person_id, reply) if rating.value == "bad" else ""
    if asked:
        row = RefusedQuestion(
            request_id=request_id,
            person_id=rating.person_id,
            village_code=people.place(session, rating.person_id)[0],
            channel="web",
            article_id=rating.article_id,
            created_at=now,
            text=asked[:2000],
        )
        add_once(session, row)


def _asked(session: Session, person_id: int, reply: messages.Reply) -> str:
    """The question behind a reply, in the person's words; empty when none can be found."""
    if reply.payload.get("asked"):
        return str(reply.payload["asked"])
    text = _message_before(session, reply.id)
    if not text.startswith("/"):
        return text
    # A suggestion was tapped: the question is the message under which it was offered.
    offers = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.person_id == person_id, OutboxMessage.id < reply.id)
        .order_by(OutboxMessage.id.desc())
        .limit(_LOOK_BACK)
    )
    for offer in offers:
        buttons = json.loads(offer.payload or "{}").get("buttons") or ()
        if any(button.get("payload") == text for button in buttons):
            before = _message_before(session, offer.id)
            return "" if before.startswith("/") else before
    return ""


def _message_before(session: Session, reply_id: int) -> str:
    inbox_id = session.get_one(OutboxMessage, reply_id).inbox_id
    message = session.get(InboxMessage, inbox_id) if inbox_id is not None else None
    return (message.text or "").strip() if message is not None else ""
