"""Why a message got its answer, as it is kept with the answer: small, and read without the search itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Candidate:
    """An article that was weighed: its probability, its wording that matched best (empty: its text), whether offered.

    `version` is the number of the text that was live then, 0 where nobody counts them.
    """

    id: str
    title: str
    score: float
    wording: str = ""
    offered: bool = False
    version: int = 0


@dataclass(frozen=True)
class Trace:
    """How a message was understood, what was weighed, and the limits it was held against; probabilities are 0 to 1.

    `words` are the dialect words that were replaced, with their Mandarin. `known` says that an editor had written down
    the whole message or one sentence inside it. `sentence` is the one that decided in a long message, empty where that
    was all of it. `vector` says that its meaning as a whole was weighed too. `answer` is the limit for the first
    candidate, higher where it is about a danger; `among` is how sure it is that one of the first three is right, and
    `suggest` the limit for that. `reworded` is the question in the plainer words that were looked up.
    `library` and `calibration` are versions.
    """

    kind: str
    text: str
    score: float
    words: tuple[tuple[str, str], ...]
    known: str
    sentence: str
    vector: bool
    candidates: tuple[Candidate, ...]
    answer: float
    among: float
    suggest: float
    danger: bool
    calibration: str
    library: int = 0
    reworded: str = ""

    def kept(self) -> dict[str, Any]:
        """The trace as JSON keeps it, without what is empty."""
        return {**_full(self), "candidates": [_full(one) for one in self.candidates]}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Trace:
        """The trace that was kept."""
        return cls(
            kind=kept["kind"],
            text=kept.get("text", ""),
            score=kept["score"],
            words=tuple((said, means) for said, means in kept.get("words", ())),
            known=kept.get("known", ""),
            sentence=kept.get("sentence", ""),
            vector=kept.get("vector", False),
            candidates=tuple(Candidate(**one) for one in kept["candidates"]),
            answer=kept.get("answer", 0.0),
            among=kept.get("among", kept["score"]),
            suggest=kept.get("suggest", 0.0),
            danger=kept.get("danger", False),
            calibration=kept.get("calibration", ""),
            library=kept.get("library", 0),
            reworded=kept.get("reworded", ""),
        )


def _full(one: Trace | Candidate) -> dict[str, Any]:
    return {name: value for name, value in vars(one).items() if value or name == "score"}
