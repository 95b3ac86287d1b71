"""A villager says with one tap whether an answer helped; what did not is kept with its question."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.models import AnswerRating, LibraryArticle, RefusedQuestion
from actions.errors import UserFacingError
from actions.services import messages, people, ratings

OFFER = {"text": "您是不是想问：", "custom": {"kind": "suggest"}}
CARD = {"kind": "answer", "article_id": "farm-price", "version": 3}
SUGGESTION = {"title": "农业电价", "payload": '/pick_article{"article": "farm-price"}'}


def answered(session: Session, person: int, said: str, number: int = 1, **payload: object) -> messages.Reply:
    kept = messages.receive(session, "web", f"message-{number}", person, said, {})
    return messages.record_replies(session, kept.inbox_id, [{"text": "回答", "custom": CARD, **payload}])[0]


def kept(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(select(RefusedQuestion).order_by(RefusedQuestion.id))
    return [(row.text or "", row.state) for row in rows]


def test_a_bad_rating_keeps_the_question_and_who_asked_it(session: Session, villager: int, now: datetime) -> None:
    people.set_village(session, villager, "pingcun")
    reply = answered(session, villager, "抽水的电咋个算")
    for _twice in range(2):
        ratings.rate(session, villager, reply.id, "bad", now)
    row = session.scalars(select(RefusedQuestion)).one()
    assert (row.text, row.person_id, row.village_code) == ("抽水的电咋个算", villager, "pingcun")
    assert (row.article_id, row.state, row.created_at) == ("farm-price", "open", now)
    assert "抽水".encode() not in (row.text_sealed or b"")
    rating = session.scalars(select(AnswerRating)).one()
    assert (rating.article_id, rating.article_version, rating.value) == ("farm-price", 3, "bad")


def test_the_last_tap_counts(session: Session, villager: int) -> None:
    reply = answered(session, villager, "抽水的电咋个算")
    ratings.rate(session, villager, reply.id, "good")
    assert kept(session) == []
    ratings.rate(session, villager, reply.id, "bad")
    assert kept(session) == [("抽水的电咋个算", "open")]
    ratings.rate(session, villager, reply.id, "good")
    assert kept(session) == [("抽水的电咋个算", "withdrawn")]
    assert ratings.given(session, villager, [reply.id]) == {reply.id: "good"}
    ratings.rate(session, villager, reply.id, "bad")
    assert kept(session) == [("抽水的电咋个算", "open")]


def test_what_an_editor_has_closed_stays_closed(session: Session, villager: int) -> None:
    reply = answered(session, villager, "抽水的电咋个算")
    ratings.rate(session, villager, reply.id, "bad")
    session.scalars(select(RefusedQuestion)).one().state = "known"
    for value in ("good", "bad"):
        ratings.rate(session, villager, reply.id, "good" if value == "good" else "bad")
    assert kept(session) == [("抽水的电咋个算", "known")]


def test_behind_a_tapped_suggestion_stands_what_was_typed(session: Session, villager: int) -> None:
    answered(session, villager, "打水的电贵不贵", 1, buttons=[SUGGESTION], **OFFER)
    reply = answered(session, villager, SUGGESTION["payload"], 2)
    ratings.rate(session, villager, reply.id, "bad")
    assert kept(session) == [("打水的电贵不贵", "open")]
    other = answered(session, villager, '/pick_article{"article": "never-offered"}', 3)
    ratings.rate(session, villager, other.id, "bad")
    assert len(kept(session)) == 1, "a button is nobody's question"


def test_only_answers_are_rated_and_only_ones_own(session: Session, villager: int, neighbour: int) -> None:
    reply = answered(session, villager, "抽水的电咋个算")
    with pytest.raises(UserFacingError, match="reply_not_found"):
        ratings.rate(session, neighbour, reply.id, "bad")
    form = answered(session, villager, "我要约人", 2, custom={"kind": "booking"})
    with pytest.raises(UserFacingError, match="not_rated_here"):
        ratings.rate(session, villager, form.id, "bad")
    rescue = {"kind": "answer", "article_id": "shock"}
    session.add(LibraryArticle(id="shock", topic="emergency", title="救", state="published", current=1, changed_in=1))
    danger = answered(session, villager, "触电了咋救", 3, custom=rescue)
    with pytest.raises(UserFacingError, match="not_rated_here"):
        ratings.rate(session, villager, danger.id, "bad")
    assert kept(session) == []
