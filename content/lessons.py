"""Courses of scripted steps, one `lessons/<course>/course.yml` each."""

from __future__ import annotations

from pathlib import Path

from content.document import Value, read_text, read_yaml, shown_path
from content.model import Course, Problem, Quiz, Step
from content.registers import day_of


def load_courses(root: Path) -> tuple[tuple[Course, ...], list[Problem]]:
    """The courses of a content folder by id, and everything in them that cannot be used."""
    courses: list[Course] = []
    problems: list[Problem] = []
    for path in sorted((root / "lessons").glob("*/course.yml")):
        shown = shown_path(path, root)
        text = read_text(path, shown)
        tree = text if isinstance(text, Problem) else read_yaml(text, shown)
        if isinstance(tree, Problem):
            problems.append(tree)
            continue
        courses.append(_course(tree, shown))
    return tuple(courses), problems


def _course(tree: Value, shown: str) -> Course:
    return Course(
        id=tree.get("id").text or Path(shown).parent.name,
        title=tree.get("title").text,
        steps=tuple(_step(item) for item in tree.get("steps").items),
        summary=tree.get("summary").text,
        topic=tree.get("topic").text,
        department=tree.get("department").text,
        review_due=day_of(tree.get("review_due").text),
        path=shown,
    )


def _step(item: Value) -> Step:
    return Step(
        id=item.get("id").text,
        title=item.get("title").text,
        text=item.get("text").text.strip(),
        article_id=item.get("article").text,
        quiz=_quiz(item.get("quiz")),
        line=item.line,
    )


def _quiz(value: Value) -> Quiz | None:
    if not value.entries:
        return None
    answer = value.get("answer").text
    return Quiz(
        question=value.get("question").text,
        choices=value.get("options").texts(),
        answer=int(answer) if answer.isascii() and answer.isdigit() else 0,
        right=value.get("right").text,
        wrong=value.get("wrong").text,
    )
