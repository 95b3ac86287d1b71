"""Which live article owns which question: a table kept with every publication, so that looking is no reading of texts.

A question is kept as the search sees it; with another lexicon all of them are made anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from actions.db.models import LibraryArticle, LibraryMeta, LibraryQuestion, LibraryVersion
from content.load import parse_article
from content.normalize import Terms
from content.owners import question_key


@dataclass(frozen=True)
class Taken:
    """A question that another live article owns, by that article's title."""

    question: str
    title: str


def taken(session: Session, article_id: str, questions: Iterable[str], terms: Terms) -> list[Taken]:
    """Those of these questions that another live article owns already, in their order."""
    keys = {question: question_key(question, terms) for question in questions}
    rows = session.execute(
        select(LibraryQuestion.key, LibraryArticle.title)
        .join(LibraryArticle, LibraryArticle.id == LibraryQuestion.article_id)
        .where(LibraryQuestion.key.in_(set(keys.values())), LibraryQuestion.article_id != article_id)
        .order_by(LibraryQuestion.id.desc())
    )
    titles = {row.key: row.title for row in rows}
    return [Taken(question, titles[key]) for question, key in keys.items() if key in titles]


def owned_twice(session: Session) -> list[tuple[str, list[str]]]:
    """The questions that two live articles own, as one of them puts it, with the titles: files may bring such."""
    twice = (
        select(LibraryQuestion.key)
        .group_by(LibraryQuestion.key)
        .having(func.count(LibraryQuestion.article_id.distinct()) > 1)
    )
    rows = session.execute(
        select(LibraryQuestion.key, LibraryQuestion.question, LibraryArticle.title)
        .join(LibraryArticle, LibraryArticle.id == LibraryQuestion.article_id)
        .where(LibraryQuestion.key.in_(twice))
        .order_by(LibraryQuestion.id)
    )
    found: dict[str, tuple[str, list[str]]] = {}
    for row in rows:
        found.setdefault(row.key, (row.question, []))[1].append(row.title)
    return list(found.values())


def keep(session: Session, article_id: str, questions: Iterable[str], terms: Terms) -> None:
    """Write down the questions of what is live of an article now; none where nothing is."""
    session.execute(delete(LibraryQuestion).where(LibraryQuestion.article_id == article_id))
    rows = [
        {"article_id": article_id, "question": question, "key": question_key(question, terms)}
        for question in questions
    ]  # fmt: skip
    if rows:
        session.execute(insert(LibraryQuestion), rows)


def refresh(session: Session, terms: Terms) -> None:
    """Make the table anew where it is of another lexicon, or of before there was one; the library's lock is held."""
    known = session.scalar(select(LibraryMeta.questions_by).where(LibraryMeta.id == 1))
    if known == terms.fingerprint:
        return
    session.execute(delete(LibraryQuestion))
    live = select(LibraryArticle.id, LibraryVersion.text).join(
        LibraryVersion,
        (LibraryVersion.article_id == LibraryArticle.id) & (LibraryVersion.number == LibraryArticle.live),
    )
    for article_id, text in session.execute(live.order_by(LibraryArticle.id)).all():
        article, _problems = parse_article(text, f"{article_id}.md")
        if article is not None:
            keep(session, article_id, article.questions, terms)
    session.execute(update(LibraryMeta).where(LibraryMeta.id == 1).values(questions_by=terms.fingerprint))
