"""Patterns that read a text in two ways: a short message makes the program try them all, and it never comes back.

`(?:里|头|里头)*` reads 里头里头…x in 2^n ways before it fails, and while it tries nobody else is answered: who sends
such a message stops the reader of emergencies. `(?:里|头)*` means the same and reads it in one.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import islice, product
from typing import Any

# The tree that the standard library's own engine is made from: no other reader knows exactly what it does.
_parser: Any = importlib.import_module("re._parser")
_kinds: Any = importlib.import_module("re._constants")

TIMES = 28
"""So often `hard_texts` repeats a piece: two ways to read each are 2^28 in all."""
_LONG = 12
"""A repetition that may go on so far is looked at."""
_SAMPLES = 400
_PIECES = 3_000
_FAILS = ("\x00", "要\x00")
_HAN = "的"


def read_two_ways(pattern: re.Pattern[str]) -> str | None:
    """The shortest piece that a repetition of the pattern can read in two ways; None where none was found.

    Looks at samples of what is repeated, so it finds most and not all; `hard_texts` is for trying.
    """
    for _before, body in _repetitions(list(_tree(pattern)), ("",)):
        pieces = set(islice(_samples(body), _PIECES)) - {""}
        found = [piece for piece in pieces if _is_made_of(piece, pieces)]
        if found:
            return min(found, key=lambda piece: (len(piece), piece))
    return None


def hard_texts(pattern: re.Pattern[str]) -> Iterator[str]:
    """Texts that repeat what the pattern repeats, after what must stand before it, and then fail."""
    seen: set[str] = set()
    for before, body in _repetitions(list(_tree(pattern)), ("",)):
        for start in dict.fromkeys(("", *islice(before, 2))):
            for piece in islice(_samples(body), 80):
                texts = {start + piece * TIMES + end for end in _FAILS} if piece else set()
                yield from sorted(texts - seen)
                seen |= texts


def inside(value: Any, depth: int = 6) -> Iterator[re.Pattern[str]]:
    """The patterns in a value: itself, or what lists, mappings and dataclasses hold."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth == 0 or isinstance(value, str | bytes | type):
        return
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from inside(one, depth - 1)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from inside(one, depth - 1)
    elif is_dataclass(value):
        for field in fields(value):
            yield from inside(getattr(value, field.name), depth - 1)


def _tree(pattern: re.Pattern[str]) -> Any:
    return _parser.parse(pattern.pattern, pattern.flags)


def _is_made_of(piece: str, pieces: set[str]) -> bool:
    """Whether the piece is two or more of the pieces, one after the other."""
    reached = [True] + [False] * len(piece)
    for end in range(1, len(piece) + 1):
        whole = end == len(piece)
        reached[end] = any(reached[begin] and piece[begin:end] in pieces for begin in range(1 if whole else 0, end))
    return reached[-1]


def _repetitions(nodes: Sequence[Any], before: Sequence[str]) -> Iterator[tuple[Sequence[str], list[Any]]]:
    """What is repeated without a small bound, with samples of what must stand before it."""
    for number, (kind, value) in enumerate(nodes):
        here = [a + b for a, b in product(before, list(islice(_samples(nodes[:number]), 2)) or [""])]
        if kind in (_kinds.MAX_REPEAT, _kinds.MIN_REPEAT):
            _least, most, body = value
            if most >= _LONG:
                yield here, list(body)
            yield from _repetitions(list(body), here)
        else:
            # One that gives nothing back (*+) reads in one way; what it repeats may not.
            inner = [value[2]] if kind is _kinds.POSSESSIVE_REPEAT else _branches(kind, value)
            for branch in inner:
                yield from _repetitions(list(branch), here)


def _branches(kind: Any, value: Any) -> list[Any]:
    if kind is _kinds.SUBPATTERN:
        return [value[3]]
    if kind is _kinds.BRANCH:
        return list(value[1])
    if kind is _kinds.ATOMIC_GROUP:
        return [value]
    if kind in (_kinds.ASSERT, _kinds.ASSERT_NOT):
        return [value[1]]
    return []


def _samples(nodes: Sequence[Any]) -> Iterator[str]:
    """Texts these nodes match, one for each choice of one branch; what is looked at ahead or behind is not heeded."""
    if not nodes:
        yield ""
        return
    kind, value = nodes[0]
    rest = list(islice(_samples(nodes[1:]), 6))
    for first in islice(_of_node(kind, value), _SAMPLES):
        for after in rest:
            yield first + after


def _of_node(kind: Any, value: Any) -> Iterator[str]:
    if kind is _kinds.LITERAL:
        yield chr(value)
    elif kind in (_kinds.NOT_LITERAL, _kinds.ANY):
        yield _HAN
    elif kind is _kinds.IN:
        yield from _of_set(value)
    elif kind in (_kinds.MAX_REPEAT, _kinds.MIN_REPEAT, _kinds.POSSESSIVE_REPEAT):
        least, most, body = value
        found = list(islice(_samples(list(body)), _SAMPLES))
        for count in dict.fromkeys((max(least, 1), least, min(least + 1, most))):
            yield from (one * count for one in (found if count else [""]))
    elif kind in (_kinds.SUBPATTERN, _kinds.BRANCH, _kinds.ATOMIC_GROUP):
        for branch in _branches(kind, value):
            yield from _samples(list(branch))
    else:
        yield ""


def _of_set(items: Sequence[Any]) -> Iterator[str]:
    if items and items[0][0] is _kinds.NEGATE:
        yield from (_HAN, "a")
        return
    for kind, value in islice(items, _LONG):
        if kind is _kinds.LITERAL:
            yield chr(value)
        elif kind is _kinds.RANGE:
            low, high = value
            yield _HAN if low <= ord(_HAN) <= high else chr(low)
        else:
            yield {_kinds.CATEGORY_DIGIT: "1", _kinds.CATEGORY_SPACE: " "}.get(value, _HAN)
