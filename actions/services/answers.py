"""An answer: the reviewed text word for word, up to three suggestions, or an honest refusal that is kept."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.clock import local_day, utc_now
from actions.db.models import RefusedQuestion
from actions.db.rows import add_once
from actions.errors import UserFacingError
from actions.services import traces
from actions.services.live_index import LiveArticle, LiveIndex
from content.explain import explain
from content.index import Index
from content.render import chat_text
from content.search import Hit, Result, search
from content.trace import Trace

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What the library says; `kind` is answer, suggest or refuse, and only an answer carries a text.

    Where it was searched for, `hits` are the articles found, whatever was made of them, and `trace` tells why.
    """

    kind: str
    text: str = ""
    article_id: str = ""
    article_version: int = 0
    title: str = ""
    topic: str = ""
    danger: bool = False
    dial: tuple[str, ...] = ()
    suggestions: tuple[tuple[str, str], ...] = ()
    sample: bool = False
    score: float = 0.0
    hits: tuple[Hit, ...] = field(default=(), compare=False, repr=False)
    trace: Trace | None = field(default=None, compare=False, repr=False)


def find(live: LiveIndex, text: str, village_code: str | None, now: datetime) -> Answer:
    """What the library says to a question, with its trace; nothing is kept."""
    index, articles, version = live.get()
    result = search(index, text, village=village_code, today=local_day(now))
    trace = _trace(index, text, result, articles, version)
    hits = tuple(hit for hit in result.hits if hit.article_id in articles)
    if result.kind == "answer" and hits:
        return replace(_answer(articles[hits[0].article_id], result.score), hits=hits, trace=trace)
    if result.kind == "suggest" and hits:
        offered = tuple((hit.article_id, hit.title) for hit in hits[:3])
        return Answer("suggest", suggestions=offered, score=result.score, hits=hits, trace=trace)
    return Answer("refuse", score=result.score, hits=hits, trace=trace)


def answer(
    session: Session,
    live: LiveIndex,
    text: str,
    *,
    request_id: str,
    person_id: int,
    village_code: str | None,
    channel: str,
    now: datetime | None = None,
) -> Answer:
    """Look the question up; a refusal is kept, once per request, for the editors.

    The session is touched only by a refusal, so a search never holds the database's write lock.
    """
    now = now or utc_now()
    found = find(live, text, village_code, now)
    if found.kind == "refuse":
        _keep_refused(session, text, request_id, person_id, village_code, channel, now)
    return found


def article(session: Session | None, live: LiveIndex, article_id: str, now: datetime | None = None) -> Answer:
    """The answer of one article, for instance one picked from the suggestions, while it is valid."""
    found = live.article(article_id)
    if found is None or not found.article.is_answer or not found.article.is_valid_on(local_day(now or utc_now())):
        raise UserFacingError("article_gone", 404, article_id)
    return _answer(found, 1.0)


def _trace(index: Index, text: str, result: Result, articles: Mapping[str, LiveArticle], library: int) -> Trace | None:
    versions = {hit.article_id: articles[hit.article_id].number for hit in result.hits if hit.article_id in articles}
    try:
        return explain(index, text, result, versions=versions, library=library)
    except Exception:
        # Nobody waits for an answer because its explanation could not be made.
        logger.exception("no trace of an answer")
        return None


def _answer(live: LiveArticle, score: float) -> Answer:
    found = live.article
    return Answer(
        kind="answer",
        text=chat_text(found),
        article_id=found.id,
        article_version=live.number,
        title=found.title,
        topic=found.topic,
        danger=found.danger,
        dial=tuple(number for number in _dial(found.short) if found.danger or number in _URGENT),
        sample=found.sample,
        score=score,
    )


# Who has just been cheated or sees smoke dials with one tap, whatever kind of article says so.
_URGENT = ("110", "119", "120", "12119", "96110")
_HOTLINES = ("95598", "119", "120", "110", "12119", "96110", "12398", "12345", "12393", "122")


def _dial(text: str) -> tuple[str, ...]:
    """The hotlines a danger article ends with, in the order it names them."""
    found: dict[str, int] = {}
    digits = ""
    for place, character in enumerate(text + " "):
        if character.isdigit():
            digits += character
            continue
        if digits in _HOTLINES:
            found.setdefault(digits, place)
        digits = ""
    return tuple(sorted(found, key=lambda number: found[number]))


def _keep_refused(
    session: Session,
    text: str,
    request_id: str,
    person_id: int,
    village_code: str | None,
    channel: str,
    now: datetime,
) -> None:
    # A message may hold several questions that nobody can answer; each is kept, and each once.
    of_message = RefusedQuestion.request_id.startswith(f"{request_id}{traces.NUMBER}", autoescape=True)
    known = list(
        session.scalars(select(RefusedQuestion).where((RefusedQuestion.request_id == request_id) | of_message))
    )
    if any(row.text == text[:2000] for row in known):
        return
    row = RefusedQuestion(
        request_id=f"{request_id}{traces.NUMBER}{len(known) + 1}" if known else request_id,
        person_id=person_id,
        village_code=village_code,
        channel=channel,
        created_at=now,
        text=text[:2000],
    )
    add_once(session, row)
