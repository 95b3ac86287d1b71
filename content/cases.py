"""Messages with the evidence an index has for them that does not hold their wording, to calibrate from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from content.classifier import Classifier
from content.evidence import Evidence, gather, learnt_of
from content.grams import Floats
from content.index import Index, Outside
from content.load import Library
from content.samples import Beyond, Sample, by_left_out, right, without
from content.search import forms_of
from content.vectors import VectorStore


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


def collect(
    library: Library,
    outside: Beyond,
    found: Sequence[Sample],
    store: VectorStore,
    today: date,
    learnt: Mapping[int, Classifier],
    progress: Callable[[int, int], None],
) -> list[Case]:
    """Every sample with its evidence, taken from an index that does not hold its wording."""
    full = Index.build(library.articles, terms=library.terms)
    store.fill(full.texts(), progress)
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
