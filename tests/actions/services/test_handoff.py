"""A way to a human being, and back to the bot."""

import pytest
from sqlalchemy.orm import Session

from actions.errors import UserFacingError
from actions.services import handoff, messages


def ask(session: Session, person: int, request_id: str = "m1") -> handoff.HandoffInfo:
    return handoff.request_person(
        session, request_id=request_id, person_id=person, channel="web", text="我要找人", village_code="shangcun"
    )


def state(session: Session, person: int) -> str:
    return messages.receive(session, "web", f"look-{person}", person, "?", {}).conversation_state


def test_a_steward_takes_over_speaks_and_gives_back(session: Session, villager: int) -> None:
    asked = ask(session, villager)
    assert ask(session, villager) == asked
    assert state(session, villager) == "waiting"
    assert handoff.list_(session) == [asked]
    taken = handoff.take(session, asked.id, "lao-wang")
    assert (taken.state, taken.taken_by) == ("taken", "lao-wang")
    assert state(session, villager) == "person"
    with pytest.raises(UserFacingError, match="handoff_taken"):
        handoff.take(session, asked.id, "xiao-li")
    with pytest.raises(UserFacingError, match="handoff_not_yours"):
        handoff.say(session, asked.id, "xiao-li", {"text": "您好"}, "s1")
    for _twice in range(2):
        handoff.say(session, asked.id, "lao-wang", {"text": "您好，我是老王"}, "s1")
    assert [reply.payload["text"] for reply in messages.since(session, villager)] == ["您好，我是老王"]
    handoff.close(session, asked.id, "lao-wang")
    assert state(session, villager) == "bot"
    assert handoff.list_(session) == []
    with pytest.raises(UserFacingError, match="handoff_closed"):
        handoff.take(session, asked.id, "lao-wang")


def test_what_is_said_afterwards_is_kept_with_the_wish(session: Session, villager: int) -> None:
    asked = ask(session, villager)
    assert handoff.newest_open(session, villager, asked.created_at) == asked
    for _twice in range(2):
        assert handoff.add_words(session, asked.id, villager, "电话13912345678").text == "我要找人；电话13912345678"
    with pytest.raises(UserFacingError, match="unknown_handoff"):
        handoff.add_words(session, asked.id, villager + 1, "别人的话")
    handoff.close(session, asked.id, "lao-wang")
    assert handoff.newest_open(session, villager, asked.created_at) is None


def test_a_place_told_later_is_the_wishs_where_it_had_none_and_nobody_took_it(session: Session, villager: int) -> None:
    bare = {"person_id": villager, "channel": "web", "text": "我要找人"}
    wish = handoff.request_person(session, request_id="m1", **bare)
    with pytest.raises(UserFacingError, match="unknown_handoff"):
        handoff.set_place(session, wish.id, villager + 1, "shangcun")
    for told in ("shangcun", "xiacun"):
        assert handoff.set_place(session, wish.id, villager, told).village_code == "shangcun"
    other = handoff.request_person(session, request_id="m2", **bare)
    handoff.take(session, other.id, "lao-wang")
    assert handoff.set_place(session, other.id, villager, "shangcun").village_code is None


def test_what_was_written_after_the_stewards_last_words_is_answered_by_the_bot(session: Session, villager: int) -> None:
    asked = ask(session, villager)
    handoff.take(session, asked.id, "lao-wang")
    hears(session, villager, "m2", "漏保老跳")
    handoff.say(session, asked.id, "lao-wang", {"text": "我明天来看"}, "s1")
    hears(session, villager, "m3", "要得，谢谢")
    hears(session, villager, "m4", "那电费好多钱一度")
    assert messages.waiting(session) == []
    handoff.close(session, asked.id, "lao-wang")
    assert [one.text for one in messages.waiting(session)] == ["那电费好多钱一度"]
    handoff.close(session, asked.id, "lao-wang")
    assert len(messages.waiting(session)) == 1


def hears(session: Session, person: int, message_id: str, text: str) -> None:
    """The person writes while the steward has the word: kept, and no bot answers."""
    received = messages.receive(session, "web", message_id, person, text, {})
    messages.record_replies(session, received.inbox_id, [])
