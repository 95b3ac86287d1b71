"""Cutting text into the small pieces by which wordings are compared: characters and, for mishearings, syllables."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pypinyin import Style, pinyin

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Grams = tuple[Ids, Floats]

_TOKEN = re.compile(r"[0-9a-z]+(?:\.[0-9]+)?|[\u3400-\u9fff]")
# Sichuanese, and recognisers listening to it, do not tell these apart.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("hu", "fu"), ("r", "z"))
_SOUND_MARK = "~"
# What was misheard says less than what was written.
_SOUND_WEIGHT = np.float32(0.7)


def character_grams(text: str) -> Grams:
    """The distinct 1- to 3-grams of a text as ids with their damped counts; a number or Latin word is one piece."""
    return _counted(_character_pieces(text))


def sound_grams(text: str) -> Grams:
    """The distinct pairs and triples of syllables as ids with damped counts, near-homophones being the same."""
    return _counted(_sound_pieces(text))


def hashed(characters: Grams, sounds: Grams, half: int) -> tuple[Ids, Floats]:
    """The pieces of a text in two times `half` columns, a power of two, with values of length 1 together.

    Two pieces may share a column; then it stands there twice.
    """
    (ids, counts), (heard, times) = characters, sounds
    values: Floats = np.concatenate([counts, times * _SOUND_WEIGHT])
    values = values / max(float(np.linalg.norm(values)), 1e-9)
    return np.concatenate([ids & (half - 1), (heard & (half - 1)) + half]), values


def _character_pieces(text: str) -> Iterator[str]:
    tokens = _TOKEN.findall(text.lower())
    for size in (1, 2, 3):
        for start in range(len(tokens) - size + 1):
            yield "".join(tokens[start : start + size])


def _sound_pieces(text: str) -> Iterator[str]:
    sounds = [syllable(token) for token in _TOKEN.findall(text.lower())]
    for size in (2, 3):
        for start in range(len(sounds) - size + 1):
            yield _SOUND_MARK + " ".join(sounds[start : start + size])


def _counted(pieces: Iterator[str]) -> Grams:
    counts = Counter(_id(piece) for piece in pieces)
    ids = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    return ids, np.sqrt(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))


@lru_cache(maxsize=65536)
def _id(piece: str) -> int:
    # 32 bits over some 50,000 pieces: a collision is rarer than a misprint, and no vocabulary has to be kept in step.
    return zlib.crc32(piece.encode())


@lru_cache(maxsize=8192)
def syllable(token: str) -> str:
    """How a character sounds, without tone and without what Sichuanese ears do not tell apart."""
    if token[0].isascii():
        return token
    sound = str(pinyin(token, style=Style.NORMAL)[0][0])
    for said, heard in _INITIALS:
        if sound.startswith(said):
            sound = heard + sound[len(said) :]
            break
    return sound[:-1] if sound.endswith("ng") else sound
