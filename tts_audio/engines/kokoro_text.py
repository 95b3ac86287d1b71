"""Mandarin words to the phonemes Kokoro was trained on: jieba finds the words, misaki turns pinyin into IPA."""

import logging
import re
import threading
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_TOLD = re.compile(r"([零幺一二三四五六七八九]{3,})")
_lock = threading.Lock()
_RUN = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")
# 得 is de in 走得远, dei behind a person or at the beginning, and keeps the dictionary's reading inside these words.
_FULL_DE = frozenset({"获得", "不得", "取得", "所得", "难得", "赢得", "求得"})
_WHO_MUST = frozenset({"您", "你", "我", "他", "她", "它", "人", "大家", "我们", "就", "还", "都", "也", "总", "必"})


def phonemes(text: str) -> str:
    """Phonemes of a normalised sentence, with word spaces: without them many more syllables are misheard."""
    with _lock:
        front_end = _front_end()
        parts = []
        for run in _RUN.findall(front_end.map_punctuation(text.lstrip("，。、；：！？ "))):
            parts.append(_words(front_end, run) if "\u4e00" <= run[0] <= "\u9fff" else run)
        # The combining bar under a syllable is no symbol of the model.
        return "".join(parts).replace(chr(815), "")


def _words(front_end: Any, run: str) -> str:
    words = [word for piece in _TOLD.split(run) if piece for word in _cut(piece)]
    return " ".join(_spoken(front_end, word, words[:place]) for place, word in enumerate(words))


def _cut(piece: str) -> list[str]:
    """A number told digit by digit is as many words as digits: cut into 二三 and 九八 a hotline is misheard."""
    return list(piece) if _TOLD.fullmatch(piece) else [str(word) for word in _cutter().lcut(piece, cut_all=False)]


def _spoken(front_end: Any, word: str, before: list[str]) -> str:
    known = _pronounced().get(word)
    if known:
        return "".join(front_end.py2ipa(syllable) for syllable in known.split())
    if word == "得":
        return str(front_end.py2ipa("dei3" if not before or before[-1] in _WHO_MUST else "de5"))
    if len(word) == 2 and word[1] == "得" and word not in _FULL_DE:
        return str(front_end.word2ipa(word[0])) + str(front_end.py2ipa("de5"))
    return str(front_end.word2ipa(word))


@cache
def _pronounced() -> dict[str, str]:
    table: dict[str, str] = yaml.safe_load(Path(__file__).with_name("pronounce.yml").read_text(encoding="utf-8"))
    return table


@cache
def _front_end() -> Any:
    from misaki.zh import ZHG2P

    return ZHG2P


@cache
def _cutter() -> Any:
    """A word cutter of our own, so that our words change nobody else's."""
    import jieba

    # jieba greets on standard error and announces its cache file; a clip maker's log is no place for that.
    jieba.setLogLevel(logging.ERROR)
    cutter = jieba.Tokenizer()
    for word in _pronounced():
        if len(word) > 1:
            cutter.add_word(word, freq=200_000)
    return cutter
