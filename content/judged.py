"""From how sure the search must be to answer: learnt of real messages whose answers people have judged.

What is asked of an article counts as wrong for every other, though many of those are as right, or right and safe and
leave something open. A judge has said so of each message here, so this is where what an answer may cost is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from content.calibration import Calibration, fit, probability
from content.index import Index
from content.search import search

# The same messages by which the evaluation's developing part asks; its reporting part is not looked at.
FOLDER = Path(__file__).parent.parent / "tests" / "questions" / "evaluation" / "develop"
PENALTY = 0.5
LEAST = 50
"""With fewer safe answers of a sort among the judged, what the odds say by themselves is the limit."""
NEVER = 1.0
"""The limit where the score tells nothing: only what is known word for word is answered."""
_ASKING = ("question", "outside")


@dataclass(frozen=True)
class Judged:
    """A message with the articles that are right or, at least, right to send; none of either from outside."""

    text: str
    right: frozenset[str]
    safe: frozenset[str]


@dataclass(frozen=True)
class Tried:
    """What the search makes of a judged message: how sure it is, and what its first article would be."""

    score: float
    danger: bool
    right: bool
    safe: bool
    outside: bool


def load_judged(folder: Path = FOLDER) -> list[Judged]:
    """All messages that ask something, file by file; none without the folder."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")):
            if one["kind"] in _ASKING:
                right = frozenset(one.get("articles", ()))
                found.append(Judged(one["text"], right, right | frozenset(one.get("partly", ()))))
    return found


def tried(index: Index, judged: Sequence[Judged], models: Calibration) -> list[Tried]:
    """The messages as the search reads them, but for those it knows word for word."""
    danger = {entry.article.id: entry.article.danger for entry in index.entries}
    found = []
    for one in judged:
        result = search(index, one.text, calibration=models)
        if result.hits and not result.known:
            first = result.hits[0].article_id
            found.append(Tried(result.score, danger[first], first in one.right, first in one.safe, not one.safe))
    return found


def limit(found: Sequence[Tried], cost: float, outside_share: float) -> float:
    """The score from which a wrong answer, at `cost` refusals each, costs less than a refusal.

    Wrong is what is not even safe to send. What nobody can answer is weighed as `outside_share` of all messages.
    """
    wanted = cost / (cost + 1)
    if sum(one.safe for one in found) < LEAST:
        return wanted
    beyond = np.array([one.outside for one in found])
    weights = np.ones(len(found))
    if beyond.any():
        weights[beyond] = outside_share / (1 - outside_share) * float((~beyond).sum()) / float(beyond.sum())
    odds = np.array([[_odds(one.score)] for one in found])
    model = fit(odds, np.array([one.safe for one in found]), weights, penalty=PENALTY)
    if model.weights[0] <= 0:
        return NEVER
    return probability((_odds(wanted) - model.offset) / float(model.weights[0]))


def _odds(score: float) -> float:
    kept = min(max(score, 1e-4), 1 - 1e-4)
    return float(np.log(kept / (1 - kept)))
