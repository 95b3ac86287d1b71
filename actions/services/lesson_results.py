"""How the lessons of a village go, counted; nobody is named."""

from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from actions.db.models import LessonAnswer, LessonEnrolment


@dataclass(frozen=True)
class CourseResult:
    """One village and course, counted; nobody is named."""

    course_id: str
    village_code: str | None
    active: int
    finished: int
    answers: int
    correct: int


def results(session: Session, village_code: str | None = None) -> list[CourseResult]:
    """How many are learning, finished and answered rightly, per course and village; who left learns no more."""
    answers = (
        select(
            LessonAnswer.enrolment_id,
            func.count().label("answers"),
            func.sum(cast(LessonAnswer.correct, Integer)).label("correct"),
        )
        .group_by(LessonAnswer.enrolment_id)
        .subquery()
    )
    active, finished = (func.sum(cast(LessonEnrolment.state == state, Integer)) for state in ("active", "done"))
    query = (
        select(
            LessonEnrolment.course_id,
            LessonEnrolment.village_code,
            active,
            finished,
            func.coalesce(func.sum(answers.c.answers), 0),
            func.coalesce(func.sum(answers.c.correct), 0),
        )
        .outerjoin(answers, answers.c.enrolment_id == LessonEnrolment.id)
        .group_by(LessonEnrolment.course_id, LessonEnrolment.village_code)
        .order_by(LessonEnrolment.course_id, LessonEnrolment.village_code)
    )
    if village_code is not None:
        query = query.where(LessonEnrolment.village_code == village_code)
    return [CourseResult(row[0], row[1], *(int(value) for value in row[2:])) for row in session.execute(query)]
