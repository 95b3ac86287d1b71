"""Finding the article that answers a message, or saying honestly that there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from content.audience import EVERYBODY
from content.calibration import Calibration, probability, stored
from content.check import local_today
from content.courtesy import without_courtesy
from content.evidence import Evidence, gather
from content.index import Index
from content.normalize import bare, clean, cut, normalize
from content.nothing import says_nothing
from content.postings import Doubles

SUGGESTIONS = 3
# A message longer than this is searched as a whole and sentence by sentence: the question hides in a story.
LONG = 26
# The probability given to a wording that an editor wrote down for an article.
CERTAIN = 0.99
WINDOWS = 8
# A sentence shorter than this is said in many a story that asks something else: 停电了咋办.
TELLING = 8
# Two articles whose probabilities differ by no more are as likely; then the season decides which is offered first.
CLOSE = 0.1
READ_AT_MOST = 1_000
_SENTENCE = re.compile(r"[^,.!?;:、。\n]+[,.!?;:、。\n]*")

Kind = Literal["answer", "suggest", "refuse"]


@dataclass(frozen=True)
class Hit:
    """An article with the probability that it is what was asked, and its wording that matched best."""

    article_id: str
    title: str
    score: float
    question: str


@dataclass(frozen=True)
class Result:
    """What to do with a message: answer with the first hit, offer the hits, or refuse; `score` is the likeliest's."""

    kind: Kind
    hits: tuple[Hit, ...]
    score: float
    normalized: str


@dataclass(frozen=True)
class Reading:
    """One way of reading a message (as a whole or one of its sentences) with its evidence and log odds."""

    form: str
    length: int
    is_window: bool
    evidence: Evidence
    order: npt.NDArray[np.int64]
    shares: Doubles
    sure: float


def search(
    index: Index,
    text: str,
    *,
    village: str | None = None,
    today: date | None = None,
    calibration: Calibration | None = None,
    role: str = EVERYBODY,
) -> Result:
    """The result for a message as it was typed; safe in any number of threads, and the same twice."""
    today = today or local_today()
    calibration = calibration or stored()
    text = without_courtesy(text)
    normalized = normalize(text, index.terms)
    allowed = index.open_to(village, today, role)
    known = _known_wording(index, normalized, allowed) or _known_inside(index, text, allowed)
    if known is not None:
        return Result("answer", (known,), known.score, normalized)
    best = None if says_nothing(text) else best_reading(index, text, allowed, calibration)
    if best is None:
        return Result("refuse", (), 0.0, normalized)
    score = probability(best.sure)
    low, high = calibration.decided
    if index.nearness is not None and low <= score < high:
        best = with_vector(index, best, allowed, calibration)
        score = probability(best.sure)
    return _result(index, best, score, calibration, normalized, today)


def best_reading(index: Index, text: str, allowed: npt.NDArray[np.bool_], calibration: Calibration) -> Reading | None:
    """The reading by n-grams that is surest of its first candidate."""
    found = None
    for form, is_window in forms_of(index, text):
        evidence = gather(index, form, allowed)
        if evidence is None:
            continue
        reading = weigh(evidence, form, min(len(text), READ_AT_MOST), is_window, calibration)
        if found is None or reading.sure > found.sure:
            found = reading
    return found


def with_vector(index: Index, reading: Reading, allowed: npt.NDArray[np.bool_], calibration: Calibration) -> Reading:
    """The same reading with its sentence vector weighed in."""
    vector = index.vectors.query(reading.form) if index.vectors else None
    evidence = gather(index, reading.form, allowed, vector)
    return weigh(evidence, reading.form, reading.length, reading.is_window, calibration) if evidence else reading


def weigh(evidence: Evidence, form: str, length: int, is_window: bool, calibration: Calibration) -> Reading:
    """Order the articles and say how sure the first is."""
    order, shares, sure = calibration.mode(evidence).ordered(evidence, length, is_window)
    return Reading(form, length, is_window, evidence, order, shares, sure)


def forms_of(index: Index, text: str) -> list[tuple[str, bool]]:
    """The message in the form it is searched in, and, when it is long, its sentences one by one and in pairs."""
    terms = index.terms
    whole = terms.without_fillers(normalize(text, terms))
    if len(whole) <= LONG:
        return [(whole, False)]
    said = terms.apply(clean(cut(text, READ_AT_MOST)))
    parts = [part for part in (terms.without_fillers(part) for part in _SENTENCE.findall(said)) if len(part) > 3]
    pairs = [first + second for first, second in pairwise(parts)]
    asking = sorted({*parts, *pairs}, key=lambda part: (not _asks(part), -said.find(part[:4]), part))
    return [(whole, False), *((part[:60], True) for part in asking[:WINDOWS])]


def _known_wording(index: Index, normalized: str, allowed: npt.NDArray[np.bool_]) -> Hit | None:
    # Who asks exactly as an editor wrote it down is answered, whatever the statistics of other wordings say.
    row = index.exact.get(bare(index.terms.without_fillers(normalized)))
    if row is None:
        return None
    place = int(np.searchsorted(index.whole_rows, row))
    article = index.entries[place].article
    return Hit(article.id, article.title, CERTAIN, index.row_wordings[row]) if allowed[place] else None


def _known_inside(index: Index, text: str, allowed: npt.NDArray[np.bool_]) -> Hit | None:
    """The article whose wording is one sentence of a long message, where that is a whole question and the only one."""
    sentences = [form for form, is_window in forms_of(index, text) if is_window]
    whole = [one for one in sentences if len(bare(one)) >= TELLING and _asks(one)]
    found = {hit.article_id: hit for hit in (_known_wording(index, one, allowed) for one in whole) if hit is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _asks(part: str) -> bool:
    return bool(
        re.search(r"[?]|什么|怎么|哪|吗|多少|多久|能不能|可不可以|可以|行不行|会不会|要不要|是不是|谁|为什么|几", part)
    )


def _needed(index: Index, best: Reading, calibration: Calibration) -> float:
    first = index.entries[int(best.evidence.places[best.order[0]])].article
    return calibration.answer_danger if first.danger else calibration.answer


def _result(
    index: Index, best: Reading, score: float, calibration: Calibration, normalized: str, today: date
) -> Result:
    hits: list[Hit] = []
    for place in best.order[:SUGGESTIONS]:
        article = index.entries[int(best.evidence.places[place])].article
        # What the first leaves is shared among the others as they were weighed.
        share = score if not hits else (1 - score) * float(best.shares[place] / (1 - best.shares[best.order[0]] + 1e-9))
        question = index.row_wordings[int(best.evidence.rows[place])]
        hits.append(Hit(article.id, article.title, round(min(share, score), 4), question))
    if score >= _needed(index, best, calibration):
        return Result("answer", tuple(hits), score, normalized)
    if score >= calibration.suggest:
        return Result("suggest", _in_season_first(index, best, hits, today), score, normalized)
    return Result("refuse", tuple(hits), score, normalized)


def _in_season_first(index: Index, best: Reading, hits: list[Hit], today: date) -> tuple[Hit, ...]:
    """Among what is offered, an article out of its season stands below one in season that is about as likely.

    Nothing is left out for it, and a sure answer is given in every month: what is dangerous is so all year.
    """
    places = [int(best.evidence.places[place]) for place in best.order[: len(hits)]]
    offered = [(hit, index.entries[place].article.is_in_season(today)) for hit, place in zip(hits, places, strict=True)]
    for end in range(len(offered) - 1, 0, -1):
        for place in range(end):
            (first, first_fits), (second, second_fits) = offered[place], offered[place + 1]
            if second_fits and not first_fits and first.score - second.score <= CLOSE:
                offered[place : place + 2] = [offered[place + 1], offered[place]]
    return tuple(hit for hit, _fits in offered)
