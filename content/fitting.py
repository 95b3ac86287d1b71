"""Fitting the models of calibration.json to cases, and what models say of a case they have not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from content.calibration import (
    LEARNT,
    TOLD_BY,
    Calibration,
    Logistic,
    Mode,
    Ordered,
    among_row,
    filled,
    fit,
    fit_choice,
    fit_line,
    probability,
    sure_row,
)
from content.cases import Case, Judged
from content.samples import Sample

# A wrong answer costs this many refusals; where a wrong answer can hurt a body, twenty.
COST_DANGER, COST = 20, 4
ANSWER, ANSWER_DANGER = COST / (COST + 1), COST_DANGER / (COST_DANGER + 1)
# Only between these, by words and characters alone, is a vector made: where one of three is right with no less than the
# lower, and the first with less than the upper. It costs some 30 ms of a core, twenty searches: below it hardly ever
# changes what the villager gets, above he gets the right title among three as well without.
DECIDED_BELOW, DECIDED_ABOVE = 0.2, 0.4
# What villagers send that the library does not answer, as a share of all; a guess, said in the file.
OUTSIDE_SHARE = 0.35
CONTENDERS = 20


@dataclass(frozen=True)
class Outcome:
    """What held-out models say of a case."""

    sample: Sample
    score: float
    among: float
    right: bool
    danger: bool
    used_vector: bool
    in_three: bool


def learn(cases: Sequence[Case]) -> Calibration:
    """The models of these cases: first n-grams alone, then with vectors where n-grams left it open."""
    unlearnt = _unlearnt(cases)
    cases = [_filled(case, unlearnt) for case in cases]
    weight = _weights(cases)
    choose = _choose(cases, near=False)
    grams = _mode(cases, weight, choose)
    # Once more on the readings that this one picks: of many sentences the luckiest is picked, and that must be known.
    for _ in range(2):
        grams = _mode(cases, weight, choose, grams)
    vectors = _mode(cases, weight, _choose(cases, near=True), grams, near=True)
    return Calibration(unlearnt, grams, vectors, (DECIDED_BELOW, DECIDED_ABOVE), ANSWER, ANSWER_DANGER, 0)


def judge(case: Case, models: Calibration) -> Outcome:
    """What these models make of a case."""
    case = _filled(case, models.unlearnt)
    best = _best(case, models.grams)
    if best is None:
        return Outcome(case.sample, 0.0, 0.0, False, False, False, False)
    place, score = best
    judged, mode, near = case.plain[place], models.grams, case.near[place]
    found = _ordered(case, place, judged, mode)
    low, high = models.decided
    if low <= probability(found.among) and score < high and near is not None:
        judged, mode = near, models.vectors
        found = _ordered(case, place, judged, mode)
    order = found.order
    return Outcome(
        case.sample,
        probability(found.sure),
        probability(found.among),
        bool(judged.right[order[0]]),
        bool(judged.danger[order[0]]),
        mode is models.vectors,
        bool(judged.right[order[:3]].any()),
    )


def outside_weight(messages: Sequence[Sample]) -> float:
    """How much each outside message must count so that together they are the agreed share of all."""
    outside = sum(one.article is None for one in messages)
    return OUTSIDE_SHARE / (1 - OUTSIDE_SHARE) * (len(messages) - outside) / max(outside, 1)


def _weights(cases: Sequence[Case]) -> dict[int, float]:
    share = outside_weight([case.sample for case in cases])
    return {id(case): share if case.sample.article is None else 1.0 for case in cases}


def _choose(cases: Sequence[Case], near: bool) -> Logistic:
    groups, labels = [], []
    for case in cases:
        readings = [judged for judged in (case.near if near else case.plain) if judged and judged.right.any()]
        if not readings:
            continue
        # Of a long message only the sentence that holds the question has anything to teach.
        judged = max(readings, key=lambda one: float(one.evidence.features[one.right, 0].max()))
        # The strongest few and the right ones: the rest has no share worth learning from.
        rank = judged.evidence.features.sum(axis=1) + 100 * judged.right
        top = np.argsort(-rank)[:CONTENDERS]
        groups.append(judged.evidence.features[top])
        labels.append(judged.right[top])
    return fit_choice(np.stack(groups), np.stack(labels))


def _mode(
    cases: Sequence[Case], weight: dict[int, float], choose: Logistic, first: Mode | None = None, near: bool = False
) -> Mode:
    # `first` are the models that pick the reading; with `near`, learn what a vector adds to the one picked.
    rows, wider, right, in_three, weights = [], [], [], [], []
    for case in cases:
        best = _best(case, first) if first else _strongest(case, choose)
        judged = None if best is None else case.near[best[0]] if near else case.plain[best[0]]
        if best is None or judged is None:
            continue
        logits = choose.logit(judged.evidence.features)
        order = np.argsort(-logits, kind="stable")
        row = sure_row(judged.evidence, logits, order, len(case.sample.text), case.forms[best[0]][1])
        rows.append(row)
        wider.append(among_row(row, logits, order))
        right.append(bool(judged.right[order[0]]))
        in_three.append(bool(judged.right[order[:3]].any()))
        weights.append(weight[id(case)])
    heavy = np.array(weights)
    return Mode(
        choose,
        fit(np.array(rows), np.array(right), heavy, penalty=2.0),
        fit(np.array(wider), np.array(in_three), heavy, penalty=2.0),
    )


def _unlearnt(cases: Sequence[Case]) -> Logistic:
    """What the classifier says, foretold by the other features of the strongest few."""
    rows = [judged.evidence.features for case in cases for judged in case.plain[:1]]
    top = np.concatenate([one[np.argsort(-one.sum(axis=1))[:CONTENDERS]] for one in rows])
    top = top[~np.isnan(top[:, LEARNT])]
    return fit_line(top[:, TOLD_BY], top[:, LEARNT])


def _filled(case: Case, unlearnt: Logistic) -> Case:
    def done(judged: Judged | None) -> Judged | None:
        return judged and replace(judged, evidence=filled(judged.evidence, unlearnt))

    plain = tuple(replace(one, evidence=filled(one.evidence, unlearnt)) for one in case.plain)
    return replace(case, plain=plain, near=tuple(map(done, case.near)))


def _strongest(case: Case, choose: Logistic) -> tuple[int, float] | None:
    tops = [float(choose.logit(judged.evidence.features).max()) for judged in case.plain]
    return (int(np.argmax(tops)), max(tops)) if tops else None


def _ordered(case: Case, place: int, judged: Judged, mode: Mode) -> Ordered:
    return mode.ordered(judged.evidence, len(case.sample.text), case.forms[place][1])


def _best(case: Case, mode: Mode) -> tuple[int, float] | None:
    sures = [_ordered(case, place, judged, mode).sure for place, judged in enumerate(case.plain)]
    if not sures:
        return None
    place = int(np.argmax(sures))
    return place, probability(sures[place])
