"""When somebody should come: the day in people's own words, never one that is past, and the day read back to them."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from actions.clock import local
from actions.services.lunar import lunar_text
from actions.services.time_general import general_day
from actions.services.time_numbers import NUMBER, Half, half_of, number
from actions.services.time_words import EARLY, GONE_BY, PAST, RULES, Today
from content.model import Market

__all__ = ["DayChoice", "Half", "days_named", "names_past", "parse_day", "parse_half", "read_back", "read_back_half"]

READ_AT_MOST = 300
_WEEKDAYS = "一二三四五六日"
_CORRECTED = re.compile(r"不对|错了|搞错|说错|记错|哦不|噢不|不不|算了|改成|改到|换成|换到")
_DENIED_BEFORE = re.compile(r"(?:不是|不要|莫要|莫在|别在|不想|不得|除了|除开|避开|不选|不约)$")
_DENIED_AFTER = re.compile(
    r"^(?:[早晚上下午天]{0,3})?[,，]?(?:那天|我|就|都|怕|恐怕|可能)*(?:不行|不得行|不得空|没空|没得空|莫得空|莫空|不空|不在|来不了|"
    r"不方便|不合适|不可以|要不得|要赶场|要走人户|要上班|有事|我有事|不好)"
)
_TWO_DAYS = re.compile(r"(今|明)(明|后)(?:两)?天")
_DATE = re.compile(
    rf"(?:(?P<year>\d{{4}})(?:年|[-/.])|(?P<last>大?前年|去年)的?|(?P<ago>上个?月)的?)?"
    rf"(?:(?P<month>{NUMBER})(?:月份?|[-/.]))?(?P<day>{NUMBER})(?:[号日]|(?=\D|$))"
)
_GONE = re.compile(rf"{PAST.pattern}|(?:这|本)个?(?:周|星期|礼拜)[一二三四五六日天1-7]")
_YEARS_AGO = {"去年": 1, "前年": 2, "大前年": 3}


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


def days_named(text: str, now: datetime, market: Market | None) -> list[date]:
    """The days to come that a text names beside each other, in its order: 明后天, 明天或者后天, 8号9号."""
    here = local(now)
    said = _TWO_DAYS.sub(r"\1天\2天", re.sub(r"\s+", "", text[:READ_AT_MOST]))
    today = Today(here.date(), here.hour >= 12, market)
    named = _meant(said, _mentions(said, today, _after_correction(said, today)))
    return list(dict.fromkeys(one.day for one in named if one.certain and one.day and one.day >= here.date()))


def names_past(text: str, now: datetime) -> bool:
    """Whether a text that names no day to come names one that is past: 昨天, 去年12月5号, 2025年12月5号, 11月20号."""
    today = local(now).date()
    said = re.sub(r"\s+", "", text[:READ_AT_MOST])
    gone = Today(today, True, None)
    if any(
        one.day is None and _GONE.fullmatch(said, one.start, one.end) is not None for one in _mentions(said, gone, 0)
    ):
        return True
    return any(_is_past(found, today) for found in _DATE.finditer(said))


def _is_past(found: re.Match[str], today: date) -> bool:
    if found["ago"]:
        return True
    if not found["month"] or (month := number(found["month"])) is None or (day := number(found["day"])) is None:
        return False
    year = int(found["year"] or today.year - _YEARS_AGO.get(found["last"] or "", 0))
    try:
        return date(year, month, day) < today
    except ValueError:
        return False


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
        before = found[-1] if found else None
        if before is not None and best.start - before.end <= said.startswith("的", before.end):
            # 去年12月5号 is no day to come; 去年冬天坏的，12月5号来 is one.
            gone = before.day is None and GONE_BY.fullmatch(said, before.start, before.end) is not None
            best = replace(best, day=None) if gone else best
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
