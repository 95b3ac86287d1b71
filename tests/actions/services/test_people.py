"""People are known by identities, which can turn out to be one person's."""

import threading
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin
from actions.db.models import Identity, Person, RefusedQuestion
from actions.errors import UserFacingError
from actions.services import bookings, lessons, messages, people, ratings, reports

ANSWER = {"kind": "answer", "article_id": "fishing-under-lines", "version": 1}


def test_the_same_cookie_is_the_same_person(session: Session) -> None:
    first = people.find_or_create(session, "web", "cookie-a")
    assert people.find_or_create(session, "web", "cookie-a") == first
    assert people.find_or_create(session, "web", "cookie-b") != first
    assert people.find_or_create(session, "phone", "cookie-a") != first
    assert people.find(session, "web", "cookie-a") == first
    assert people.find(session, "web", "nobody") is None


def test_identities_and_names_are_sealed(sessions: Sessions) -> None:
    with begin(sessions) as session:
        person_id = people.find_or_create(session, "phone", "13800000000")
        session.get_one(Person, person_id).name = "张三"
    with begin(sessions) as session:
        row = session.scalars(select(Identity)).one()
        assert row.value == "13800000000"
        assert b"13800000000" not in (row.value_sealed or b"")
        assert "13800000000" not in row.value_index
        person = session.get_one(Person, person_id)
        assert person.name == "张三"
        assert "张三".encode() not in (person.name_sealed or b"")


def test_a_village_is_remembered(session: Session, villager: int) -> None:
    people.set_village(session, villager, "shangcun", 2)
    assert people.place(session, villager) == ("shangcun", 2)


def test_merging_moves_everything_and_doubles_nothing(
    sessions: Sessions, villager: int, neighbour: int, now: datetime
) -> None:
    with begin(sessions) as session:
        request = bookings.BookingRequest(
            "m1", neighbour, "pingcun", 1, "李四", "13900000000", "", "插座松", date(2026, 11, 25), "am"
        )
        booking = bookings.book(session, request, now)
        reports.file_report(session, "hazard", "m2", neighbour, "pingcun", 1, "电线垂下来了", None, now)
        for person in (villager, neighbour):
            lessons.subscribe(session, person, "pingcun")
            lessons.enrol(session, person, "kecheng")
            kept = messages.receive(session, "web", f"id-{person}", person, "你好", {})
            [reply] = messages.record_replies(session, kept.inbox_id, [{"text": "您好", "custom": ANSWER}])
            ratings.rate(session, person, reply.id, "bad", now)
        lessons.advance(session, neighbour, 1)
        lessons.answer(session, neighbour, 2, "m3")
        people.set_village(session, neighbour, "pingcun", 1)
        people.merge(session, villager, neighbour)
    with begin(sessions) as session:
        assert people.find(session, "web", "cookie-2") == villager
        assert [one.id for one in bookings.mine(session, villager, include_past=True)] == [booking.id]
        assert len(reports.mine(session, villager)) == 1
        assert lessons.subscribers(session, "pingcun") == [villager]
        progress = lessons.current(session, villager)
        assert progress is not None
        assert (progress.number, progress.answered, progress.correct) == (3, 1, 1)
        sent = [reply.id for reply in messages.since(session, villager)]
        assert ratings.given(session, villager, sent) == dict.fromkeys(sent, "bad")
        assert set(session.scalars(select(RefusedQuestion.person_id))) == {villager}
        assert people.place(session, villager) == ("pingcun", 1)
        with pytest.raises(UserFacingError, match="already_merged"):
            people.merge(session, villager, neighbour)


def test_many_first_messages_of_one_cookie_make_one_person(sessions: Sessions) -> None:
    found: list[int] = []
    start = threading.Barrier(10)

    def come() -> None:
        start.wait()
        with begin(sessions) as session:
            found.append(people.find_or_create(session, "web", "cookie-new"))

    threads = [threading.Thread(target=come) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 10
    assert len(set(found)) == 1
    with begin(sessions) as session:
        assert len(session.scalars(select(Person)).all()) == 1
