"""Knowing a village and group from what people write, by names, old names and common mishearings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from content.corrected import put_right
from content.model import Group, Village
from content.normalize import bare

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "幺": 1}
_NUMERALS = {*_DIGITS, "十"}
# 两组 means two sets of something, never the second group, so 两 is no numeral here.
_NUMERAL = r"[0-9]{1,2}|[一二三四五六七八九十幺]{1,3}"
_GROUP = re.compile(rf"第?({_NUMERAL})(?:号|村民小)?(?:组|社|队)(?!插|开关|灯|电池|电瓶|线)")
_GENERIC = re.compile(rf"^第?(?:{_NUMERAL})(?:组|社|队)$")
_PLACE_ENDS = tuple("坝湾沟坪坡坎梁岩塘院桥咀嘴")
_DENIED = ("不是", "不在", "莫是", "并非", "没在", "不得是")


@dataclass(frozen=True)
class Place:
    """A village, the group if one was said and exists there, and the words that showed it."""

    village_code: str
    group_number: int | None
    matched: str


@dataclass(frozen=True)
class _Match:
    start: int
    end: int
    village: Village
    group: Group | None = None


def find_place(text: str, villages: Sequence[Village], hint: str | None = None) -> Place | None:
    """The place the text names; a group alone counts only with `hint`, the village already known.

    Where the text corrects itself (1组，哦不，2组), the place named after that is meant; the group said before it
    stays where only the village is said anew (我们2组，应该是石椅村) and no other one was named.
    """
    cut = put_right(text)
    if cut is not None:
        before = find_place(cut[0], villages, hint)
        last = _find(cut[1], villages, before.village_code if before else hint) or before
        if last is not None and last.group_number is None:
            there = find_place(cut[0], villages, last.village_code)
            if there is not None and there.village_code == last.village_code:
                return replace(last, group_number=there.group_number)
        if last is not None:
            return last
    return _find(text, villages, hint)


def _find(text: str, villages: Sequence[Village], hint: str | None) -> Place | None:
    said = bare(text[:500])
    named = _last_named(said, villages)
    if named is not None:
        words = said[named.start : named.end]
        if named.group is not None:
            return Place(named.village.code, named.group.number, words)
        group = _old_name_in(said, named.village) or _group_in(said, named.village, named.end)
        if group is None:
            return Place(named.village.code, None, words)
        return Place(named.village.code, group[0], words + group[1])
    known = next((village for village in villages if village.code == hint), None)
    group = (_old_name_in(said, known) or _group_in(said, known, 0)) if known else None
    return Place(known.code, group[0], group[1]) if known and group else None


def names_group(text: str) -> bool:
    """Whether the text speaks of a group by number, of whichever village and whether it exists or not."""
    return _GROUP.search(bare(text[:500])) is not None


def numeral(text: str) -> int | None:
    """The number that Arabic or Chinese numerals up to 99 stand for, None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        if any(part not in _DIGITS for part in (tens, ones) if part):
            return None
        return _DIGITS.get(tens, 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS.get(text)


def _last_named(said: str, villages: Sequence[Village]) -> _Match | None:
    # Of names that overlap the longer is meant; of names apart the last, because people correct themselves.
    best: list[_Match] = []
    for match in sorted(_all_named(said, villages), key=lambda found: (found.start - found.end, found.start)):
        if all(match.end <= taken.start or taken.end <= match.start for taken in best):
            best.append(match)
    meant = [match for match in best if not said[: match.start].endswith(_DENIED)]
    return max(meant, key=lambda match: match.start, default=None)


def _all_named(said: str, villages: Sequence[Village]) -> Iterator[_Match]:
    for village in villages:
        for name in (village.name, *village.aliases):
            yield from _occurrences(said, name, village, None)
        for group in village.groups:
            # 一社 is everywhere; only a name of its own, such as one from before villages were merged, tells the place.
            for alias in group.aliases:
                if not _GENERIC.match(bare(alias)):
                    yield from _occurrences(said, alias, village, group)


def _occurrences(said: str, name: str, village: Village, group: Group | None) -> Iterator[_Match]:
    word = bare(name)
    start = said.find(word) if word else -1
    while start >= 0:
        # 二十一村 is not 十一村.
        joined = start > 0 and word[0] in _NUMERALS and said[start - 1] in _NUMERALS
        if not joined:
            yield _Match(start, start + len(word), village, group)
        start = said.find(word, start + 1)


def _old_name_in(said: str, village: Village) -> tuple[int, str] | None:
    """The group by the end of its old name where the village is known: 下坝一社 of 样例下坝一社, not 坝一社 of two."""
    found: dict[str, set[int]] = {}
    for group in village.groups:
        for alias in map(bare, group.aliases):
            generic = _GROUP.search(alias)
            if generic is None or generic.start() == 0:
                continue
            ends = (alias[start:] for start in range(generic.start()))
            longest = next((end for end in ends if end in said), None)
            if longest is not None:
                found.setdefault(longest, set()).add(group.number)
    longest = max(found, key=len, default="")
    return (min(found[longest]), longest) if len(found.get(longest, ())) == 1 else None


def _group_in(said: str, village: Village, after: int) -> tuple[int, str] | None:
    # 石椅村二组 beats a number that stands before the village's name.
    numbers = {group.number for group in village.groups}
    matches = sorted(_GROUP.finditer(said), key=lambda match: (match.start() < after, match.start()))
    for match in matches:
        number = numeral(match.group(1))
        denied = said[: match.start()].endswith(_DENIED)
        # 大田坝一社 is some place's own first group, as it was before villages were merged; only a person knows which.
        denied = denied or said[after : match.start()].endswith(_PLACE_ENDS)
        if number is not None and number in numbers and not denied:
            return number, match.group(0)
    return None
