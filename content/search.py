"""Finding the article that answers a message, or saying honestly that there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from content.audience import EVERYBODY
from content.calibration import Calibration, probability, stored
from content.check import local_today
from content.courtesy import without_courtesy
from content.evidence import Evidence, gather, learnt_of
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
# A word or two ask nothing yet (河边, 欠费断电): who says so little is offered titles, however like one of them it is.
ASKING, AMBIGUOUS = 5, 0.7
# A sentence shorter than this is said in many a story that asks something else: 停电了咋办.
TELLING = 8
# Two articles whose probabilities differ by no more are as likely; then the season decides which is offered first.
CLOSE = 0.1
READ_AT_MOST = 1_000
_HOTLINE = re.compile(r"(?<!\d)(?:95598|9[56]\d{3}|12\d{3}|11[0-9]|12[0-9])(?!\d)")
_SENTENCE = re.compile(r"[^,.!?;:、。\n]+[,.!?;:、。\n]*")

Kind = Literal["answer", "suggest", "refuse"]
Known = Literal["", "whole", "inside"]


@dataclass(frozen=True)
class Hit:
    """An article with the probability that it is what was asked, and its wording that matched best."""

    article_id: str
    title: str
    score: float
    question: str


@dataclass(frozen=True)
class Result:
    """What to do with a message: answer with the first hit, offer the hits, or refuse; `score` is the likeliest's.

    `known` says that the message is a wording of the first hit, or has one inside; `reading` and `calibration` are what
    decided otherwise, kept for `content.explain`.
    """

    kind: Kind
    hits: tuple[Hit, ...]
    score: float
    normalized: str
    known: Known = ""
    reading: Reading | None = field(default=None, compare=False, repr=False)
    calibration: Calibration | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Reading:
    """One way of reading a message (as a whole or one of its sentences) with its evidence and log odds.

    `sure` is for the first article being right, `among` for one of the first three.

    `learnt` is what the classifier says of the message, for each article of the index.
    """

    form: str
    length: int
    is_window: bool
    evidence: Evidence
    order: npt.NDArray[np.int64]
    shares: Doubles
    sure: float
    among: float
    learnt: Doubles


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
    whole = _known_wording(index, normalized, allowed)
    known = whole or _known_inside(index, text, allowed)
    if known is not None:
        return Result("answer", (known,), known.score, normalized, "whole" if whole else "inside")
    best = None if says_nothing(text) else best_reading(index, text, allowed, calibration)
    if best is None:
        return Result("refuse", (), 0.0, normalized)
    score = probability(best.sure)
    low, high = calibration.decided
    if index.nearness is not None and low <= probability(best.among) and score < high:
        best = with_vector(index, best, allowed, calibration)
        score = probability(best.sure)
    if len(bare(best.form)) < ASKING and score > AMBIGUOUS:
        best, score = replace(best, sure=float(np.log(AMBIGUOUS / (1 - AMBIGUOUS)))), AMBIGUOUS
    return _result(index, best, score, calibration, normalized, today)


def candidates(index: Index, reading: Reading, count: int = SUGGESTIONS) -> list[Hit]:
    """The likeliest articles of a reading, the likeliest first, each with its probability and its best wording."""
    score, hits = probability(reading.sure), list[Hit]()
    for place in reading.order[:count]:
        article = index.entries[int(reading.evidence.places[place])].article
        # What the first leaves is shared among the others as they were weighed.
        rest = float(reading.shares[place] / (1 - reading.shares[reading.order[0]] + 1e-9))
        share = score if not hits else (1 - score) * rest
        question = index.row_wordings[int(reading.evidence.rows[place])]
        hits.append(Hit(article.id, article.title, round(min(share, score), 4), question))
    return hits


def best_reading(index: Index, text: str, allowed: npt.NDArray[np.bool_], calibration: Calibration) -> Reading | None:
    """The reading by n-grams that is surest of its first candidate."""
    found = None
    forms = forms_of(index, text)
    learnt = learnt_of(index, forms[0][0])
    for form, is_window in forms:
        evidence = gather(index, form, allowed, learnt=learnt)
        if evidence is None:
            continue
        reading = weigh(evidence, form, min(len(text), READ_AT_MOST), is_window, calibration, learnt)
        if found is None or reading.sure > found.sure:
            found = reading
    return found


def with_vector(index: Index, reading: Reading, allowed: npt.NDArray[np.bool_], calibration: Calibration) -> Reading:
    """The same reading with its sentence vector weighed in."""
    vector = index.vectors.query(reading.form) if index.vectors else None
    evidence = gather(index, reading.form, allowed, vector, reading.learnt)
    if evidence is None:
        return reading
    return weigh(evidence, reading.form, reading.length, reading.is_window, calibration, reading.learnt)


def weigh(
    evidence: Evidence, form: str, length: int, is_window: bool, calibration: Calibration, learnt: Doubles
) -> Reading:
    """Order the articles and say how sure the first is."""
    evidence = calibration.filled(evidence)
    found = calibration.mode(evidence).ordered(evidence, length, is_window)
    return Reading(form, length, is_window, evidence, found.order, found.shares, found.sure, found.among, learnt)


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
    hits = candidates(index, best)
    if score >= _needed(index, best, calibration) and not _of_another_number(normalized, hits[0].question):
        return Result("answer", tuple(hits), score, normalized, "", best, calibration)
    if max(score, probability(best.among)) >= calibration.suggest:
        in_order = _in_season_first(index, best, hits, today)
        return Result("suggest", in_order, score, normalized, "", best, calibration)
    return Result("refuse", tuple(hits), score, normalized, "", best, calibration)


def _of_another_number(message: str, wording: str) -> bool:
    """Whether the two name hotlines and none together: 96110 is to be picked up, 95598 a swindler may show."""
    asked, known = set(_HOTLINE.findall(message)), set(_HOTLINE.findall(wording))
    return bool(asked) and bool(known) and not asked & known


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
