"""What words mean, as a table: a sentence's meaning is the weighted sum of its words', at no cost worth counting."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from content.grams import Floats
from content.normalize import bare

FILE = Path(__file__).parent / "words.npz"
LONGEST = 4
SCALE = np.float32(127.0)


class Words:
    """Words with their meanings and weights; `embed` gives a text's meaning as a vector of length 1, or noughts."""

    def __init__(self, words: list[str], rows: npt.NDArray[np.int8], weights: Floats) -> None:
        """Take the table as it was stored: small integers, because ten thousand words are in every process."""
        self._places = {word: place for place, word in enumerate(words)}
        self._rows = rows
        self._weights = weights

    @property
    def size(self) -> int:
        """The length of a meaning."""
        return int(self._rows.shape[1])

    def cut(self, text: str) -> list[str]:
        """The known words of a text, always the longest that fits next."""
        text, start, found = bare(text), 0, []
        while start < len(text):
            for length in range(LONGEST, 0, -1):
                word = text[start : start + length]
                if word in self._places:
                    found.append(word)
                    start += len(word)
                    break
            else:
                start += 1
        return found

    def embed(self, text: str) -> Floats:
        """The meaning of a text."""
        places = [self._places[word] for word in self.cut(text)]
        if not places:
            return np.zeros(self.size, np.float32)
        total = self._weights[places] @ self._rows[places].astype(np.float32)
        length = np.float32(np.sqrt(total @ total))
        meaning: Floats = total / max(length, np.float32(1e-9))
        return meaning


@lru_cache(maxsize=1)
def stored_words() -> Words:
    """The table shipped beside this module, read once."""
    with np.load(FILE, allow_pickle=False) as kept:
        return Words(kept["words"].tolist(), kept["rows"], kept["weights"])
