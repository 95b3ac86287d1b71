"""Learning which words speak for which article: a linear support vector machine for each against all the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from content.classifier import COLUMNS, Classifier, Wordings, checksum, nothing_learnt, row
from content.grams import character_grams, sound_grams
from content.normalize import Terms, normalize

# Of what was tried (0.1 to 1) the best on the messages to develop on; the figures hardly move between 0.5 and 1.
PENALTY = 0.7
# What speaks against an article is left away: it costs four fifths of the file, and the order hardly changes for it.
LEAST_WEIGHT = 0.01


def learn(
    known: Wordings,
    terms: Terms,
    previous: Classifier | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Classifier:
    """A classifier of these articles; what `previous` learnt from the same wordings is taken over as it is."""
    previous = previous or nothing_learnt()
    classes = known.classes()
    if len(classes) < 2:
        return nothing_learnt()  # nothing to tell apart
    made_of = {one: checksum(texts, terms) for one, texts in classes.items()}
    before = dict(zip(previous.articles, previous.made_of, strict=True))
    articles = tuple(sorted(classes))
    fresh = [one for one in articles if before.get(one) != made_of[one]]
    parts = _kept(previous, {one: place for place, one in enumerate(articles) if one not in set(fresh)})
    biases = np.zeros(len(articles), np.float32)
    was = dict(zip(previous.articles, previous.biases, strict=True))
    for place, one in enumerate(articles):
        biases[place] = was.get(one, 0.0)
    texts = [(one, text) for one in articles for text in classes[one]]
    table = _table([terms.without_fillers(normalize(text, terms)) for _one, text in texts]) if fresh else None
    owner = np.array([one for one, _text in texts])
    for number, one in enumerate(fresh, 1):
        model = LinearSVC(C=PENALTY, random_state=0)
        model.fit(table, owner == one)
        weights = model.coef_[0].astype(np.float32)
        columns = np.flatnonzero(weights > LEAST_WEIGHT)
        place = articles.index(one)
        parts.append((columns, np.full(len(columns), place, np.int32), weights[columns]))
        biases[place] = model.intercept_[0]
        if progress:
            progress(number, len(fresh))
    columns, owners, values = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((owners, columns))
    starts = np.searchsorted(columns[order], np.arange(COLUMNS + 1)).astype(np.int64)
    return Classifier(articles, tuple(made_of[one] for one in articles), starts, owners[order], values[order], biases)


def _kept(previous: Classifier, stays: Mapping[str, int]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    moved = np.array([stays.get(one, -1) for one in previous.articles], np.int32)
    columns = np.repeat(np.arange(COLUMNS), np.diff(previous.starts))
    owners = moved[previous.owners] if len(moved) else previous.owners
    kept = owners >= 0
    return [(columns[kept], owners[kept], previous.weights[kept])]


def _table(texts: Sequence[str]) -> csr_matrix:
    rows = [row(character_grams(text), sound_grams(text)) for text in texts]
    ends = np.cumsum([0, *(len(columns) for columns, _values in rows)])
    columns = np.concatenate([columns for columns, _values in rows])
    return csr_matrix((np.concatenate([values for _columns, values in rows]), columns, ends), (len(rows), COLUMNS))
