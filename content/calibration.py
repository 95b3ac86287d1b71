"""From evidence to a probability that can be believed: logistic regression with stored coefficients."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from content.evidence import FEATURES, VECTOR_FEATURES, Evidence
from content.postings import Doubles

FILE = Path(__file__).parent / "calibration.json"
LED = tuple(map(FEATURES.index, ("wording", "middle", "whole", "meaning_middle", "learnt")))
MEANING = FEATURES.index("meaning")
LEARNT = FEATURES.index("learnt")
TOLD_BY = tuple(map(FEATURES.index, ("wording", "middle", "whole", "sound", "meaning", "meaning_middle")))
"""What the classifier would say of an article it does not know yet is told by these."""
NEAR = VECTOR_FEATURES.index("near_wording")
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Logistic:
    """Weights and offset of one logistic regression."""

    weights: Doubles
    offset: float

    def logit(self, rows: Doubles) -> Doubles:
        """The log odds of each row, kept within ±30."""
        odds: Doubles = np.clip(rows @ self.weights + self.offset, -30, 30)
        return odds


@dataclass(frozen=True)
class Mode:
    """How to weigh evidence of one kind: `choose` between articles, then how `sure` the first one is.

    `among` says how sure it is that one of the first three is right: a question three articles share has no sure first.
    """

    choose: Logistic
    sure: Logistic
    among: Logistic

    def ordered(self, evidence: Evidence, length: int, is_window: bool) -> Ordered:
        """The articles of the evidence, the likeliest first."""
        logits = self.choose.logit(evidence.features)
        order = np.argsort(-logits, kind="stable")
        shares = np.exp(logits - logits[order[0]])
        row = sure_row(evidence, logits, order, length, is_window)
        sure = float(self.sure.logit(np.array([row]))[0])
        among = float(self.among.logit(np.array([among_row(row, logits, order)]))[0])
        return Ordered(order, shares / shares.sum(), sure, among)


@dataclass(frozen=True)
class Ordered:
    """Places in the evidence, the likeliest first; each article's share, by place; and two log odds.

    `sure` is for the first one being right, `among` for one of the first three.
    """

    order: Places
    shares: Doubles
    sure: float
    among: float


@dataclass(frozen=True)
class Calibration:
    """The stored models and the probabilities at which they speak.

    `unlearnt` says what to expect of the classifier, from the other features, for an article it does not know yet.
    """

    unlearnt: Logistic
    grams: Mode
    vectors: Mode
    decided: tuple[float, float]
    answer: float
    answer_danger: float
    suggest: float

    def filled(self, evidence: Evidence) -> Evidence:
        """The evidence with an expected value wherever nothing was learnt."""
        return filled(evidence, self.unlearnt)

    def mode(self, evidence: Evidence) -> Mode:
        """The models for this kind of evidence."""
        return self.vectors if evidence.with_vector else self.grams


def filled(evidence: Evidence, unlearnt: Logistic) -> Evidence:
    """The evidence with what is expected of the classifier in place of what it cannot say."""
    unknown = np.isnan(evidence.features[:, LEARNT])
    if not unknown.any():
        return evidence
    features = evidence.features.copy()
    features[unknown, LEARNT] = unlearnt.logit(features[unknown][:, TOLD_BY])
    return replace(evidence, features=features)


def fit_line(rows: Doubles, values: Doubles) -> Logistic:
    """Weights and offset of the line through the values, by least squares."""
    found = np.linalg.lstsq(np.column_stack([rows, np.ones(len(rows))]), values, rcond=None)[0]
    return Logistic(found[:-1], float(found[-1]))


def probability(logit: float) -> float:
    """The probability of log odds."""
    return float(1 / (1 + np.exp(-logit)))


def sure_row(evidence: Evidence, logits: Doubles, order: Places, length: int, is_window: bool) -> list[float]:
    """What the second step looks at: the first article's features, how far ahead it is, and the message itself."""
    first = evidence.features[order[0]]
    second = evidence.features[order[1]] if len(order) > 1 else first * 0
    lead = min(float(logits[order[0]] - logits[order[1]]), 8.0) if len(order) > 1 else 8.0
    share = 1 / float(np.exp(logits - logits[order[0]]).sum())
    # The second's own evidence tells a message near many articles from one that is near none.
    return [
        *map(float, first),
        *(float(first[column] - second[column]) for column in LED),
        lead,
        share,
        evidence.known,
        float(np.log1p(length)),
        float(is_window),
        evidence.outside[0],
        float(first[0]) - evidence.outside[0],
        evidence.outside[1],
        float(first[MEANING]) - evidence.outside[1],
        evidence.outside[3],
        float(first[LEARNT]) - evidence.outside[3],
        *((evidence.outside[2], float(first[NEAR]) - evidence.outside[2]) if evidence.with_vector else ()),
    ]


def among_row(first: list[float], logits: Doubles, order: Places) -> list[float]:
    """What tells whether one of the first three is right: the same row, and what the three have of all shares."""
    top = logits[order[:4]] - logits[order[0]]
    shares = np.exp(top) / np.exp(logits - logits[order[0]]).sum()
    ahead = min(float(top[2] - top[3]), 8.0) if len(top) > 3 else 8.0
    return [*first, float(shares[:2].sum()), float(shares[:3].sum()), ahead]


def fit(
    rows: Doubles, right: npt.NDArray[np.bool_], weights: Doubles, penalty: float = 1.0, rounds: int = 30
) -> Logistic:
    """Weighted logistic regression with a quadratic penalty, by Newton's method on standardised columns."""
    mean = np.average(rows, axis=0, weights=weights)
    spread = np.sqrt(np.average((rows - mean) ** 2, axis=0, weights=weights))
    spread[spread < 1e-9] = 1.0
    columns = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    ridge = np.diag([penalty] * rows.shape[1] + [1e-6])
    beta = np.zeros(columns.shape[1])
    for _ in range(rounds):
        guess = 1 / (1 + np.exp(-np.clip(columns @ beta, -30, 30)))
        slope = columns.T @ (weights * (right - guess)) - ridge @ beta
        bend = (columns * (weights * guess * (1 - guess))[:, None]).T @ columns + ridge
        step = np.linalg.solve(bend, slope)
        beta += step
        if float(np.abs(step).max()) < 1e-8:
            break
    slopes = beta[:-1] / spread
    return Logistic(slopes, float(beta[-1] - slopes @ mean))


def fit_choice(groups: Doubles, right: npt.NDArray[np.bool_], penalty: float = 1e-3, rounds: int = 200) -> Logistic:
    """Weights under which the right articles of each group (groups, articles, features) take the largest share."""
    mean, spread = groups.mean((0, 1)), groups.std((0, 1)) + 1e-9
    rows = (groups - mean) / spread
    weights = np.full(groups.shape[2], 0.5)
    for _ in range(rounds):
        logits = rows @ weights
        shares = np.exp(logits - logits.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        wanted = shares * right
        wanted /= wanted.sum(1, keepdims=True) + 1e-12
        weights += 0.5 * (np.einsum("gaf,ga->f", rows, wanted - shares) / len(rows) - penalty * weights)
    slopes = weights / spread
    return Logistic(slopes, float(-slopes @ mean))


@lru_cache(maxsize=1)
def stored() -> Calibration:
    """The calibration shipped beside this module, read once."""
    return from_json(json.loads(FILE.read_text(encoding="utf-8")))


def from_json(tree: Mapping[str, Any]) -> Calibration:
    """A calibration from its stored form; columns it was not made for make it unusable."""
    if tuple(tree["features"]) != VECTOR_FEATURES:
        raise ValueError("calibration.json was made for other features: run python -m content.calibrate")
    models, limits = tree["models"], tree["limits"]
    return Calibration(
        unlearnt=_logistic(models["unlearnt"]),
        grams=_mode(models["grams"]),
        vectors=_mode(models["vectors"]),
        decided=(float(limits["decided_below"]), float(limits["decided_above"])),
        answer=float(limits["answer"]),
        answer_danger=float(limits["answer_danger"]),
        suggest=float(limits["suggest"]),
    )


def to_json(mode: Mode) -> dict[str, Any]:
    """The stored form of a mode, rounded to what matters."""
    return {"choose": kept(mode.choose), "sure": kept(mode.sure), "among": kept(mode.among)}


def kept(model: Logistic) -> dict[str, Any]:
    """The stored form of one model."""
    return {"weights": [round(float(weight), 5) for weight in model.weights], "offset": round(model.offset, 5)}


def _mode(tree: Mapping[str, Any]) -> Mode:
    return Mode(_logistic(tree["choose"]), _logistic(tree["sure"]), _logistic(tree["among"]))


def _logistic(tree: Mapping[str, Any]) -> Logistic:
    return Logistic(np.array(tree["weights"], np.float64), float(tree["offset"]))
