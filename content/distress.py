"""How likely it is that a message tells of a danger, and of which: by likeness to what people in danger have said.

Rules name what they know; people in danger find words nobody wrote down. What is very like a kind of danger gets the
card of that kind; what is only somewhat like one gets a line with whom to call, which hides no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from content.emergency import (
    IN_EARNEST,
    MESSAGES_KEPT,
    Emergency,
    EmergencyRules,
    clauses_of,
    detect,
    detect_beside,
    has_own_way,
    is_talk_of,
    without_everyday,
)
from content.grams import Floats, character_grams, hashed, sound_grams
from content.normalize import bare
from content.words import stored_words

FILE = Path(__file__).parent / "distress.npz"
READ_AT_MOST = 1_000
NONE = "none"
"""The kind of a message that tells of no danger."""
SURE = 0.45
"""From this probability of any danger on a card is said as if a rule had heard it."""
PLAINLY = 0.6
"""The same of a few clauses of a message that is about something else."""
SURE_OF_FEW = 0.9
"""The same of a short message: a few letters are like many things."""
SWINDLED = 0.9
"""The same where a swindle is the likeliest: nobody lies there, and the articles on fraud answer what is asked."""
OF_KIND = 0.5
"""The part of that probability which the likeliest kind needs for its card; else it is the general one."""
UNLIKELY = 0.15
"""Below this probability a message in which a rule hears a danger only talks of one."""
SELDOM = 0.03
"""The same of a short question (上吊扇咋个接); what is short and asks nothing is believed (胜利村电杆断了)."""
GENERAL = "other"
"""The kind of a danger that is none of the others: its card says whom to call for what."""
SWINDLES = frozenset(("scam", "scam_call"))
_SHORT = 12
_PIECE, _STEP = 20, 7
_LEAST_CHARACTERS = 4
_KEPT = 1024
_HAN = re.compile(r"[\u3400-\u9fff]")
_ASKS = re.compile(r"咋|怎|啷个|多少|哪里|哪点|几年|(?:吗|不|没得)$")
_HALF = 1 << 13
_PIECES = 2 * _HALF
# What the meaning of the words counts beside the pieces they are written in: 手杆甩不脱 is near 手松不开.
_MEANING = np.float32(0.7)


class Distress:
    """A multinomial regression on pieces of characters, of sounds, and meaning; safe in any number of threads."""

    def __init__(self, kinds: tuple[str, ...], weights: Floats, biases: Floats) -> None:
        """Take the kinds, `NONE` first, and for each one weight for every column and a bias."""
        self.kinds = kinds
        self._weights, self._biases = weights, biases
        # Each message is looked at several times on its way: by itself, for the numbers, for the stewards.
        self._kept = lru_cache(maxsize=_KEPT)(self._shares)

    def shares(self, text: str) -> Floats:
        """The probability of each kind, to read only; all of it on none where the message says too little to tell."""
        return self._kept(text[:READ_AT_MOST])

    def _shares(self, text: str) -> Floats:
        if len(set(_HAN.findall(text[:READ_AT_MOST]))) < _LEAST_CHARACTERS:
            nothing: Floats = np.eye(len(self.kinds), dtype=np.float32)[0]
            return nothing
        columns, values = row(text)
        odds = self._weights[:, columns] @ values + self._biases
        shares: Floats = np.exp(odds - odds.max())
        shares /= shares.sum()
        return shares

    def likelihood(self, text: str) -> float:
        """Between 0 and 1, that it is any danger; 0 for a name or one letter many times."""
        return float(1 - self.shares(text)[0])

    def likeliest(self, text: str) -> tuple[str, float, float]:
        """The likeliest kind of danger, its own probability and that of any danger."""
        shares = self.shares(text)
        place = 1 + int(np.argmax(shares[1:]))
        return self.kinds[place], float(shares[place]), float(1 - shares[0])


def row(text: str) -> tuple[npt.NDArray[np.int64], Floats]:
    """The columns of a message and their values: pieces, together of length 1, then the meaning of its words.

    Two pieces may share a column; then it stands there twice.
    """
    said = bare(text[:READ_AT_MOST])
    columns, values = hashed(character_grams(said), sound_grams(said), _HALF)
    meaning = stored_words().embed(said) * _MEANING
    return np.concatenate([columns, _PIECES + np.arange(len(meaning))]), np.concatenate([values, meaning])


def width() -> int:
    """How many columns there are."""
    return _PIECES + stored_words().size


def heard(text: str, rules: EmergencyRules) -> Emergency | None:
    """The danger a message by itself speaks of: one a rule names, even beside something else, or one it is like."""
    named = detect(text, rules)
    if named is not None:
        return meant(named, text, rules)
    return beside(text, rules) or alike(text, rules) or cried(text, rules)


def meant(named: Emergency, text: str, rules: EmergencyRules) -> Emergency | None:
    """The danger a rule heard, None where the message only talks of one: no part of it sounds like a cry."""
    return named if not is_unlikely(text) or names_plainly(clauses_of(text), rules) else None


@lru_cache(maxsize=MESSAGES_KEPT)
def alike(text: str, rules: EmergencyRules) -> Emergency | None:
    """The danger a message is very like although no rule has words for it; None where it only talks of one.

    A short one must be liker: the rules know most of those.
    """
    if is_talk_of(text, rules) or has_own_way(text, rules):
        return None
    kind, share, danger = stored_distress().likeliest(without_everyday(text, rules))
    few = len(bare(text[:READ_AT_MOST])) < _SHORT
    if danger < (SWINDLED if kind in SWINDLES else SURE_OF_FEW if few else SURE):
        return None
    found = rules.of_kind(kind if share >= OF_KIND * danger else GENERAL)
    return replace(found, by="likeness", sure=danger) if found else None


def cried(text: str, rules: EmergencyRules) -> Emergency | None:
    """The danger a clause plainly cries of in a message whose other clauses speak of the past or of a film.

    Not where what they speak of is a danger too: then all of it is one story of last year.
    """
    if not is_talk_of(text, rules):
        return None
    clauses, like = clauses_of(text), stored_distress().likelihood
    if any(is_talk_of(one, rules) and like(one) >= UNLIKELY for one in clauses):
        return None
    cries = (detect(one, rules) for one in clauses if like(one) >= PLAINLY)
    return next((found for found in cries if found is not None), None)


@lru_cache(maxsize=MESSAGES_KEPT)
def beside(text: str, rules: EmergencyRules) -> Emergency | None:
    """The danger named beside another matter, where the words that name it alone are very like one; None otherwise.

    Words too few to be like anything are believed, and so is whoever wants to die.
    """
    found = detect_beside(text, rules)
    if found is None:
        return None
    emergency, clauses = found
    short = len(set(_HAN.findall("".join(clauses)))) < _LEAST_CHARACTERS
    like = stored_distress().likelihood("，".join(clauses)) >= PLAINLY
    earnest = emergency.kind in IN_EARNEST
    return emergency if earnest or short or like or names_plainly(clauses, rules) else None


def names_plainly(clauses: Sequence[str], rules: EmergencyRules) -> bool:
    """Whether one of these clauses names a danger and sounds surely like one, whatever stands around it."""
    return any(stored_distress().likelihood(one) >= PLAINLY and detect(one, rules) is not None for one in clauses)


def is_unlikely(text: str) -> bool:
    """Whether a message is a danger to no one, whatever words are in it; of a short one it must be quite sure.

    A cry may be one sentence of a long message, so that is looked at piece by piece, from both ends as the rules do.
    """
    ends = [bare(end) for end in (text[:READ_AT_MOST], text[READ_AT_MOST:][-READ_AT_MOST:])]
    if len(ends[0]) < _SHORT:
        asks = len(set(_HAN.findall(text))) > _LEAST_CHARACTERS and _ASKS.search(ends[0])
        return bool(asks) and stored_distress().likelihood(text) < SELDOM
    pieces = [end[start : start + _PIECE] for end in ends for start in range(0, max(len(end) - _STEP, 1), _STEP)]
    return all(stored_distress().likelihood(piece) < UNLIKELY for piece in pieces)


@lru_cache(maxsize=1)
def stored_distress() -> Distress:
    """The model shipped beside this module, read once."""
    with np.load(FILE, allow_pickle=False) as kept:
        kinds = tuple(str(kind) for kind in kept["kinds"])
        return Distress(kinds, kept["weights"].astype(np.float32), kept["biases"].astype(np.float32))
