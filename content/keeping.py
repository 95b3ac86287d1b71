"""Keeping what an editor did not touch: a visual editor writes the whole text anew, in its own spelling.

It fills up tables, takes another sign for lists, loses the two spaces at the end of a line. So a block that still says
what it said keeps its bytes, and with it what stands between it and the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markdown_it.token import Token

from content.render import detail_html, parsed

_BREAK = re.compile(r"<br\s*/?>")
_LOOSE = re.compile(r"(?<=<li>)\s*<p>|</p>(?=\s*(?:</li>|<[uo]l))")
_SOFT = re.compile(r"([^\s\\]) ?\n")
_SPACE = re.compile(r"\s+")
_LISTS = ("bullet_list_open", "ordered_list_open")

# Comparing all with all takes its time; the longest article of the library has some forty.
MOST_BLOCKS = 400


@dataclass(frozen=True)
class _Block:
    """A heading, paragraph, table or list entry: what it says, its lines, and the empty lines before it."""

    says: str
    text: str
    gap: str


def keep_untouched(before: str, after: str) -> str:
    """The text after editing in which every block that says what a block before said has that one's bytes.

    What it says is what people would read: the rendered HTML, whatever the spelling, line breaks inside a paragraph
    counted as spaces. If the parts did not make up the same whole, or there are more of them than any article has, the
    text after editing is returned as it came.
    """
    if before == after or max(_many(before), _many(after)) > MOST_BLOCKS:
        return after
    old, new = _blocks(before), _blocks(after)
    matcher = SequenceMatcher(None, [block.says for block in old], [block.says for block in new], autojunk=False)
    made, last = "", -1
    for kind, first, stop, begin, end in matcher.get_opcodes():
        for place in range(begin, end):
            if kind != "equal":
                made += new[place].gap + _broken(new[place], old[first:stop])
                last = -2
                continue
            mine = first + place - begin
            # Two that stood one after the other stand as far apart as they did.
            made += (old[mine].gap if mine == last + 1 else new[place].gap) + old[mine].text
            last = mine
    return made if _says(made) == _says(after) else after


def _broken(block: _Block, instead_of: Sequence[_Block]) -> str:
    """A new paragraph with its line ends as breaks, which they are on the editor's screen.

    Not where it takes the place of one whose lines end anywhere.
    """
    if not block.says.startswith("<p>") or any(_SOFT.search(old.text) for old in instead_of):
        return block.text
    return _SOFT.sub(r"\1  \n", block.text)


def _blocks(text: str) -> list[_Block]:
    lines = text.split("\n")
    found: list[_Block] = []
    end = 0
    for begin, stop, kind in _ranges(parsed(text)):
        while stop > begin and not lines[stop - 1].strip():
            stop -= 1
        body = "\n".join(lines[begin:stop])
        gap = "".join(line + "\n" for line in lines[end:begin])
        found.append(_Block(kind + _says(body), body, ("\n" if found else "") + gap))
        end = stop
    return found


def _many(text: str) -> int:
    return len(_ranges(parsed(text)))


def _ranges(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """First line, line after the last, and kind of every block; of lists, of every entry of the outermost."""
    found: list[tuple[int, int, str]] = []
    kind = ""
    for token in tokens:
        if token.level == 0 and token.type in _LISTS:
            kind = token.type
        elif token.map is not None and token.nesting >= 0:
            in_list = token.level == 1 and token.type == "list_item_open"
            if in_list or token.level == 0:
                found.append((token.map[0], token.map[1], kind if in_list else ""))
    return found


def _says(text: str) -> str:
    return _SPACE.sub(" ", _LOOSE.sub("", _BREAK.sub(" ", detail_html(text)))).strip()
