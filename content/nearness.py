"""The vectors of an index: how near a message's vector is to wordings, articles and what nobody answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from content.grams import Floats, Ids
from content.vectors import VectorStore

MOSTLY = 0.9


@dataclass(frozen=True)
class Nearness:
    """One row per wording that has a vector, and per article the middle of them and its 简答's; all of length 1.

    All are moved by the middle of what the model makes of such texts, because its vectors lie in a narrow cone.
    `starts` says where an article's rows begin, `numbers` which of its wordings a row is and `wording_rows` its row in
    the index; `known` tells the articles that have any row, `complete` those that have all.
    """

    centre: Floats
    wordings: Floats
    starts: Ids
    numbers: Ids
    wording_rows: Ids
    middles: Floats
    shorts: Floats
    known: npt.NDArray[np.bool_]
    complete: npt.NDArray[np.bool_]
    outside: Floats
    outside_forms: tuple[str, ...]

    def moved(self, vector: Floats) -> Floats:
        """A message's vector in the same frame."""
        return unit(vector - self.centre)


def near(
    forms: Sequence[tuple[str, ...]],
    shorts: Sequence[str],
    outside_forms: tuple[str, ...],
    first_rows: Ids,
    vectors: VectorStore,
    kept: Ids,
    previous: Nearness | None,
) -> Nearness | None:
    """The nearness of articles by their wordings and 简答, or None while most of the wordings have no vector.

    `kept` says which article of `previous` each is, unchanged, or -1; only the others are looked up in the store.
    """
    centre = vectors.centre
    same = kept >= 0
    if previous is None:
        same = np.zeros(len(forms), np.bool_)
    else:
        same[same] = previous.complete[kept[same]]
    middles, short_rows = (np.zeros((len(forms), len(centre)), np.float32) for _ in range(2))
    complete, lengths = same.copy(), np.zeros(len(forms), np.int64)
    if previous is not None:
        middles[same], short_rows[same] = previous.middles[kept[same]], previous.shorts[kept[same]]
    rows: list[Floats] = [np.zeros((0, len(centre)), np.float32)]
    numbers: list[Ids] = [np.zeros(0, np.int64)]
    for begin, end in _runs(same, kept):
        if previous is not None and same[begin]:
            starts = previous.starts[kept[begin] : kept[end - 1] + 2]
            lengths[begin:end] = np.diff(starts)
            rows.append(previous.wordings[starts[0] : starts[-1]])
            numbers.append(previous.numbers[starts[0] : starts[-1]])
            continue
        found = [
            (number, vector) for number, form in enumerate(forms[begin]) if (vector := vectors.get(form)) is not None
        ]
        short = vectors.get(shorts[begin])
        complete[begin] = len(found) == len(forms[begin]) and short is not None
        lengths[begin] = len(found)
        if short is not None:
            short_rows[begin] = unit(short - centre)
        if found:
            rows.append(unit(np.stack([vector for _number, vector in found]) - centre))
            numbers.append(np.array([number for number, _vector in found], np.int64))
            middles[begin] = unit(rows[-1].sum(axis=0))
    # While a store is still being filled, characters and words do alone.
    if int(lengths.sum()) < MOSTLY * sum(map(len, forms)) or not lengths.any():
        return None
    number = np.concatenate(numbers)
    return Nearness(
        centre=centre,
        wordings=np.concatenate(rows),
        starts=np.append(0, np.cumsum(lengths)),
        numbers=number,
        wording_rows=np.repeat(first_rows, lengths) + number,
        middles=middles,
        shorts=short_rows,
        known=lengths > 0,
        complete=complete,
        outside=_far(outside_forms, vectors, previous),
        outside_forms=outside_forms,
    )


def _runs(same: npt.NDArray[np.bool_], kept: Ids) -> list[tuple[int, int]]:
    """Stretches that follow one another in the previous index too, and each other article alone."""
    if not len(same):
        return []
    goes_on = same[1:] & same[:-1] & (np.diff(kept) == 1)
    begins = np.append(0, np.flatnonzero(~goes_on) + 1)
    return list(zip(begins.tolist(), [*begins[1:].tolist(), len(same)], strict=True))


def _far(forms: tuple[str, ...], vectors: VectorStore, previous: Nearness | None) -> Floats:
    if previous is not None and previous.outside_forms is forms and len(previous.outside) == len(forms):
        return previous.outside
    found = [vector for vector in map(vectors.get, forms) if vector is not None]
    return unit(np.stack(found) - vectors.centre) if found else np.zeros((1, len(vectors.centre)), np.float32)


def unit(rows: Floats) -> Floats:
    """The same directions, each of length 1."""
    lengths = np.sqrt((rows * rows).sum(axis=-1, keepdims=True))
    made: Floats = rows / np.maximum(lengths, np.float32(1e-9))
    return made
