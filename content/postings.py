"""Which pieces stand in which rows, sorted for fast matching and merged rather than built anew when little changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from content.grams import Floats, Grams, Ids

Doubles = npt.NDArray[np.floating[Any]]
# Sorted by piece, and by row within a piece: a number with the row in its low bits sorts that way.
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
    """For each piece, the rows in which it stands with its weight; a row's weights are a vector of length 1.

    `starts` says where the rows of a piece begin, sorted; `owners` which article a row is of; `frequency` how many
    articles know a piece.
    """

    pieces: Ids
    starts: Ids
    rows: npt.NDArray[np.int32]
    counts: Floats
    weights: Floats
    idf: Floats
    frequency: Ids
    owners: Ids
    unknown_idf: float

    @property
    def row_count(self) -> int:
        """How many rows there are, with pieces or without."""
        return len(self.owners)

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
    keys, counts = _sorted(rows, range(len(rows)))
    pieces, starts, frequency = _counted(keys, owners)
    return _weighted(pieces, starts, (keys & _ROW_MASK).astype(np.int32), counts, frequency, owners, article_count)


def merged(
    old: Postings, moved_to: Ids, new_rows: Sequence[Grams], places: Sequence[int], owners: Ids, article_count: int
) -> Postings:
    """The postings after a change: old rows where `moved_to` says (-1: gone), new rows at their places.

    Rows that stay must keep their order, and an article's rows all go, or all stay. Most of the time goes into memory
    that is touched for the first time, so no more arrays as long as the postings are made than there must be.
    """
    rows = moved_to.astype(np.int32)[old.rows]
    gone = np.flatnonzero(rows < 0)
    left = np.searchsorted(old.starts, gone, side="right") - 1
    frequency = old.frequency - _articles(left, old.owners[old.rows[gone]], len(old.pieces))
    starts = old.starts - np.searchsorted(gone, old.starts)
    keys, new_counts = _sorted(new_rows, places)
    new_pieces = keys >> _ROW_BITS
    pieces, starts, frequency = _with_pieces(old.pieces, starts, frequency, np.unique(new_pieces))
    joined = np.searchsorted(pieces, new_pieces)
    frequency = frequency + _articles(joined, owners[keys & _ROW_MASK], len(pieces))
    rows, counts = np.delete(rows, gone), np.delete(old.counts, gone)
    spots = _spots(rows, starts, joined, keys & _ROW_MASK)
    starts = starts + np.searchsorted(joined, np.arange(len(pieces) + 1))
    rows, counts = np.insert(rows, spots, keys & _ROW_MASK), np.insert(counts, spots, new_counts)
    used = np.flatnonzero(np.diff(starts))
    if len(used) < len(pieces):  # a piece that stands nowhere any more
        pieces, frequency, starts = pieces[used], frequency[used], starts[np.append(used, len(pieces))]
    return _weighted(pieces, starts, rows, counts, frequency, owners, article_count)


def _sorted(rows: Sequence[Grams], places: Sequence[int]) -> tuple[Ids, Floats]:
    """The postings of rows, by piece and then by row: the piece with the row in its low bits, and the counts."""
    if not rows:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    row_of = np.repeat(np.array(places, np.int64), [len(row[0]) for row in rows])
    keys = (np.concatenate([row[0] for row in rows]) << _ROW_BITS) | row_of
    order = np.argsort(keys)
    return keys[order], np.concatenate([row[1] for row in rows])[order]


def _counted(keys: Ids, owners: Ids) -> tuple[Ids, Ids, Ids]:
    """The pieces of sorted postings, where each begins, and how many articles know it."""
    pieces, begin = np.unique(keys >> _ROW_BITS, return_index=True)
    starts = np.append(begin, len(keys)).astype(np.int64)
    piece = np.repeat(np.arange(len(pieces)), np.diff(starts))
    return pieces, starts, _articles(piece, owners[keys & _ROW_MASK], len(pieces))


def _articles(piece: Ids, owner: Ids, count: int) -> Ids:
    """For each piece the articles it stands in; `piece` is sorted and beside each stands its owner, in order too."""
    if not len(piece):
        return np.zeros(count, np.int64)
    new = np.ones(len(piece), np.bool_)
    new[1:] = (piece[1:] != piece[:-1]) | (owner[1:] != owner[:-1])
    return np.bincount(piece[new], minlength=count)


def _with_pieces(pieces: Ids, starts: Ids, frequency: Ids, also: Ids) -> tuple[Ids, Ids, Ids]:
    """The same with pieces that stood nowhere yet."""
    fresh = np.setdiff1d(also, pieces, assume_unique=True)
    at = np.searchsorted(pieces, fresh)
    return np.insert(pieces, at, fresh), np.insert(starts, at, starts[at]), np.insert(frequency, at, 0)


def _spots(rows: npt.NDArray[np.int32], starts: Ids, piece: Ids, row: Ids) -> Ids:
    """Before which posting each new one belongs; looks only at the postings of its piece."""
    touched = np.unique(piece)
    begin, lengths = starts[touched], starts[touched + 1] - starts[touched]
    where = laid_out(begin, lengths)
    place = np.repeat(np.arange(len(touched)), lengths)
    mine = np.searchsorted(touched, piece)
    found = np.searchsorted((place << _ROW_BITS) | rows[where], (mine << _ROW_BITS) | row)
    # `found` counts among the postings looked at, piece after piece.
    spots: Ids = begin[mine] + found - (np.cumsum(lengths) - lengths)[mine]
    return spots


def _weighted(
    pieces: Ids,
    starts: Ids,
    rows: npt.NDArray[np.int32],
    counts: Floats,
    frequency: Ids,
    owners: Ids,
    article_count: int,
) -> Postings:
    unknown = float(np.log((article_count + 1) / 0.5))
    idf = np.log((article_count + 1) / (frequency + 0.5)).astype(np.float32)
    weights = np.repeat(idf, np.diff(starts)) * counts
    norms = np.sqrt(np.bincount(rows, weights * weights, len(owners))).astype(np.float32)
    weights /= np.maximum(norms, np.float32(1e-9))[rows]
    return Postings(pieces, starts, rows, counts, weights, idf, frequency, owners, unknown)
