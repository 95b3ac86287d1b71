"""When somebody should come: the day in people's own words, never one that is past, and the day read back to them."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from actions.clock import local
from actions.services.lunar import lunar_text
from actions.services.time_general import general_day
from actions.services.time_numbers import Half, half_of
from actions.services.time_words import EARLY, RULES, Today
from content.model import Market

__all__ = ["DayChoice", "Half", "parse_day", "parse_half", "read_back", "read_back_half"]

READ_AT_MOST = 300
_WEEKDAYS = "一二三四五六日"
_CORRECTED = re.compile(r"不对|错了|搞错|说错|记错|哦不|噢不|不不|算了|改成|改到|换成|换到")
_DENIED_BEFORE = re.compile(r"(?:不是|不要|莫要|莫在|别在|不想|不得|除了|除开|避开|不选|不约)$")
_DENIED_AFTER = re.compile(
    r"^(?:[早晚上下午天]{0,3})?[,，]?(?:那天|我|就|都|怕|恐怕|可能)*(?:不行|不得行|不得空|没空|没得空|莫得空|莫空|不空|不在|来不了|"
    r"不方便|不合适|不可以|要不得|要赶场|要走人户|要上班|有事|我有事|不好)"
)


@dataclass(frozen=True)
class DayChoice:
    """A day somebody named; `certain` is False when it has to be asked again (二天, 月底, one of two days)."""

    day: date
    half: Half | None
    certain: bool


@dataclass(frozen=True)
class _Mention:
    start: int
    end: int
    day: date | None
    certain: bool


def parse_day(text: str, now: datetime, market: Market | None) -> DayChoice | None:
    """The day (and half) a text names, as of `now`; None when it names none, or only one that is past."""
    here = local(now)
    said = re.sub(r"\s+", "", text[:READ_AT_MOST])
    today = Today(here.date(), here.hour >= 12, market)
    start = _after_correction(said, today)
    mentions = _meant(said, _mentions(said, today, start))
    if not mentions:
        found = general_day(said, here)
        if found is None:
            return None
        mentions = [_Mention(0, 0, *found)]
    first = mentions[0]
    if first.day is None:
        return None
    certain = first.certain
    if any(other.day != first.day for other in mentions[1:]):
        certain = False
    return _with_half(said, mentions, DayChoice(first.day, None, certain), here)


def parse_half(text: str) -> Half | None:
    """The half of the day a text names by itself: 上午, 晌午, 擦黑, 三点."""
    return half_of(re.sub(r"\s+", "", text[:READ_AT_MOST]))[0]


def read_back(day: date) -> str:
    """The day so that nobody mistakes it: `11月26日，星期四，农历十月十八`."""
    return f"{day.month}月{day.day}日，星期{_WEEKDAYS[day.weekday()]}，{lunar_text(day)}"


def read_back_half(half: str) -> str:
    """The half of the day in words."""
    return "上午" if half == "am" else "下午"


def _mentions(said: str, today: Today, start: int) -> list[_Mention]:
    """All days the text names from a place on; where several rules fit, the longest words win."""
    found: list[_Mention] = []
    place = start
    while place < len(said):
        best: _Mention | None = None
        for rule in RULES:
            match = rule.pattern.match(said, place)
            if match and match.end() > place and (best is None or match.end() > best.end):
                named = rule.day(match, today)
                best = _Mention(place, match.end(), *(named or (None, True)))
        if best is None:
            place += 1
            continue
        found.append(best)
        place = best.end
    # 打早 is the next morning by itself; beside a day (外后天打早) it only says when on that day.
    days = [mention for mention in found if not EARLY.fullmatch(said, mention.start, mention.end)]
    return days or found


def _meant(said: str, mentions: list[_Mention]) -> list[_Mention]:
    """Without the days that are ruled out (明天不得行), and without past ones where another is named."""
    kept = [
        mention
        for mention in mentions
        if not _DENIED_BEFORE.search(said[: mention.start]) and not _DENIED_AFTER.search(said[mention.end :])
    ]
    if mentions and not kept:
        return [_Mention(0, 0, None, False)]
    named = [mention for mention in kept if mention.day is not None]
    return named or kept


def _after_correction(said: str, today: Today) -> int:
    """Where the words that count begin: after the last 不对 that another day follows."""
    start = 0
    for match in _CORRECTED.finditer(said):
        if any(mention.day is not None for mention in _mentions(said, today, match.end())):
            start = match.end()
    return start


def _with_half(said: str, mentions: list[_Mention], choice: DayChoice, here: datetime) -> DayChoice | None:
    first = mentions[0]
    others = [mention.start for mention in mentions[1:] if mention.day != choice.day]
    near = said[first.start : others[0] if others else len(said)]
    is_today = choice.day == here.date()
    said_last = _CORRECTED.split(near)[-1]
    half, hour = half_of(said_last, here.hour if is_today else None)
    if half is None:
        half, hour = half_of(near, here.hour if is_today else None)
    if half is None and not others:
        half, hour = half_of(said, here.hour if is_today else None)
    if is_today and hour is not None and hour < here.hour:
        return None
    if is_today and half == "am" and here.hour >= 12:
        return None
    if choice.day < here.date():
        return None
    return DayChoice(choice.day, half, choice.certain)
