"""Why a message was answered so lies beside it, sealed, and goes when the message goes."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin, read
from actions.db.models import AnswerTrace, InboxMessage, OutboxMessage, RefusedQuestion
from actions.services import messages, ratings, traces

WHY = {"search": {"kind": "refuse", "text": "张三家里停电了", "score": 0.1, "candidates": []}}


def answered(session: Session, person_id: int, message_id: str = "m1") -> tuple[int, int]:
    """A message with its answer and its trace: the ids of message and reply."""
    kept = messages.receive(session, "web", message_id, person_id, "张三屋头停电了", {"button": None})
    card = {"kind": "answer", "article_id": "night-rate", "version": 1}
    reply = messages.record_replies(session, kept.inbox_id, [{"text": "回答", "custom": card}])[0]
    traces.keep(session, kept.inbox_id, WHY)
    return kept.inbox_id, reply.id


def test_it_is_kept_sealed_and_the_first_stays(sessions: Sessions, villager: int) -> None:
    with begin(sessions) as session:
        inbox_id, _reply = answered(session, villager)
        traces.keep(session, inbox_id, {"unclear": True})
    with read(sessions) as session:
        row = session.scalars(select(AnswerTrace)).one()
        assert "张三".encode() not in (row.body_sealed or b"")
        found = traces.of_message(session, inbox_id)
        assert found is not None
        assert (found.person_id, found.text) == (villager, "张三屋头停电了")
        assert found.why == {"search": [WHY["search"]]}, "a row of before two searches could be kept opens the same"
        assert traces.of_request(session, "web", "m1") == found
        assert traces.of_request(session, "web", "m2") is None


def test_what_came_with_several_replies_is_one_trace_and_no_search_hides_another() -> None:
    first, second = {"kind": "answer", "text": "一"}, {"kind": "refuse", "text": "二"}
    whole = traces.together([{"search": first, "actions": ["a"]}, {}, {"search": [first, second], "unclear": True}])
    assert whole == {"search": [first, second], "actions": ["a"], "unclear": True}
    assert traces.together([]) == {}


def test_a_message_of_before_has_no_trace_and_nothing_is_kept_of_nothing(sessions: Sessions, villager: int) -> None:
    with begin(sessions) as session:
        kept = messages.receive(session, "web", "old", villager, "停电了", {})
        traces.keep(session, kept.inbox_id, {})
        found = traces.of_message(session, kept.inbox_id)
        assert found is not None
        assert found.why == {}
        assert session.scalar(select(func.count()).select_from(AnswerTrace)) == 0


def test_whatever_removes_the_message_removes_its_trace(sessions: Sessions, villager: int) -> None:
    with begin(sessions) as session:
        inbox_id, reply_id = answered(session, villager)
        other, _reply = answered(session, villager, "m2")
    with begin(sessions) as session:
        session.delete(session.get_one(OutboxMessage, reply_id))
        session.flush()
        session.delete(session.get_one(InboxMessage, inbox_id))
    with read(sessions) as session:
        assert session.scalars(select(AnswerTrace.inbox_id)).all() == [other]


def test_a_refused_and_a_badly_rated_question_lead_to_their_messages(sessions: Sessions, villager: int) -> None:
    with begin(sessions) as session:
        inbox_id, reply_id = answered(session, villager)
        ratings.rate(session, villager, reply_id, "bad")
        session.add(RefusedQuestion(request_id="m1", channel="web", person_id=villager, text="张三屋头停电了"))
        session.add(RefusedQuestion(request_id="gone", channel="web", text="没得了"))
    with read(sessions) as session:
        rows = session.scalars(select(RefusedQuestion).order_by(RefusedQuestion.id)).all()
        found = [traces.of_refused(session, row) for row in rows]
        assert [one.inbox_id if one else None for one in found] == [inbox_id, inbox_id, None]
