"""What people type, brought to one form: half-width, simplified, dialect words as Mandarin, short."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache

import zhconv

from content.model import Term

LIMIT = 200
_KEPT_LENGTH = 400

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SPACE = re.compile(r"\s+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_MARKS = re.compile(r"[^\w\u3400-\u9fff]+|_+")
# Everything outside the planes and blocks that carry text people read: emoji, private use, arrows, box drawing.
_KEPT_SYMBOLS = set("+-=<>%~^$|`′″°℃‰·")


class Terms:
    """The dialect lexicon, compiled once; `apply` replaces the longest word first."""

    def __init__(self, entries: Iterable[Term] = (), fillers: Iterable[str] = ()) -> None:
        """Compile the entries; of two that say the same the later one counts."""
        self.entries = tuple(entries)
        self.fillers = tuple(fillers)
        said = sorted(map(re.escape, self.fillers), key=lambda word: (-len(word), word))
        self._filler = re.compile("|".join(said)) if said else None
        self._by_say = {term.say: term for term in self.entries}
        words = sorted(self._by_say, key=lambda word: (-len(word), word))
        # Most characters begin no dialect word: looked at first, that saves two thirds of the time (measured).
        begins = re.escape("".join(sorted({word[0] for word in words})))
        pieces = "|".join(_piece(self._by_say[word]) for word in words)
        self._pattern = re.compile(f"(?=[{begins}])(?:{pieces})") if words else None

    def apply(self, text: str) -> str:
        """The text with every dialect word replaced by its Mandarin."""
        if self._pattern is None:
            return text
        # A replaced word may complete another one (遭罚好多); twice is enough, and what is done stays done.
        for _ in range(3):
            before, text = text, self._pattern.sub(self._mandarin, text)
            if text == before:
                break
        return text

    @cached_property
    def fingerprint(self) -> str:
        """What tells another lexicon from this one."""
        return hashlib.sha256(repr((self.entries, self.fillers)).encode()).hexdigest()

    def find(self, text: str) -> tuple[str, ...]:
        """The dialect words that stand in the text, in their order."""
        return tuple(match.group(0) for match in self._pattern.finditer(text)) if self._pattern else ()

    def without_fillers(self, text: str) -> str:
        """The text without greetings, thanks and words that fill a pause; all of it where nothing else is left."""
        return (self._filler.sub(" ", text).strip() or text) if self._filler else text

    def _mandarin(self, match: re.Match[str]) -> str:
        return self._by_say[match.group(0)].means


def clean(text: str) -> str:
    """Half-width, simplified Chinese without emoji and control characters, whitespace collapsed; nothing is cut."""
    return _cleaned(text) if len(text) <= _KEPT_LENGTH else _clean(text)


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(_WIDTH)
    text = "".join(map(_kept, text))
    text = _BETWEEN_HAN.sub("", _SPACE.sub(" ", text).strip())
    return _simplified(text)


def normalize(text: str, terms: Terms, limit: int = LIMIT) -> str:
    """The form in which a message is understood: `clean`, cut to `limit` characters, dialect words as Mandarin."""
    # No message needs more than this to be cut sensibly, and 10,000 characters must not cost more than 1,000.
    text = cut(clean(text[: limit * 10]), limit)
    return terms.apply(text)[:limit]


def cut(text: str, limit: int) -> str:
    """At most `limit` characters: the beginning and, more of it, the end, where people put what they want to know."""
    if len(text) <= limit:
        return text
    head = limit // 3
    return text[:head] + text[len(text) - (limit - head) :]


def bare(text: str) -> str:
    """Only letters, digits and Chinese characters, in lower case: two wordings with the same bare form are one."""
    return _MARKS.sub("", clean(text)).lower()


# A message and its clauses are cleaned dozens of times on their way.
_cleaned = lru_cache(maxsize=4096)(_clean)


def _simplified(text: str) -> str:
    return str(zhconv.convert(text, "zh-hans"))


@lru_cache(maxsize=8192)
def _kept(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category[0] in "LNP" or character in _KEPT_SYMBOLS:
        return character
    return ""


def _piece(term: Term) -> str:
    before = f"(?<![{re.escape(term.not_after)}])" if term.not_after else ""
    after = f"(?![{re.escape(term.not_before)}])" if term.not_before else ""
    return f"{before}{re.escape(term.say)}{after}"
