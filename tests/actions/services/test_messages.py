"""No message is lost, none is answered twice, and each person's order is kept."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from actions.db.engine import Sessions, begin, read
from actions.db.models import Conversation, InboxMessage, OutboxMessage
from actions.errors import UserFacingError
from actions.services import messages, transcripts

HELLO = {"text": "您好", "buttons": [], "custom": {}}


def test_a_message_is_new_then_waiting_then_answered(sessions: Sessions, villager: int) -> None:
    with begin(sessions) as session:
        first = messages.receive(session, "web", "id-1", villager, "屋头跳闸了", {"village": "shangcun"})
    assert (first.state, first.replies, first.behind) == ("new", (), False)
    with begin(sessions) as session:
        again = messages.receive(session, "web", "id-1", villager, "屋头跳闸了", {})
    assert (again.inbox_id, again.state) == (first.inbox_id, "waiting")
    with begin(sessions) as session:
        replies = messages.record_replies(session, first.inbox_id, [HELLO, {"text": "还有吗"}])
    assert [reply.payload["text"] for reply in replies] == ["您好", "还有吗"]
    with begin(sessions) as session:
        answered = messages.receive(session, "web", "id-1", villager, "屋头跳闸了", {})
    assert answered.state == "answered"
    assert list(answered.replies) == replies


def test_a_second_answer_to_the_same_message_is_the_first_one(sessions: Sessions, villager: int) -> None:
    with begin(sessions) as session:
        kept = messages.receive(session, "web", "id-1", villager, "你好", {})
        first = messages.record_replies(session, kept.inbox_id, [HELLO])
    with begin(sessions) as session:
        assert messages.record_replies(session, kept.inbox_id, [{"text": "别的"}]) == first
    with begin(sessions) as session:
        assert len(session.scalars(select(OutboxMessage)).all()) == 1


def test_words_lie_sealed(sessions: Sessions, villager: int) -> None:
    with begin(sessions) as session:
        kept = messages.receive(session, "web", "id-1", villager, "我叫张三", {"original": "我叫张三"})
        messages.record_replies(session, kept.inbox_id, [{"text": "张三您好"}])
    with begin(sessions) as session:
        inbox, outbox = session.scalars(select(InboxMessage)).one(), session.scalars(select(OutboxMessage)).one()
        for sealed in (inbox.text_sealed, inbox.extra_sealed, outbox.payload_sealed):
            assert sealed
            assert "张三".encode() not in sealed
        assert inbox.text == "我叫张三"


def test_somebody_elses_message_id_gives_nothing_away(sessions: Sessions, villager: int, neighbour: int) -> None:
    with begin(sessions) as session:
        messages.receive(session, "web", "id-1", villager, "你好", {})
    with pytest.raises(UserFacingError, match="message_id_taken"), begin(sessions) as session:
        messages.receive(session, "web", "id-1", neighbour, "你好", {})
    with begin(sessions) as session:
        assert messages.receive(session, "wecom", "id-1", neighbour, "你好", {}).state == "new"


def test_the_same_message_in_many_processes_at_once_is_one(sessions: Sessions, villager: int) -> None:
    states: list[str] = []
    start = threading.Barrier(12)

    def send() -> None:
        start.wait()
        with begin(sessions) as session:
            states.append(messages.receive(session, "web", "id-1", villager, "你好", {}).state)

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states) == ["new"] + ["waiting"] * 11
    with begin(sessions) as session:
        assert len(session.scalars(select(InboxMessage)).all()) == 1
        assert len(session.scalars(select(Conversation)).all()) == 1


def test_the_second_message_waits_behind_the_first(
    sessions: Sessions, villager: int, neighbour: int, now: datetime
) -> None:
    with begin(sessions) as session:
        first = messages.receive(session, "web", "id-1", villager, "一", {"n": 1}, now)
        second = messages.receive(session, "web", "id-2", villager, "二", {}, now)
        other = messages.receive(session, "web", "id-3", neighbour, "三", {}, now)
        assert (first.behind, second.behind, other.behind) == (False, True, False)
    later = now + timedelta(seconds=10)
    with read(sessions) as session:
        waiting = messages.waiting(session, timedelta(seconds=5), later)
        assert [one.inbox_id for one in waiting] == [first.inbox_id, other.inbox_id]
        assert (waiting[0].text, waiting[0].metadata) == ("一", {"n": 1})
        assert messages.waiting(session, timedelta(seconds=15), later) == []
    with begin(sessions) as session:
        messages.record_replies(session, first.inbox_id, [HELLO])
        assert not messages.is_behind(session, second.inbox_id)
        assert messages.note_attempt(session, second.inbox_id) == 1
        assert messages.note_attempt(session, second.inbox_id) == 2
        assert [one.inbox_id for one in messages.waiting(session, 5, later)] == [second.inbox_id, other.inbox_id]


def test_a_lease_keeps_others_out_until_it_is_over(sessions: Sessions, villager: int, now: datetime) -> None:
    with begin(sessions) as session:
        conversation = messages.conversation_of(session, villager, "web")
        assert messages.lease(session, conversation, "web-1", 30, now)
        assert messages.lease(session, conversation, "web-1", 30, now)
        assert not messages.lease(session, conversation, "web-2", 30, now + timedelta(seconds=29))
        messages.release(session, conversation, "web-2")
        assert not messages.lease(session, conversation, "web-2", 30, now)
        assert messages.lease(session, conversation, "web-2", 30, now + timedelta(seconds=31))
        messages.release(session, conversation, "web-2")
        assert messages.lease(session, conversation, "web-1", 30, now)


def test_of_many_that_want_a_lease_one_gets_it(sessions: Sessions, villager: int) -> None:
    with begin(sessions) as session:
        conversation = messages.conversation_of(session, villager, "web")
    got: list[bool] = []
    start = threading.Barrier(12)

    def want(owner: str) -> None:
        start.wait()
        with begin(sessions) as session:
            got.append(messages.lease(session, conversation, owner, 30))

    threads = [threading.Thread(target=want, args=(f"web-{number}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 11 + [True]


def test_a_push_reaches_one_person_once_and_in_order(sessions: Sessions, villager: int, neighbour: int) -> None:
    with begin(sessions) as session:
        first = messages.push(session, villager, {"text": "提醒"}, "reminder:1")
        assert messages.push(session, villager, {"text": "提醒"}, "reminder:1") == first
        messages.push(session, neighbour, {"text": "给邻居"}, "reminder:2")
        messages.push(session, villager, [{"text": "一"}, {"text": "二"}], "lesson:1")
    with read(sessions) as session:
        texts = [reply.payload["text"] for reply in messages.since(session, villager)]
        assert texts == ["提醒", "一", "二"]
        after = messages.since(session, villager, first[0].id)
        assert [reply.payload["text"] for reply in after] == ["一", "二"]
        assert messages.since(session, villager, after[-1].id) == []
        assert [reply.payload["text"] for reply in messages.since(session, villager, 0, limit=1)] == ["提醒"]
        assert messages.get_reply(session, villager, first[0].id) == first[0]
        assert messages.get_reply(session, neighbour, first[0].id) is None


def test_what_a_page_has_seen_is_never_overtaken_from_behind(sessions: Sessions, villager: int) -> None:
    seen: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            with read(sessions) as session:
                seen.extend(reply.id for reply in messages.since(session, villager, seen[-1] if seen else 0))

    def write(writer: int) -> None:
        for number in range(15):
            with begin(sessions) as session:
                messages.push(session, villager, {"text": "x"}, f"{writer}:{number}")

    reader = threading.Thread(target=look)
    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    reader.start()
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    with read(sessions) as session:
        everything = [reply.id for reply in messages.since(session, villager)]
    while len(seen) < len(everything) and reader.is_alive():
        over.wait(0.05)
        if seen and seen[-1] == everything[-1]:
            break
    over.set()
    reader.join()
    assert seen == everything
    assert len(everything) == 60


def test_a_conversation_reads_as_it_was_held(sessions: Sessions, villager: int, now: datetime) -> None:
    with begin(sessions) as session:
        for number in range(3):
            at = now + timedelta(minutes=number)
            kept = messages.receive(session, "web", f"id-{number}", villager, f"问{number}", {}, at)
            answer = {"text": f"答{number}"}
            last = messages.record_replies(session, kept.inbox_id, [answer], at + timedelta(seconds=5))
    with read(sessions) as session:
        lines = transcripts.history(session, villager)
        said = [line.text if line.mine else line.payload["text"] for line in lines]
        assert said == ["问0", "答0", "问1", "答1", "问2", "答2"]
        assert transcripts.history(session, villager, last[0].id) == []
        assert len(transcripts.history(session, villager, limit=2)) == 2
