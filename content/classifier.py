"""How strongly the words of a message speak for each article, learnt from how people ask for it.

Likeness to a wording says how much a message and a question share; it does not know that 表 and 跳闸 tell two articles
apart while 屋头 and 怎么 tell nothing. One linear classifier per article has learnt that, from its questions and from
what people asked in their own words (content/asked), against those of all others and of messages nobody can answer.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from content.grams import Floats, Grams, Ids, hashed
from content.normalize import Terms
from content.postings import Doubles, laid_out

FILE = Path(__file__).parent / "classifier.npz"
NOBODY = ""
"""Stands among the articles for what none of them answers."""
HALF = 1 << 15
COLUMNS = 2 * HALF
READING = "1"
"""Raised whenever a text is cut or cleaned in another way (grams.py, normalize.py), so that all is learnt anew."""


# What reading an .npz file raises that is missing, foreign, cut off or damaged inside.
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True)
class Wordings:
    """What is learnt from: for each article all its wordings, and messages that no article answers."""

    articles: Mapping[str, tuple[str, ...]]
    beside: tuple[str, ...] = ()

    def classes(self) -> dict[str, tuple[str, ...]]:
        """What is told apart: the articles and, where there are such messages, what none of them answers."""
        return {**self.articles, **({NOBODY: self.beside} if self.beside else {})}


@dataclass(frozen=True)
class Classifier:
    """Sparse weights by column: those of column c lie from `starts[c]` to `starts[c + 1]`; safe in any threads.

    `owners` are places in `articles`; `made_of` says for each article the checksum of the wordings it was learnt from.
    """

    articles: tuple[str, ...]
    made_of: tuple[str, ...]
    starts: Ids
    owners: npt.NDArray[np.int32]
    weights: Floats
    biases: Floats

    def scores(self, characters: Grams, sounds: Grams) -> Doubles:
        """For each article how far the message lies on its side; above nought it is taken to ask for it."""
        columns, values = row(characters, sounds)
        begin = self.starts[columns]
        lengths = self.starts[columns + 1] - begin
        where = laid_out(begin, lengths)
        parts = self.weights[where] * np.repeat(values, lengths)
        return np.bincount(self.owners[where], parts, len(self.articles)) + self.biases

    def places(self, article_ids: Sequence[str]) -> Ids:
        """Where each article stands, -1 for one that nothing was learnt of yet."""
        known = {article: place for place, article in enumerate(self.articles)}
        return np.array([known.get(one, -1) for one in article_ids], np.int64)

    def save(self, path: Path) -> None:
        """Write everything to a file; whoever reads while it is written needs another file and a rename."""
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                articles=np.array(self.articles),
                made_of=np.array(self.made_of),
                counts=np.diff(self.starts).astype(np.int32),
                owners=self.owners,
                weights=self.weights.astype(np.float16),
                biases=self.biases,
            )


def row(characters: Grams, sounds: Grams) -> tuple[Ids, Floats]:
    """The columns of a message, cut into pieces, with their values."""
    return hashed(characters, sounds, HALF)


def learnt_all(known: Wordings, classifier: Classifier, terms: Terms) -> bool:
    """Whether the classifier has learnt of just these articles, from just these wordings as they are read today."""
    made_of = dict(zip(classifier.articles, classifier.made_of, strict=True))
    return made_of == {one: checksum(texts, terms) for one, texts in known.classes().items()}


def checksum(texts: Sequence[str], terms: Terms) -> str:
    """What tells other wordings from these, or the same ones read with other words of the dialect."""
    read = "\n".join((READING, terms.fingerprint, *sorted(texts)))
    return hashlib.sha256(read.encode()).hexdigest()[:16]


def nothing_learnt() -> Classifier:
    """A classifier that knows no article."""
    none = np.zeros(0, np.float32)
    return Classifier((), (), np.zeros(COLUMNS + 1, np.int64), np.zeros(0, np.int32), none, none)


def read_classifier(path: Path) -> Classifier:
    """The classifier of a file; one that is missing, damaged or of another form knows nothing."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            starts = np.concatenate([[0], np.cumsum(kept["counts"], dtype=np.int64)])
            found = Classifier(
                articles=tuple(map(str, kept["articles"])),
                made_of=tuple(map(str, kept["made_of"])),
                starts=starts,
                owners=kept["owners"].astype(np.int32),
                weights=kept["weights"].astype(np.float32),
                biases=kept["biases"].astype(np.float32),
            )
    except _UNREADABLE:
        return nothing_learnt()
    whole = len(found.starts) == COLUMNS + 1 and found.starts[-1] == len(found.owners) == len(found.weights)
    return found if whole and len(found.biases) == len(found.articles) else nothing_learnt()


@lru_cache(maxsize=1)
def stored_classifier() -> Classifier:
    """What was learnt of the starter library, shipped beside this module and read once."""
    return read_classifier(FILE)
