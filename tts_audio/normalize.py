"""From written Chinese to the words a voice says: numbers, units, hotlines and dates as people read them."""

import re
from functools import cache
from typing import TYPE_CHECKING

from tts_audio.errors import NotSpeakable
from tts_audio.reading import READERS, finish

if TYPE_CHECKING:
    from wetext import Normalizer

__all__ = ["NotSpeakable", "speakable"]

_LATIN = re.compile(r"[A-Za-zÀ-ɏͰ-ϿЀ-ӿ]+")
_DIGITS = re.compile(r"[0-9]")


def speakable(text: str) -> str:
    """Rewrite a text so that only Chinese words and pauses remain; what has no reading raises ``NotSpeakable``."""
    for read in READERS:
        text = read(text)
    words = tuple(dict.fromkeys(_LATIN.findall(text)))
    if words:
        raise NotSpeakable(words)
    if _DIGITS.search(text):
        text = _wetext().normalize(text)
    return finish(text)


@cache
def _wetext() -> "Normalizer":
    from wetext import Normalizer

    return Normalizer(lang="zh", operator="tn", traditional_to_simple=True)
