"""The courses there are, read again when their files change."""

from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from actions.db.engine import CONTENT_DIR
from actions.errors import UserFacingError
from content.lessons import load_courses
from content.load import DEFAULT_ROOT
from content.model import Course


def courses(session: Session) -> list[Course]:
    """All courses there are."""
    return list(_courses(session).values())


def course_of(session: Session, course_id: str) -> Course:
    """A course by its id."""
    found = _courses(session).get(course_id)
    if found is None:
        raise UserFacingError("unknown_course", 404, course_id)
    return found


def _courses(session: Session) -> dict[str, Course]:
    root: Path = session.info.get(CONTENT_DIR) or DEFAULT_ROOT
    stamps = tuple(sorted((str(path), path.stat().st_mtime_ns) for path in (root / "lessons").glob("*/course.yml")))
    return _load(root, stamps)


@lru_cache(maxsize=4)
def _load(root: Path, _stamps: tuple[tuple[str, int], ...]) -> dict[str, Course]:
    loaded, _problems = load_courses(root)
    return {course.id: course for course in loaded}
