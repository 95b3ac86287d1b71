"""A course is pushed to those who want it, everybody goes on where they stopped, and answers count once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin
from actions.db.models import LessonEnrolment, LessonPush
from actions.errors import UserFacingError
from actions.services import lesson_results, lessons, messages, people


def test_people_subscribe_to_a_village_and_leave_again(session: Session, villager: int, neighbour: int) -> None:
    lessons.subscribe(session, villager, "shangcun")
    lessons.subscribe(session, villager, "shangcun")
    lessons.subscribe(session, neighbour, "xiacun")
    assert lessons.subscribers(session, "shangcun") == [villager]
    lessons.subscribe(session, villager, "xiacun")
    assert lessons.subscribers(session, "shangcun") == []
    assert lessons.subscribers(session, "xiacun") == [villager, neighbour]
    assert lessons.unsubscribe(session, villager)
    assert not lessons.unsubscribe(session, villager)
    assert not lessons.is_subscribed(session, villager)
    lessons.subscribe(session, villager, "xiacun")
    assert lessons.is_subscribed(session, villager)
    with pytest.raises(UserFacingError, match="unknown_village"):
        lessons.subscribe(session, villager, "nowhere")


def test_a_push_is_entered_once(session: Session) -> None:
    first = lessons.push(session, "kecheng", "shangcun", "lao-wang", "r1")
    assert lessons.push(session, "kecheng", "shangcun", "lao-wang", "r1") == first
    assert first.state == "queued"
    assert lessons.pushes(session) == [first]
    with pytest.raises(UserFacingError, match="unknown_course"):
        lessons.push(session, "nothing", "shangcun", "lao-wang", "r2")


def test_a_course_that_waits_for_a_village_is_not_sent_there_again(session: Session) -> None:
    first = lessons.push(session, "kecheng", "shangcun", "lao-wang", "r1")
    assert lessons.is_waiting(session, "kecheng", "shangcun")
    with pytest.raises(UserFacingError, match="lesson_waiting"):
        lessons.push(session, "kecheng", "shangcun", "lao-li", "r2")
    assert not lessons.is_waiting(session, "kecheng", "xiacun")
    lessons.push(session, "kecheng", "xiacun", "lao-li", "r3")
    session.get_one(LessonPush, first.id).state = "done"
    assert lessons.push(session, "kecheng", "shangcun", "lao-li", "r4").id != first.id


def test_a_course_is_walked_step_by_step(sessions: Sessions, villager: int) -> None:
    with begin(sessions) as session:
        started = lessons.enrol(session, villager, "kecheng")
        assert (started.number, started.total, started.state) == (1, 3, "active")
        assert started.step is not None
        assert started.step.text == "先看插座。"
        with pytest.raises(UserFacingError, match="no_quiz"):
            lessons.answer(session, villager, 1, "a0")
        second = lessons.advance(session, villager, 1)
        assert second is not None
        assert second.number == 2
        # The button of the first step pressed again leads nowhere.
        assert lessons.advance(session, villager, 1) == second
        # A question is not skipped.
        assert lessons.advance(session, villager, 2) == second
        with pytest.raises(UserFacingError, match="no_such_choice"):
            lessons.answer(session, villager, 3, "a1")
        wrong = lessons.answer(session, villager, 1, "a2")
        assert (wrong.correct, wrong.right_choice, wrong.explanation, wrong.counted) == (False, 2, "再想想。", True)
        assert wrong.progress.number == 3
    with begin(sessions) as session:
        again = lessons.answer(session, villager, 1, "a2")
        assert (again.correct, again.progress.answered) == (False, 1)
        right = lessons.answer(session, villager, 1, "a3")
        assert (right.correct, right.explanation) == (True, "对了。")
        assert (right.progress.state, right.progress.step) == ("done", None)
        assert (right.progress.correct, right.progress.answered) == (1, 2)
        assert lessons.current(session, villager) is None


def test_who_stops_goes_on_later(session: Session, villager: int) -> None:
    lessons.enrol(session, villager, "kecheng")
    lessons.advance(session, villager, 1)
    assert lessons.stop(session, villager)
    assert not lessons.stop(session, villager)
    assert lessons.current(session, villager) is None
    assert lessons.enrol(session, villager, "kecheng").number == 2


def test_who_is_in_a_course_or_has_done_it_is_not_sent_it_again(
    session: Session, villager: int, neighbour: int
) -> None:
    for person in (villager, neighbour):
        lessons.subscribe(session, person, "shangcun")
    assert lessons.audience(session, "kecheng", "shangcun") == [villager, neighbour]
    lessons.enrol(session, villager, "kecheng")
    assert lessons.audience(session, "kecheng", "shangcun") == [neighbour]
    assert lessons.subscribers(session, "shangcun") == [villager, neighbour]
    lessons.stop(session, villager)
    assert lessons.audience(session, "kecheng", "shangcun") == [villager, neighbour]


def test_a_village_named_later_counts_for_the_course_begun_before(session: Session, villager: int) -> None:
    lessons.enrol(session, villager, "kecheng")
    assert [one.village_code for one in lesson_results.results(session)] == [None]
    lessons.subscribe(session, villager, "shangcun")
    lessons.subscribe(session, villager, "xiacun")
    assert [one.village_code for one in lesson_results.results(session)] == ["shangcun"]


def test_the_village_named_when_subscribing_counts_for_a_course_begun_later(session: Session, villager: int) -> None:
    lessons.subscribe(session, villager, "shangcun")
    lessons.enrol(session, villager, "kecheng")
    assert [one.village_code for one in lesson_results.results(session)] == ["shangcun"]


def test_who_left_the_lessons_of_a_village_counts_where_they_live(session: Session, villager: int) -> None:
    lessons.subscribe(session, villager, "shangcun")
    lessons.unsubscribe(session, villager)
    people.set_village(session, villager, "xiacun")
    lessons.enrol(session, villager, "kecheng")
    assert [one.village_code for one in lesson_results.results(session)] == ["xiacun"]


def test_a_course_that_was_pushed_is_known_to_come_from_the_push(
    session: Session, villager: int, neighbour: int
) -> None:
    lessons.subscribe(session, villager, "shangcun")
    push = lessons.push(session, "kecheng", "shangcun", "lao-wang", "r1")
    messages.push(session, villager, {"text": "有新课"}, lessons.offer_id(push.id, villager))
    for person in (villager, neighbour):
        people.set_village(session, person, "xiacun")
        lessons.enrol(session, person, "kecheng")
    rows = {row.person_id: row for row in session.scalars(select(LessonEnrolment))}
    assert (rows[villager].push_id, rows[villager].village_code) == (push.id, "shangcun")
    assert (rows[neighbour].push_id, rows[neighbour].village_code) == (None, "xiacun")


def test_results_are_counted_per_village_without_names(session: Session, villager: int, neighbour: int) -> None:
    people.set_village(session, villager, "shangcun")
    people.set_village(session, neighbour, "shangcun")
    for person, choices in ((villager, (2, 1)), (neighbour, (1,))):
        lessons.enrol(session, person, "kecheng")
        lessons.advance(session, person, 1)
        for place, choice in enumerate(choices):
            lessons.answer(session, person, choice, f"{person}:{place}")
    assert lesson_results.results(session) == [lesson_results.CourseResult("kecheng", "shangcun", 1, 1, 3, 2)]
    assert lessons.stop(session, neighbour)
    assert lesson_results.results(session) == [lesson_results.CourseResult("kecheng", "shangcun", 0, 1, 3, 2)]
    assert lesson_results.results(session, "xiacun") == []
