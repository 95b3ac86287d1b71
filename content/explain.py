"""Why a message got its answer: the trace of the very search that gave it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from content.calibration import FILE, probability
from content.index import Index
from content.normalize import LIMIT, clean, cut
from content.search import READ_AT_MOST, Hit, Result, candidates
from content.trace import Candidate, Trace

MOST = 5
"""So many candidates are kept at most."""
FEW, LEAST = 3, 0.005
"""So many whatever their probability, the others from this one on."""
_LONGEST = 60


def explain(
    index: Index, text: str, result: Result, *, versions: Mapping[str, int] | None = None, library: int = 0
) -> Trace:
    """The trace of a result, read off what the search left; nothing is searched again.

    `versions` are the numbers of the live texts by article, `library` that of the whole.
    """
    reading, calibration, versions = result.reading, result.calibration, versions or {}
    hits = list(result.hits) if reading is None else candidates(index, reading, MOST)
    hits = [hit for place, hit in enumerate(hits) if place < FEW or hit.score >= LEAST]
    offered = {"answer": 1, "suggest": len(result.hits), "refuse": 0}[result.kind]
    told = {hit.article_id for hit in result.hits[:offered]}
    danger = bool(reading and index.entries[int(reading.evidence.places[reading.order[0]])].article.danger)
    return Trace(
        kind=result.kind,
        text=result.normalized,
        score=round(result.score, 4),
        words=replaced(index, text),
        known=result.known,
        sentence=_sentence(result),
        vector=bool(reading and reading.evidence.with_vector),
        candidates=tuple(_candidate(hit, hit.article_id in told, versions) for hit in hits),
        answer=(calibration.answer_danger if danger else calibration.answer) if calibration else 0.0,
        among=round(max(result.score, probability(reading.among) if reading else 0.0), 4),
        suggest=calibration.suggest if calibration else 0.0,
        danger=danger,
        calibration=mark(),
        library=library,
    )


def replaced(index: Index, text: str) -> tuple[tuple[str, str], ...]:
    """The dialect words of a message that were read as Mandarin, each once, with what they mean."""
    said = cut(clean(text[: LIMIT * 10]), READ_AT_MOST)
    found = set(index.terms.find(said))
    means = {term.say: term.means for term in index.terms.entries if term.say in found}
    return tuple((word, means[word]) for word in sorted(means, key=said.index))


@lru_cache(maxsize=1)
def mark() -> str:
    """Which calibration this process weighs with: the beginning of its file's checksum."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:8]


def _sentence(result: Result) -> str:
    if result.known == "inside":
        return result.hits[0].question
    return result.reading.form if result.reading and result.reading.is_window else ""


def _candidate(hit: Hit, offered: bool, versions: Mapping[str, int]) -> Candidate:
    return Candidate(
        hit.article_id, hit.title, hit.score, hit.question[:_LONGEST], offered, versions.get(hit.article_id, 0)
    )
