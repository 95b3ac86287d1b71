"""From written Chinese to the words a voice says: numbers, units, hotlines and dates as people read them."""

import re

from tts_audio.errors import NotSpeakable
from tts_audio.reading import READERS, finish

__all__ = ["NotSpeakable", "speakable", "spoken_text"]

# Words and pauses are all a Mandarin voice knows; one more letter of any other script and something would be lost.
_CJK = r"\u3400-\u9fff\uf900-\ufaff〇"
_UNKNOWN = re.compile(rf"[^\W{_CJK}]+")


def speakable(text: str) -> str:
    """Rewrite a text so that only Chinese words and pauses remain; what has no reading raises ``NotSpeakable``."""
    words = spoken_text(text)
    unknown = tuple(dict.fromkeys(_UNKNOWN.findall(words)))
    if unknown:
        raise NotSpeakable(unknown)
    return words


def spoken_text(text: str) -> str:
    """The same reading, with words in foreign letters left as they are: for showing and for measuring."""
    for read in READERS:
        text = read(text)
    return finish(text)
