"""Where a Chinese line may end: not before ，。！？）》, not after （《, and never inside 35kV, 95598 or 3米."""

import re
from collections.abc import Iterator, Sequence

NOT_FIRST = frozenset("，。！？；：、）》〉」』】〕〗”’…—～·%‰℃,.!?;:)]}")
NOT_LAST = frozenset("（《〈「『【〔〖“‘([{①②③④⑤⑥⑦⑧⑨⑩")
_UNITS = (
    "千瓦时|平方毫米|平方米|立方米|千伏安|千伏|万伏|千瓦|毫安|毫米|厘米|公里|公斤|分钟|小时|个月|万元|亿元|"
    "米|元|度|年|月|日|号|时|分|秒|岁|次|倍|级|条|款|项|伏|安|瓦|天|人|户|个|页|版|万|亿"
)
# What belongs to no word of an alphabet: Chinese, its signs, blanks.
_CHINESE = r"\s\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"第?\d[\d.,:/~～—-]*(?:{_UNITS})|\d[\d.,]* [A-Za-zμ℃%‰]{{1,3}}(?![A-Za-z])|[^{_CHINESE}]+|\n|[^\S\n]+|.", re.S
)


def break_lines(text: str, widths: Sequence[float], room: float) -> list[tuple[int, int]]:
    """The lines of a text as (start, end); together they are the text, and blanks at a line's end take no room.

    `widths` are those of the characters. A piece wider than the room is cut where it must be.
    """
    lines: list[tuple[int, int]] = []
    start, used = 0, 0.0
    for first, end, last in _units(text):
        width = sum(widths[first:end])
        if start < first and used + width > room:
            lines.append((start, first))
            start, used = first, 0.0
        if width > room:
            for place in range(first, end):
                while start < place and used + widths[place] > room:
                    cut = _cut(text, start, place)
                    lines.append((start, cut))
                    start, used = cut, sum(widths[cut:place])
                used += widths[place]
        else:
            used += width
        used += sum(widths[end:last])
        if text[first] == "\n":
            lines.append((start, last))
            start, used = last, 0.0
    return [*lines, (start, len(text))] if start < len(text) or not lines else lines


def _cut(text: str, start: int, place: int) -> int:
    """The best place to cut a piece that is too long: behind a stroke of an address, where it may, where it must."""
    allowed = [
        cut for cut in range(start + 1, place + 1) if text[cut] not in NOT_FIRST and text[cut - 1] not in NOT_LAST
    ]
    strokes = [cut for cut in allowed if text[cut - 1] in "/-_=&?" and cut - start > (place - start) / 2]
    return max(strokes or allowed or [place])


def _units(text: str) -> Iterator[tuple[int, int, int]]:
    """What stays on one line as (start, end, end with the blanks behind it); a line feed is one by itself."""
    first, end, last = 0, 0, 0
    for found in _PIECE.finditer(text):
        piece, begin, stop = found[0], found.start(), found.end()
        if piece == "\n" or text[first : first + 1] == "\n":
            if last > first:
                yield first, end, last
            first, end, last = begin, stop, stop
        elif piece.isspace():
            last = stop
            end = end if end > first else stop
        elif end > first and (piece[0] in NOT_FIRST or text[end - 1] in NOT_LAST):
            end = last = stop
        else:
            if last > first:
                yield first, end, last
            first, end, last = begin, stop, stop
    if last > first:
        yield first, end, last
