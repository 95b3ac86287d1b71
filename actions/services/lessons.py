"""Lessons: people subscribe, a steward pushes a course to a village, each goes on where they stopped."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, Select, String, cast, exists, func, literal, select, update
from sqlalchemy.orm import Session

from actions.clock import utc_now
from actions.db.models import LessonAnswer, LessonEnrolment, LessonPush, OutboxMessage, Person, Subscription
from actions.db.rows import add_once
from actions.errors import UserFacingError
from actions.services.courses import course_of, courses
from actions.services.places import places_of
from content.model import Step

__all__ = [
    "Progress",
    "Push",
    "QuizResult",
    "advance",
    "answer",
    "audience",
    "course_of",
    "courses",
    "current",
    "enrol",
    "is_subscribed",
    "is_waiting",
    "offer_id",
    "push",
    "pushes",
    "stop",
    "subscribe",
    "subscribers",
    "unsubscribe",
]
LESSONS = "lessons"


@dataclass(frozen=True)
class Push:
    """A course sent to the subscribers of a village."""

    id: int
    course_id: str
    village_code: str
    pushed_by: str
    state: str
    reached: int
    created_at: datetime


@dataclass(frozen=True)
class Progress:
    """Where a person stands: the step to show (None when the course is done), `number` of `total`."""

    enrolment_id: int
    course_id: str
    course_title: str
    number: int
    total: int
    step: Step | None
    state: str
    correct: int
    answered: int


@dataclass(frozen=True)
class QuizResult:
    """What became of an answer: `explanation` is the course's own reply, `counted` is False for a second answer."""

    correct: bool
    right_choice: int
    explanation: str
    counted: bool
    progress: Progress


def subscribe(session: Session, person_id: int, village_code: str, now: datetime | None = None) -> None:
    """The person wants the lessons of a village; again is the same, another village replaces the first.

    A course that was begun before the village was known counts for it from now on.
    """
    places_of(session).village(village_code)
    session.execute(
        update(LessonEnrolment)
        .where(LessonEnrolment.person_id == person_id, LessonEnrolment.village_code.is_(None))
        .values(village_code=village_code)
    )
    row = session.scalar(_subscription(person_id))
    if row is None:
        fresh = Subscription(person_id=person_id, kind=LESSONS, village_code=village_code, created_at=now or utc_now())
        if add_once(session, fresh):
            return
        row = session.scalars(_subscription(person_id)).one()
    row.village_code, row.ended_at = village_code, None
    session.flush()


def unsubscribe(session: Session, person_id: int, now: datetime | None = None) -> bool:
    """The person wants no more lessons; False when there was no subscription."""
    row = session.scalar(_subscription(person_id))
    if row is None or row.ended_at is not None:
        return False
    row.ended_at = now or utc_now()
    session.flush()
    return True


def is_subscribed(session: Session, person_id: int) -> bool:
    """Whether the person receives lessons."""
    row = session.scalar(_subscription(person_id))
    return row is not None and row.ended_at is None


def subscribers(session: Session, village_code: str) -> list[int]:
    """The people who receive the lessons of a village."""
    return list(
        session.scalars(
            select(Subscription.person_id)
            .join(Person, Person.id == Subscription.person_id)
            .where(
                Subscription.kind == LESSONS,
                Subscription.village_code == village_code,
                Subscription.ended_at.is_(None),
                Person.merged_into_id.is_(None),
            )
            .order_by(Subscription.person_id)
        )
    )


def audience(session: Session, course_id: str, village_code: str) -> list[int]:
    """The subscribers of a village to whom a course is new or who left it, not who is in it or has done it."""
    have = select(LessonEnrolment.person_id).where(
        LessonEnrolment.course_id == course_id, LessonEnrolment.state != "stopped"
    )
    known = set(session.scalars(have))
    return [person_id for person_id in subscribers(session, village_code) if person_id not in known]


def push(
    session: Session, course_id: str, village_code: str, login: str, request_id: str, now: datetime | None = None
) -> Push:
    """Send a course to its audience in a village, once per request_id; the worker delivers it.

    Raises while the same course still waits to be delivered there: nobody gets it twice in one morning.
    """
    course_of(session, course_id)
    places_of(session).village(village_code)
    known = select(LessonPush).where(LessonPush.request_id == request_id)
    row = session.scalar(known)
    if row is None:
        if is_waiting(session, course_id, village_code):
            raise UserFacingError("lesson_waiting", 409)
        fresh = LessonPush(
            request_id=request_id,
            course_id=course_id,
            village_code=village_code,
            pushed_by=login,
            created_at=now or utc_now(),
        )
        row = fresh if add_once(session, fresh) else session.scalars(known).one()
    return _push(row)


def is_waiting(session: Session, course_id: str, village_code: str) -> bool:
    """Whether a course was sent to a village and is not delivered yet; its audience has it coming."""
    same = (LessonPush.course_id == course_id, LessonPush.village_code == village_code, LessonPush.state == "queued")
    return bool(session.scalar(select(exists().where(*same))))


def offer_id(push_id: int, person_id: int) -> str:
    """Under which request id a push lies in a person's outbox."""
    return f"push:{push_id}:{person_id}"


def pushes(session: Session, limit: int = 50) -> list[Push]:
    """For the console: what was pushed, newest first."""
    rows = session.scalars(select(LessonPush).order_by(LessonPush.id.desc()).limit(limit))
    return [_push(row) for row in rows]


def enrol(
    session: Session, person_id: int, course_id: str, push_id: int | None = None, now: datetime | None = None
) -> Progress:
    """Start a course, or go on where the person stopped; by default the push that offered it to them is its cause."""
    course_of(session, course_id)
    known = select(LessonEnrolment).where(
        LessonEnrolment.person_id == person_id, LessonEnrolment.course_id == course_id
    )
    row = session.scalar(known)
    now = now or utc_now()
    if row is None:
        pushed = session.get(LessonPush, push_id) if push_id else _offered_by(session, person_id, course_id)
        fresh = LessonEnrolment(
            person_id=person_id,
            course_id=course_id,
            push_id=pushed.id if pushed else None,
            village_code=pushed.village_code if pushed else _village(session, person_id),
            started_at=now,
            touched_at=now,
        )
        row = fresh if add_once(session, fresh) else session.scalars(known).one()
    if row.state == "stopped":
        row.state = "active"
    row.touched_at = now
    session.flush()
    return _progress(session, row)


def current(session: Session, person_id: int) -> Progress | None:
    """The course the person is in, at the step they have reached; None when there is none."""
    row = _active(session, person_id)
    return _progress(session, row) if row is not None else None


def advance(session: Session, person_id: int, from_step: int, now: datetime | None = None) -> Progress | None:
    """Go past a step that has no quiz (or whose quiz is answered); a step left already is not left twice.

    `from_step` is the number of the step the person saw (`Progress.number`).
    """
    row = _active(session, person_id)
    if row is None:
        return None
    progress = _progress(session, row)
    if progress.number == from_step and progress.step is not None:
        if progress.step.quiz is not None and not _answered(session, row, row.step):
            return progress
        _leave(session, row, now or utc_now())
        progress = _progress(session, row)
    return progress


def answer(session: Session, person_id: int, choice: int, request_id: str, now: datetime | None = None) -> QuizResult:
    """Answer the quiz of the current step (choices count from 1); the first answer counts and leads to the next step.

    The same request_id again gives the same result.
    """
    known = taken(session, request_id)
    if known is not None:
        return known
    row = _active(session, person_id)
    step = _progress(session, row).step if row is not None else None
    if row is None or step is None or step.quiz is None:
        raise UserFacingError("no_quiz", 409)
    if not 1 <= choice <= len(step.quiz.choices):
        raise UserFacingError("no_such_choice", 422)
    earlier = _answered(session, row, row.step)
    if earlier is None:
        fresh = LessonAnswer(
            request_id=request_id,
            enrolment_id=row.id,
            step=row.step,
            choice=choice,
            correct=choice == step.quiz.answer,
            at=now or utc_now(),
        )
        if add_once(session, fresh):
            _leave(session, row, now or utc_now())
            return _result(session, row, fresh, True)
        earlier = _answered(session, row, row.step)
    assert earlier is not None  # noqa: S101 - the unique key says it is there
    return _result(session, row, earlier, False)


def taken(session: Session, request_id: str) -> QuizResult | None:
    """What became of the answer of this request, None when it gave none; for a message that comes again."""
    known = session.scalar(select(LessonAnswer).where(LessonAnswer.request_id == request_id))
    if known is None:
        return None
    return _result(session, session.get_one(LessonEnrolment, known.enrolment_id), known, True)


def stop(session: Session, person_id: int) -> bool:
    """Leave what one is learning for now, every course begun; a later start goes on where it was left."""
    if _active(session, person_id) is None:
        return False
    mine = (LessonEnrolment.person_id == person_id, LessonEnrolment.state == "active")
    session.execute(update(LessonEnrolment).where(*mine).values(state="stopped"))
    return True


def _subscription(person_id: int) -> Select[Subscription]:
    return select(Subscription).where(Subscription.person_id == person_id, Subscription.kind == LESSONS)


def _offered_by(session: Session, person_id: int, course_id: str) -> LessonPush | None:
    """The newest push that put the offer of this course into the person's outbox."""
    # Whoever was made one with somebody else has offers under the number of before.
    mine = literal("push:") + cast(LessonPush.id, String) + ":%"
    offered = exists().where(OutboxMessage.person_id == person_id, OutboxMessage.request_id.like(mine))
    return session.scalar(
        select(LessonPush).where(LessonPush.course_id == course_id, offered).order_by(LessonPush.id.desc()).limit(1)
    )


def _village(session: Session, person_id: int) -> str | None:
    """The village whose lessons the person receives, else the one we remember of them."""
    row = session.scalar(_subscription(person_id))
    if row is not None and row.ended_at is None:
        return row.village_code
    person = session.get(Person, person_id)
    return person.village_code if person is not None else None


def _active(session: Session, person_id: int) -> LessonEnrolment | None:
    return session.scalar(
        select(LessonEnrolment)
        .where(LessonEnrolment.person_id == person_id, LessonEnrolment.state == "active")
        .order_by(LessonEnrolment.touched_at.desc(), LessonEnrolment.id.desc())
        .limit(1)
        .with_for_update()
    )


def _answered(session: Session, row: LessonEnrolment, step: int) -> LessonAnswer | None:
    return session.scalar(select(LessonAnswer).where(LessonAnswer.enrolment_id == row.id, LessonAnswer.step == step))


def _leave(session: Session, row: LessonEnrolment, now: datetime) -> None:
    row.step += 1
    row.touched_at = now
    if row.step >= len(course_of(session, row.course_id).steps):
        row.state = "done"
    session.flush()


def _progress(session: Session, row: LessonEnrolment) -> Progress:
    course = course_of(session, row.course_id)
    counted = session.execute(
        select(func.count(), func.coalesce(func.sum(cast(LessonAnswer.correct, Integer)), 0)).where(
            LessonAnswer.enrolment_id == row.id
        )
    ).one()
    step = course.steps[row.step] if row.step < len(course.steps) else None
    number = min(row.step + 1, len(course.steps))
    return Progress(
        row.id,
        course.id,
        course.title,
        number,
        len(course.steps),
        step,
        row.state,
        correct=int(counted[1]),
        answered=int(counted[0]),
    )


def _result(session: Session, row: LessonEnrolment, given: LessonAnswer, counted: bool) -> QuizResult:
    quiz = course_of(session, row.course_id).steps[given.step].quiz
    assert quiz is not None  # noqa: S101 - an answer is only kept for a quiz
    said = quiz.right if given.correct else quiz.wrong
    return QuizResult(given.correct, quiz.answer, said, counted, _progress(session, row))


def _push(row: LessonPush) -> Push:
    return Push(row.id, row.course_id, row.village_code, row.pushed_by, row.state, row.reached, row.created_at)
