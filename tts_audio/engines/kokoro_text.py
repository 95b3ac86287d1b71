"""Mandarin words to the phonemes Kokoro was trained on: jieba finds the words, misaki turns pinyin into IPA."""

import logging
import threading
from functools import cache
from typing import Any

_lock = threading.Lock()


def phonemes(text: str) -> str:
    """Phonemes of a normalised sentence, with word spaces: without them many more syllables are misheard."""
    with _lock:
        front_end = _front_end()
        # Misaki tells Chinese from marks by the first character, so a sentence has to begin with a word.
        words = text.lstrip("，。、；：！？ ")
        return str(front_end.legacy_call(front_end.map_punctuation(words))) if words else ""


@cache
def _front_end() -> Any:
    import jieba

    # jieba greets on standard error and announces its cache file; a clip maker's log is no place for that.
    jieba.setLogLevel(logging.ERROR)
    from misaki.zh import ZHG2P

    return ZHG2P
