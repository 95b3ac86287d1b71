"""Numbers in Chinese text with their units, so that a stated number can be held against the facts it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from content.media import blanked

HOTLINES = ("95598", "12398", "96110", "12381", "12119", "12345", "12348", "12333", "12315", "110", "119", "120")

_UNITS = {
    "千瓦时": "度", "平方千米": "平方千米", "平方公里": "平方千米", "平方毫米": "平方毫米", "千伏": "千伏",
    "毫安": "毫安", "千瓦": "千瓦", "毫米": "毫米", "厘米": "厘米", "公里": "千米", "千米": "千米", "公顷": "公顷",
    "个小时": "小时", "小时": "小时", "个钟头": "小时", "钟头": "小时", "分钟": "分钟",
    "个工作日": "工作日", "工作日": "工作日", "个月": "个月", "周岁": "岁", "块钱": "元",
    "千克": "千克", "公斤": "千克", "秒": "秒", "伏": "伏", "瓦": "瓦", "米": "米", "元": "元", "块": "元",
    "度": "度", "天": "日", "日": "日", "号": "日", "月": "月", "岁": "岁", "年": "年", "次": "次", "倍": "倍",
    "条": "条", "级": "级", "人": "人", "户": "户", "组": "组", "点": "点", "时": "点", "%": "%", "‰": "‰",
    "丈": "丈", "尺": "尺", "市尺": "尺", "斤": "斤", "市斤": "斤", "亩": "亩",
    "里路": "里", "里地": "里", "里多路": "里", "里远": "里", "华里": "里",
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_RANGE = r"[—–\-~～至到/]{1,2}"
_ARABIC = re.compile(
    rf"(?<![\d.])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?![\d])(?P<scale>万|亿)?[余多来]?\s?(?P<unit>{_UNIT})?"
)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{1,2})(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_HAN = "零〇一二三四五六七八九十百千"
# What people measure with at home; 一里路 is as much a number as 两里路, while 一年, 一秒 may be a way of speaking.
_OLD = "里多路|里路|里地|里远|华里|市尺|市斤|丈(?!夫|量)|尺(?!寸)|斤|亩"
_HOURS = "个小时|小时|个钟头|钟头"
# A Chinese numeral counts as a statement only with one of these.
_HAN_UNITS = f"千伏|毫安|厘米|{_HOURS}|块钱|块|分钟|个工作日|工作日|公里|周岁|岁|伏|米|元|天|年|倍|秒|{_OLD}"
_HAN_NUMBER = re.compile(
    rf"(?<![{_HAN}两几好数年第\d.])(?!千[伏瓦克米])(?P<number>[{_HAN}两]+)(?P<scale>万|亿)?[余多来]?"
    rf"(?P<unit>{_HAN_UNITS})(?P<more>半(?![天夜年]))?"
)
# 过两天, 两分钟, 两年, 两块 state nothing exact when 两 stands alone.
_VAGUE_TWO = frozenset(("天", "分钟", "年", "块", "个工作日", "工作日", "倍", "秒"))
_FROM_ONE = frozenset(("里", "丈", "尺", "斤", "亩"))
# 半个小时, 半里路; 大半个小时 and 后半小时 are no halves.
_HALF = re.compile(
    rf"(?<![{_HAN}两几多大小后前上下个\d])半个?(?P<unit>小时(?!候)|钟头|公里|厘米|米|{_OLD})"
    rf"|(?<![{_HAN}两几好数第\d.])(?P<whole>\d{{1,3}}|[{_HAN}两]+)个半(?P<hours>小时(?!候)|钟头)"
)
_IDIOMS = re.compile(
    r"三天两头|千百年|百年好合|十年树木|三伏天?|三九天?|一年四季|一天|一年|一条|一米阳光|千年|百年"
    r"|半斤八两|三尺讲台|一亩三分地"
)
_COUNTED = re.compile(
    r"第\d{1,2}步|\d{1,2}(?:句|件|步|招|样|不要|个(?:字|动作|办法|要点|问题|办法|习惯|提醒))|^\s*\d{1,2}[.、．](?!\d)\s?",
    re.MULTILINE,
)
_HAN_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HALF_OF_ONE = Decimal("0.5")
_MINUTES = 60
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True)
class Quantity:
    """A number with its unit ('' when none was said) and where it stands."""

    value: Decimal
    unit: str
    start: int
    said: str


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers a text states; enumerations, counts of its own points and idioms state nothing."""
    text = _COUNTED.sub(lambda match: " " * len(match.group(0)), blanked(text))
    text = _IDIOMS.sub(lambda match: "　" * len(match.group(0)), text)
    found = [*_iso(text), *_clock(text)]
    covered = [(quantity.start, quantity.start + len(quantity.said)) for quantity in found]
    halves = _halves(text)
    found += halves
    covered += [(half.start, half.start + len(half.said)) for half in halves]
    for quantity in [*_arabic(text), *_han(text)]:
        if not any(start <= quantity.start < end for start, end in covered):
            found.append(quantity)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def backed(quantity: Quantity, facts: Iterable[Quantity]) -> bool:
    """True when a fact states the same value with the same unit; a number without one is backed by any.

    A fact's bare number backs no unit (第3条 is no 3个工作日), but 23:00 backs 23点, and 30分钟 half an hour.
    """
    return any(
        same(fact, quantity)
        or (fact.value == quantity.value and (not quantity.unit or (not fact.unit and quantity.unit == "点")))
        for fact in facts
    )


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are one: 半个小时 is 30分钟; the old measures equal nothing but themselves."""
    return measure(one) == measure(other)


def measure(quantity: Quantity) -> tuple[Decimal, str]:
    """The value and unit by which quantities are compared: hours as minutes, all others as they are."""
    if quantity.unit == "小时":
        return quantity.value * _MINUTES, "分钟"
    return quantity.value, quantity.unit


def hotlines(text: str) -> list[tuple[str, int]]:
    """The telephone numbers for everybody that a text names, with their places."""
    pattern = rf"(?<![\d.])({'|'.join(HOTLINES)})(?![\d.]*\d)(?!\s?(?:{_UNIT}))"
    return [(match.group(1), match.start()) for match in re.finditer(pattern, blanked(text))]


def _arabic(text: str) -> list[Quantity]:
    matches = list(_ARABIC.finditer(text))
    found: list[Quantity] = []
    for place, match in enumerate(matches):
        unit, scale = match.group("unit") or "", match.group("scale") or ""
        following = matches[place + 1] if place + 1 < len(matches) else None
        # 3—7年: both are years.
        if not unit and following and re.fullmatch(_RANGE, text[match.end() : following.start()]):
            # 3—10万元 are both ten thousands; 1000—1万元 is not ten million to ten thousand.
            rises = _plain(match.group("number")) < _plain(following.group("number"))
            unit, scale = following.group("unit") or "", scale or (following.group("scale") or "" if rises else "")
        value = _plain(match.group("number")) * _scale(scale)
        found.append(Quantity(value, _UNITS.get(unit, ""), match.start(), match.group(0).strip()))
    return found


def _han(text: str) -> list[Quantity]:
    found = []
    for match in _HAN_NUMBER.finditer(text):
        number, said = match.group("number"), match.group("unit")
        value, unit = han_value(number), _UNITS[said]
        if value is None or value < 1 or (value == 1 and unit not in _FROM_ONE):
            continue
        if number == "两" and not match.group("scale") and said in _VAGUE_TWO:
            continue
        total = Decimal(value) * _scale(match.group("scale") or "") + (_HALF_OF_ONE if match.group("more") else 0)
        found.append(Quantity(total, unit, match.start(), match.group(0)))
    return found


def _halves(text: str) -> list[Quantity]:
    found = []
    for match in _HALF.finditer(text):
        whole = match.group("whole") or ""
        value = (int(whole) if whole.isascii() else han_value(whole)) if whole else 0
        if value is not None:
            unit = _UNITS[match.group("unit") or match.group("hours")]
            found.append(Quantity(value + _HALF_OF_ONE, unit, match.start(), match.group(0)))
    return found


def han_value(numeral: str) -> int | None:
    """The value of a Chinese numeral below ten thousand, None when it is not one."""
    total, digit = 0, 0
    for character in numeral:
        if character in _HAN_TENS:
            total += (digit or 1) * _HAN_TENS[character]
            digit = 0
        elif character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        else:
            return None
    return total + digit


def _iso(text: str) -> list[Quantity]:
    found = []
    for match in _ISO.finditer(text):
        for part, unit in zip(match.groups(), ("年", "月", "日"), strict=True):
            if part:
                found.append(Quantity(Decimal(part), unit, match.start(), match.group(0)))
    return found


def _clock(text: str) -> list[Quantity]:
    found = []
    for match in _CLOCK.finditer(text):
        hour, minute = Decimal(match.group(1)), Decimal(match.group(2))
        values = [hour, minute] + ([hour - 12] if hour > 12 else [])
        # 30:2 is a ratio and 23:00 a time: no unit, so that both are found by their numbers.
        found += [Quantity(value, "", match.start(), match.group(0)) for value in values]
    return found


def _plain(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _scale(word: str) -> Decimal:
    return {"万": Decimal(10_000), "亿": Decimal(100_000_000)}.get(word, Decimal(1))
