"""Which pieces stand in which rows, sorted for fast matching and merged rather than built anew when little changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from content.grams import Floats, Grams, Ids

Doubles = npt.NDArray[np.floating[Any]]
# A posting's key is its piece and, in the low bits, its row: sorted keys are sorted by piece, then by row.
_ROW_BITS = 24
_ROW_MASK = (1 << _ROW_BITS) - 1


@dataclass(frozen=True)
class Match:
    """How a text and each row cover one another.

    `cosine`; `covered`: the share of the text's weight the row has; `covering`: the share of the row's own weight that
    stands in the text; `known`: the share of the text's weight that stands anywhere.
    """

    cosine: Doubles
    covered: Doubles
    covering: Doubles
    known: float


@dataclass(frozen=True)
class Postings:
    """For each piece, the rows in which it stands with its weight; a row's weights are a vector of length 1."""

    keys: Ids
    counts: Floats
    pieces: Ids
    starts: Ids
    rows: Ids
    weights: Floats
    idf: Floats
    unknown_idf: float
    row_count: int

    def match(self, grams: Grams) -> Match:
        """How each row and the text cover one another."""
        ids, counts = grams
        nothing: Doubles = np.zeros(self.row_count, np.float64)
        if not len(ids) or not len(self.pieces):
            return Match(nothing, nothing, nothing, 0.0)
        places = np.searchsorted(self.pieces, ids)
        places[places == len(self.pieces)] = 0
        known = self.pieces[places] == ids
        weights = np.where(known, self.idf[places], self.unknown_idf) * counts
        squares = weights * weights
        total = float(squares.sum())
        places, weights, squares = places[known], weights[known] / np.sqrt(total), squares[known] / total
        if not len(places):
            return Match(nothing, nothing, nothing, 0.0)
        begin = self.starts[places]
        lengths = self.starts[places + 1] - begin
        where = laid_out(begin, lengths)
        rows, values = self.rows[where], self.weights[where]
        cosine, covered, covering = (
            np.bincount(rows, part, self.row_count).astype(np.float64)
            for part in (values * np.repeat(weights, lengths), np.repeat(squares, lengths), values * values)
        )
        return Match(cosine, covered, covering, float(squares.sum()))


def laid_out(begin: Ids, lengths: Ids) -> Ids:
    """The positions of several stretches, end to end: all postings of all pieces in one go."""
    ends = np.cumsum(lengths)
    where: Ids = np.arange(int(lengths.sum())) + np.repeat(begin - (ends - lengths), lengths)
    return where


def built(rows: Sequence[Grams], owners: Ids, article_count: int) -> Postings:
    """The postings of these rows; `owners` says for each row which article it is of."""
    keys, counts = _keyed(rows, range(len(rows)))
    order = np.argsort(keys)
    return _weighted(keys[order], counts[order], owners, article_count)


def merged(
    old: Postings, moved_to: Ids, new_rows: Sequence[Grams], places: Sequence[int], owners: Ids, article_count: int
) -> Postings:
    """The postings after a change: old rows where `moved_to` says (-1: gone), new rows at their places.

    Rows that stay must keep their order.
    """
    target = moved_to[old.rows]
    stays = target >= 0
    keys = (old.keys[stays] & ~_ROW_MASK) | target[stays]
    counts = old.counts[stays]
    new_keys, new_counts = _keyed(new_rows, places)
    order = np.argsort(new_keys)
    new_keys, new_counts = new_keys[order], new_counts[order]
    spots = np.searchsorted(keys, new_keys)
    return _weighted(np.insert(keys, spots, new_keys), np.insert(counts, spots, new_counts), owners, article_count)


def _keyed(rows: Sequence[Grams], places: Sequence[int]) -> tuple[Ids, Floats]:
    if not rows:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    row_of = np.repeat(np.array(places, np.int64), [len(row[0]) for row in rows])
    return (np.concatenate([row[0] for row in rows]) << _ROW_BITS) | row_of, np.concatenate([row[1] for row in rows])


def _weighted(keys: Ids, counts: Floats, owners: Ids, article_count: int) -> Postings:
    rows, pieces = keys & _ROW_MASK, keys >> _ROW_BITS
    unknown = float(np.log((article_count + 1) / 0.5))
    if not len(keys):
        none = np.empty(0, np.float32)
        return Postings(keys, counts, pieces, np.zeros(1, np.int64), rows, none, none, unknown, len(owners))
    new_piece = np.ones(len(keys), np.bool_)
    new_piece[1:] = pieces[1:] != pieces[:-1]
    begin = np.flatnonzero(new_piece)
    starts = np.append(begin, len(keys))
    # How many articles know a piece: rows are in article order, so each change of owner is one more.
    owner = owners[rows]
    new_owner = new_piece.copy()
    new_owner[1:] |= owner[1:] != owner[:-1]
    frequency = np.add.reduceat(new_owner.astype(np.int32), begin)
    idf = np.log((article_count + 1) / (frequency + 0.5)).astype(np.float32)
    weights = np.repeat(idf, np.diff(starts)) * counts
    norms = np.sqrt(np.bincount(rows, weights * weights, len(owners))).astype(np.float32)
    weights = weights / np.maximum(norms, np.float32(1e-9))[rows]
    return Postings(keys, counts, pieces[begin], starts, rows, weights, idf, unknown, len(owners))
