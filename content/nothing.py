"""Messages that say nothing: one or two characters repeated, the same word over and over, marks without a word."""

from __future__ import annotations

import re

from content.normalize import bare

READ_AT_MOST = 2_000
# 停电停电 is two characters said twice, and says something; five times the same is a cat on the keyboard.
_FEW, _AGAIN = 2, 5
_REPEATED = re.compile(rf"(.{{1,8}}?)\1{{{_AGAIN - 1},}}")


def says_nothing(text: str) -> bool:
    """Whether a message has no content at all: 长长长…, 哈哈哈, 11111, the same word 200 times, nothing but marks."""
    said = bare(text[:READ_AT_MOST])
    if len(said) < _FEW:
        return not said
    few = len(set(said)) == 1 or (len(set(said)) <= _FEW and len(said) >= _AGAIN)
    return few or _over_and_over(said)


def _over_and_over(said: str) -> bool:
    """Whether it is one short word repeated to the end; the last time it may be cut off."""
    found = _REPEATED.match(said)
    return found is not None and found.group(1).startswith(said[found.end() :])
