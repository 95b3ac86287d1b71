"""How likely it is that a message tells of a danger which no rule of emergency.yml has words for.

Rules name what they know; people in danger find words nobody wrote down. This only adds whom to call beside a refusal
or a list of titles: it never answers anything and never hides an answer, so that a false alarm costs one line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from content.grams import Floats, character_grams
from content.normalize import bare

FILE = Path(__file__).parent / "distress.npz"
READ_AT_MOST = 1_000
_LEAST_CHARACTERS = 4
_HAN = re.compile(r"[\u3400-\u9fff]")
_SIZE = 13
COLUMNS = 1 << _SIZE


class Distress:
    """A logistic regression on the pieces of one to three characters; safe in any number of threads."""

    def __init__(self, weights: Floats, bias: float) -> None:
        """Take one weight for each of the `COLUMNS` columns."""
        self._weights, self._bias = weights, bias

    def likelihood(self, text: str) -> float:
        """Between 0 and 1; 0 for a message that says too little to tell, as a name or one letter many times."""
        if len(set(_HAN.findall(text[:READ_AT_MOST]))) < _LEAST_CHARACTERS:
            return 0.0
        columns, values = row(text)
        odds = float(self._weights[columns] @ values) + self._bias
        return float(1 / (1 + np.exp(-odds)))


def row(text: str) -> tuple[npt.NDArray[np.int64], Floats]:
    """The columns of a message and their values, together of length 1."""
    ids, counts = character_grams(bare(text[:READ_AT_MOST]))
    values: Floats = counts / max(float(np.linalg.norm(counts)), 1e-9)
    return ids & (COLUMNS - 1), values


@lru_cache(maxsize=1)
def stored_distress() -> Distress:
    """The model shipped beside this module, read once."""
    with np.load(FILE, allow_pickle=False) as kept:
        return Distress(kept["weights"].astype(np.float32), float(kept["bias"]))
