"""What a sheet of questions changes of an article, worked out before anything is kept: no question goes unnamed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions.errors import UserFacingError
from actions.services import editing, library
from actions.services.users import Account
from content.check import blocking, check_article
from content.document import read_document
from content.load import draft_of
from content.model import Article, Problem
from content.registers import Registers
from content.sheet import RowProblem, SheetQuestions
from content.writing import with_field, with_list


@dataclass(frozen=True)
class Planned:
    """What would be kept: the new text of an article on top of version `base`, the questions that come and that go.

    `plan_off` says that the publication planned for a day would be called off by it.
    """

    article: Article
    topic: str
    base: int
    text: str
    asked: SheetQuestions
    added: tuple[str, ...]
    removed: tuple[str, ...]
    plan_off: bool


def planned(session: Session, article_id: str, asked: SheetQuestions, by: Account, reason: str) -> Planned | None:
    """What a sheet changes of an article, None when it says what is there already; nothing is kept yet.

    Raises UserFacingError when the article changed since the sheet was made by other ways than this account's own
    sheets (known by their `reason`), and Unwritable when its questions cannot be set.
    """
    stored = library.get_article(session, article_id)
    if stored is None:
        raise UserFacingError("article_not_found", 404)
    text = with_list(stored.text, "questions", asked.questions)
    if text == stored.text:
        return None
    _may_follow(session, stored, asked.number, by, reason)
    before = _article(stored.text, article_id).questions
    return Planned(
        article=_article(text, article_id),
        topic=stored.topic,
        base=stored.number,
        text=text,
        asked=asked,
        added=tuple(one for one in asked.questions if one not in before),
        removed=tuple(one for one in before if one not in asked.questions),
        plan_off=stored.due_on is not None,
    )


def problems(session: Session, plan: Planned, registers: Registers) -> list[RowProblem]:
    """What the checker says against the questions that come, by the rows they stand in."""
    before = library.get_article(session, plan.article.id, plan.base)
    known = {(one, problem.code) for one, problem in _of_questions(before.text if before else "", plan, registers)}
    rows = dict(zip(plan.asked.questions, plan.asked.rows, strict=True))
    return [
        RowProblem(rows[question], problem.message, plan.article.id, question)
        for question, problem in _of_questions(plan.text, plan, registers)
        if (question, problem.code) not in known
    ]


def keep(session: Session, plan: Planned, by: Account, reason: str) -> int:
    """Keep what was planned as a draft and return its version; raises when the article is another by now."""
    return editing.save(session, plan.article.id, plan.topic, plan.text, by, reason, plan.base)


def _may_follow(session: Session, stored: library.StoredArticle, made_from: int, by: Account, reason: str) -> None:
    """Raise unless all versions since the one the sheet was made from are this account's own sheets."""
    if made_from > stored.number or made_from < 1:
        raise UserFacingError("sheet_no_such_version", 409)
    since = [one for one in library.history(session, stored.id) if one.number > made_from]
    if any(one.author != by.login for one in since):
        raise UserFacingError("sheet_changed_by_others", 409)
    if any(one.reason != reason for one in since):
        raise UserFacingError("sheet_changed_by_yourself", 409)


def _of_questions(text: str, plan: Planned, registers: Registers) -> Sequence[tuple[str, Problem]]:
    path = f"library/{plan.topic}/{plan.article.id}.md"
    document = read_document(text, path)
    if isinstance(document, Problem) or "questions" not in document.fields:
        return []
    # As if it were handed in, which is what a draft is for.
    handed_in = with_field(text, "status", "in_review")
    lines = {item.line: item.text for item in document.fields["questions"].items}
    found = blocking(check_article(handed_in, path, registers))
    return [(lines[problem.line], problem) for problem in found if problem.line in lines]


def _article(text: str, article_id: str) -> Article:
    document = read_document(text, f"{article_id}.md")
    if isinstance(document, Problem):
        raise library.BrokenArticle([document])
    return draft_of(document)
