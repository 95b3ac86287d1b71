"""An answer that comes late: wordings join a published article, and who asked so before is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import local_day, utc_now
from actions.db.engine import CONTENT_DIR
from actions.db.models import AnswerRating, Conversation, Person, RefusedQuestion
from actions.errors import UserFacingError
from actions.services import editing, library, messages
from actions.services.ratings import LATE_ANSWER, NEVER_RATED
from actions.services.unanswered import WAITING, shown, waiting, wanted_for
from actions.services.users import Account
from content.load import DEFAULT_ROOT, parse_article
from content.model import Article
from content.normalize import bare
from content.render import chat_text
from content.writing import Unwritable, with_list

CHANNEL = "web"
_QUOTED = 40


@dataclass(frozen=True)
class LateAnswer:
    """The version that answers now, and how many people were told."""

    number: int
    told: int


def add_wordings(
    session: Session,
    article_id: str,
    wordings: Sequence[str],
    ids: Sequence[int],
    *,
    login: str,
    reason: str,
    now: datetime | None = None,
) -> LateAnswer:
    """Publish an article with these wordings among its questions, close the questions of these ids, tell who asked.

    What was asked where the article is not for, or before it is valid, goes on waiting. Raises BrokenArticle, and
    changes nothing, where the checker refuses the text.
    """
    library.lock(session)  # read under it, no wording of somebody else is overwritten
    stored = library.get_live(session, article_id)
    if stored is None:
        raise UserFacingError("article_not_found", 404)
    _is_answer(stored, now)
    if stored.number != stored.current:
        raise UserFacingError("has_newer_draft", 409)  # publishing over it would bury what somebody is writing
    try:
        text = _with_wordings(stored.text, wordings)
    except Unwritable as error:
        raise UserFacingError("questions_unusual", 422, article_id) from error
    number = stored.number
    if text != stored.text:
        number = _publish(session, article_id, text, login, reason)
    return _settle(session, waiting(session, ids), article_id, text, number, login, now)


def hand_in(
    session: Session, article_id: str, wordings: Sequence[str], ids: Sequence[int], *, by: Account, reason: str
) -> int:
    """For an article about a danger: its wordings go to review like any change; who asked is told when it is signed.

    A wording decides who gets the advice; where a body is at stake a second person looks at that too.
    """
    stored = library.get_live(session, article_id)
    if stored is None:
        raise UserFacingError("article_not_found", 404)
    _is_answer(stored)
    if stored.number != stored.current:
        raise UserFacingError("has_newer_draft", 409)
    text = _with_wordings(stored.text, wordings)
    number = editing.save(session, article_id, stored.topic, text, by, reason, stored.number)
    number = editing.submit(session, article_id, by, number, reason)
    wanted_for(session, ids, article_id)
    return number


def settle(session: Session, article_ids: Iterable[str], *, login: str, now: datetime | None = None) -> int:
    """After a publication, whatever led to it: close what waits for these articles or in their very wordings, tell who.

    A question that was settled waits no longer, so that nobody is told twice. Returns how many people were told.
    """
    rows = session.scalars(select(RefusedQuestion).where(RefusedQuestion.state.in_(WAITING)))
    asked = [(row, bare(shown(row.text or ""))) for row in rows]
    told, day = 0, local_day(now or utc_now())
    for article_id in dict.fromkeys(article_ids):
        stored = library.get_live(session, article_id) if asked else None
        article = parse_article(stored.text, f"{article_id}.md")[0] if stored is not None else None
        if stored is None or article is None or not article.is_answer or not article.is_valid_on(day):
            continue
        answered = {bare(question) for question in article.questions}
        # Who was given this very article and found it no help has not asked for it again.
        ids = [
            row.id for row, form in asked
            if row.wanted_for == article_id or (row.article_id != article_id and form in answered)
        ]  # fmt: skip
        told += _settle(session, waiting(session, ids), article_id, stored.text, stored.number, login, now).told
        asked = [(row, form) for row, form in asked if row.state in WAITING]
    return told


def _is_answer(stored: library.StoredArticle, now: datetime | None = None) -> None:
    """Refuse an article that chat never gives to villagers, or no more."""
    article, _problems = parse_article(stored.text, f"{stored.id}.md")
    if article is not None and not article.is_answer:
        raise UserFacingError("not_for_villagers", 422, stored.id)
    if article is not None and article.valid_until and article.valid_until < local_day(now or utc_now()):
        raise UserFacingError("wording_of_the_past", 422, stored.id)


def _with_wordings(text: str, wordings: Sequence[str]) -> str:
    """The text with those wordings below its questions that it does not ask already in other signs."""
    article, _problems = parse_article(text, "article.md")
    asked = {bare(question): question for question in (article.questions if article is not None else ())}
    before = len(asked)
    for wording in wordings:
        asked.setdefault(bare(wording), wording)
    return with_list(text, "questions", tuple(asked.values())) if len(asked) > before else text


def _publish(session: Session, article_id: str, text: str, login: str, reason: str) -> int:
    try:
        return library.publish(session, article_id, text, login, reason)
    except library.BrokenArticle as error:
        # Who ticked wordings has not the file before him: a complaint about one names it.
        lines = text.split("\n")
        said = {place: line.strip()[2:] for place, line in enumerate(lines, 1) if line.lstrip().startswith("- ")}
        raise library.BrokenArticle(
            [one if one.message.startswith(f"“{said.get(one.line, '')}”") or one.line not in said
             else replace(one, message=f"“{said[one.line]}”：{one.message}") for one in error.problems]
        ) from error  # fmt: skip


def _settle(
    session: Session,
    rows: Sequence[RefusedQuestion],
    article_id: str,
    text: str,
    number: int,
    login: str,
    now: datetime | None,
) -> LateAnswer:
    article, _problems = parse_article(text, f"{article_id}.md")
    rows = [row for row in rows if article is not None and _is_answered(session, row, article, now or utc_now())]
    for row in rows:
        row.state, row.closed_by = "answered", login
    session.flush()
    if article is None or article.topic == NEVER_RATED:
        return LateAnswer(number, 0)
    first: dict[int, RefusedQuestion] = {}
    for row in rows:
        if row.person_id is not None and _wants_to_know(session, row, article_id):
            first.setdefault(row.person_id, row)
    words = _words(session.info.get(CONTENT_DIR) or DEFAULT_ROOT)
    # In the order of their ids, so that two editors at work at once never wait for each other.
    for person_id in sorted(first):
        payload = _payload(article, number, shown(first[person_id].text or ""), words)
        messages.push(session, person_id, payload, f"late:{article_id}:{number}:{person_id}", now or utc_now())
    return LateAnswer(number, len(first))


def _is_answered(session: Session, row: RefusedQuestion, article: Article, now: datetime) -> bool:
    """Whether whoever asked would now be given the article: it is valid, and for their village."""
    person = session.get(Person, row.person_id) if row.person_id is not None else None
    village = row.village_code or (person.village_code if person is not None else None)
    return article.is_valid_on(local_day(now)) and article.is_for(village)


def _wants_to_know(session: Session, row: RefusedQuestion, article_id: str) -> bool:
    """Whether the person can be reached, and has not had this very answer or, since then, a good one."""
    if row.channel != CHANNEL or row.article_id == article_id:
        return False
    where = (Conversation.person_id == row.person_id, Conversation.channel == CHANNEL)
    if session.scalar(select(Conversation.id).where(*where)) is None:
        return False
    if row.article_id is None:
        return True
    helped = (
        AnswerRating.person_id == row.person_id,
        AnswerRating.value == "good",
        AnswerRating.at > row.created_at,
    )
    return session.scalar(select(AnswerRating.id).where(*helped).limit(1)) is None


def _payload(article: Article, number: int, question: str, words: str) -> messages.Payload:
    quoted = question if len(question) <= _QUOTED else f"{question[:_QUOTED]}…"
    card = {
        "kind": LATE_ANSWER,
        "article_id": article.id,
        "version": number,
        "title": article.title,
        "topic": article.topic,
        "danger": article.danger,
        "dial": [],
        "sample": article.sample,
    }
    text = words.format(question=quoted, answer=chat_text(article))
    return {"text": text, "buttons": [], "custom": card, "asked": question}


def _words(root: Path) -> str:
    """The message with its places {question} and {answer}; a content folder older than it has ours."""
    return _notices(root).get("late_answer") or _notices(DEFAULT_ROOT)["late_answer"]


@lru_cache(maxsize=4)
def _notices(root: Path) -> dict[str, str]:
    path = root / "notices.yml"
    found: dict[str, str] = (yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None) or {}
    return found
