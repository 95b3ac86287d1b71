"""What speaks for each article as the answer to a message, as numbers a calibrated model can weigh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from content.grams import Floats, Grams, character_grams, sound_grams
from content.index import Index
from content.nearness import Nearness
from content.postings import Doubles
from content.words import stored_words

FEATURES = (
    "wording", "wording_sharp", "middle", "whole", "sound", "sound_middle", "covered", "covering", "whole_covered",
    "meaning", "meaning_middle", "meaning_short", "learnt",
)  # fmt: skip
ORDINARY = -0.8
"""How far from what nobody answers an ordinary question lies."""
VECTOR_FEATURES = (*FEATURES, "near_wording", "near_middle", "near_short")


@dataclass(frozen=True)
class Evidence:
    """For every allowed article: its place in the index, the row of its best wording, its features in a row.

    What the classifier does not know yet is NaN in the column `learnt`. `outside` says how near the message is to what
    the library does not answer: by characters, by the meaning of words, by vector, and by what was learnt.
    """

    places: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    features: Doubles
    known: float
    outside: tuple[float, ...]
    with_vector: bool


def gather(
    index: Index,
    form: str,
    allowed: npt.NDArray[np.bool_],
    vector: Floats | None = None,
    learnt: Doubles | None = None,
) -> Evidence | None:
    """The evidence for the allowed articles, None when the message and the library have nothing in common.

    `learnt` is what the classifier says where `form` is only one sentence of a message: it reads stories as a whole.
    """
    pieces = character_grams(form), sound_grams(form)
    learnt = _scored(index, pieces) if learnt is None else learnt
    characters = index.characters.match(pieces[0])
    places = np.flatnonzero(allowed)
    if not len(places) or (characters.known <= 0 and vector is None):
        return None
    sounds = index.sounds.match(pieces[1])
    wording, best = _best_wording(index, characters.cosine)
    whole = index.whole_rows
    columns = [
        wording,
        wording**4,
        _middle(index, characters.cosine),
        characters.cosine[whole],
        _best_wording(index, sounds.cosine)[0],
        _middle(index, sounds.cosine),
        characters.covered[best],
        characters.covering[best],
        characters.covered[whole],
    ]
    meaning = (index.meanings @ stored_words().embed(form)).astype(np.float64)
    columns += [
        _best_wording(index, meaning)[0],
        _middle(index, meaning),
        meaning[whole],
        learnt[:-1],
    ]
    end = int(whole[-1]) + 1
    outside = [float(scores[end:].max(initial=0.0)) for scores in (characters.cosine, meaning)]
    outside += [0.0, ORDINARY if np.isnan(learnt[-1]) else float(learnt[-1])]
    if vector is not None and index.nearness is not None:
        moved = index.nearness.moved(vector)
        columns += _near(index, index.nearness, moved)
        outside[2] = float((index.nearness.outside @ moved).max())
    features = np.column_stack(columns)[places]
    with_vector = len(columns) > len(FEATURES)
    return Evidence(places, best[places], features, characters.known, tuple(outside), with_vector)


def learnt_of(index: Index, form: str) -> Doubles:
    """What the classifier says of each article of the index and, last, of what nobody answers; NaN for the unknown."""
    return _scored(index, (character_grams(form), sound_grams(form)))


def _scored(index: Index, pieces: tuple[Grams, Grams]) -> Doubles:
    scores = np.append(index.classifier.scores(*pieces), np.nan)
    learnt: Doubles = scores[index.classified]
    return learnt


def _best_wording(index: Index, row_scores: Doubles) -> tuple[Doubles, npt.NDArray[np.int64]]:
    # The whole-text rows take no part; an article's rows stand together, so one maximum per stretch is enough.
    scores = row_scores[: int(index.whole_rows[-1]) + 1].copy()
    scores[index.whole_rows] = -1.0
    best: Doubles = np.maximum.reduceat(scores, index.first_rows)
    hits = np.flatnonzero(scores == np.repeat(best, index.whole_rows - index.first_rows + 1))
    rows = np.zeros(len(best), np.int64)
    rows[np.searchsorted(index.whole_rows, hits)[::-1]] = hits[::-1]
    return best, rows


def _middle(index: Index, row_scores: Doubles) -> Doubles:
    # Several wordings that each match a little say more than their best one alone.
    scores = row_scores[: int(index.whole_rows[-1]) + 1].copy()
    scores[index.whole_rows] = 0.0
    counts = index.whole_rows - index.first_rows
    middle: Doubles = np.add.reduceat(scores, index.first_rows) / np.sqrt(np.maximum(counts, 1))
    return middle


def _near(index: Index, nearness: Nearness, moved: Floats) -> list[npt.NDArray[np.floating[Any]]]:
    rows = np.full(int(index.whole_rows[-1]) + 1, -1.0)
    rows[nearness.wording_rows] = nearness.wordings @ moved
    wording, middle, short = (
        np.maximum.reduceat(rows, index.first_rows),
        nearness.middles @ moved,
        nearness.shorts @ moved,
    )
    # An article whose vectors are not made yet is neither near nor far.
    if not nearness.known.all():
        for column in (wording, middle):
            column[~nearness.known] = column[nearness.known].mean()
    return [wording, middle, short]
