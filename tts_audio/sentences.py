"""Where a voice breathes: a normalised text cut into sentences short enough to speak one by one."""

import re

# A synthesiser's memory grows with a piece (22 MB a second of speech), and a listener waits for the first one.
MAX_CHARS = 48
# A longer sentence is spoken from comma to comma, as many phrases in one breath as fit.
BREATH_CHARS = 22

_ENDS = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+|[^。！？!?；;\n]+$")
_BREATHS = re.compile(r"[^，、,：:]*[，、,：:]+|[^，、,：:]+$")


def split(text: str, max_chars: int = MAX_CHARS, first: int | None = None, breath: int = BREATH_CHARS) -> list[str]:
    """Cut at sentence ends, and at commas where a sentence is longer than a ``breath``; nothing audible is lost.

    What has no comma is cut anywhere once it is longer than ``max_chars``. With ``first`` the first sentence is cut at
    a comma already where it is longer than that.
    """
    pieces: list[str] = []
    for sentence in (found.strip() for found in _ENDS.findall(text)):
        if first is not None and not pieces and len(sentence) > first:
            head = _BREATHS.findall(sentence)[0]
            pieces.extend(_breathe(head, max_chars, breath))
            sentence = sentence[len(head) :]
        pieces.extend(_breathe(sentence, max_chars, breath))
    return [piece for piece in pieces if any(char.isalnum() for char in piece)]


def _breathe(sentence: str, max_chars: int, breath: int) -> list[str]:
    most = min(breath, max_chars)
    if len(sentence) <= most:
        return [sentence]
    pieces = [""]
    for phrase in _BREATHS.findall(sentence):
        if pieces[-1] and len(pieces[-1]) + len(phrase) > most:
            pieces.append("")
        pieces[-1] += phrase
    return [part for piece in pieces for part in _chop(piece, max_chars)]


def _chop(piece: str, max_chars: int) -> list[str]:
    """A phrase without any comma is cut hard: an odd pause is better than a failed clip."""
    return [piece[start : start + max_chars] for start in range(0, len(piece), max_chars)]
