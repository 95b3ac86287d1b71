"""The words for days as people here say them: one small rule per way of speaking.

A rule is a pattern and a function from its match to `(day, certain)`; None means "that is past or no day at all".
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from actions.services.lunar import LUNAR_MONTHS, festival, next_lunar
from actions.services.places import is_market_day
from actions.services.time_numbers import NUMBER, number
from content.model import Market

Found = tuple[date, bool] | None
_RECENTLY_PAST = 90
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_WEEKDAYS |= {str(index + 1): index for index in range(7)}
_WEEK = r"(?:周|星期|礼拜|个周|个星期|个礼拜)"


@dataclass(frozen=True)
class Today:
    """What a rule may know: the day it is, whether its morning is over, and the town's market."""

    day: date
    morning_over: bool
    market: Market | None


@dataclass(frozen=True)
class Rule:
    """One way of naming a day."""

    pattern: re.Pattern[str]
    day: Callable[[re.Match[str], Today], Found]


def _rule(pattern: str) -> Callable[[Callable[[re.Match[str], Today], Found]], Callable[[re.Match[str], Today], Found]]:
    def keep(function: Callable[[re.Match[str], Today], Found]) -> Callable[[re.Match[str], Today], Found]:
        RULES.append(Rule(re.compile(pattern), function))
        return function

    return keep


RULES: list[Rule] = []

_AHEAD = {"今": 0, "明": 1, "后": 2, "大后": 3, "外后": 3, "万后": 3, "老后": 3, "大外后": 4, "大大后": 4}


@_rule(
    r"(今|明|大外后|大大后|大后|外后|万后|老后|后)(?:天|日(?!期)|儿(?!子|女|童)个?|个(?!月|人|儿)|早晨?|晨|晚|下午|上午|晌午|中午|晌)"
)
def _counted(match: re.Match[str], today: Today) -> Found:
    """今天, 明早, 外后天: so many days from now."""
    return today.day + timedelta(days=_AHEAD[match.group(1)]), True


GONE_BY = re.compile(r"大?前年|去年|上(?:个)?(?:周|星期|礼拜|月|场)")
"""Years, months and weeks that are past; a day named right behind one is past with it: 去年12月5号, 上个月20号."""


PAST = re.compile(
    rf"(?:昨|前|大前|上前)(?:天|日|儿|晚|早|夜)|上(?:个)?回|(?<![以目之])(?:{GONE_BY.pattern})|刚才|刚刚|先前|才将"
)


@_rule(PAST.pattern)
def _past(_match: re.Match[str], _today: Today) -> Found:
    """昨天, 上周: nobody can be visited in the past."""
    return None


@_rule(r"(?:今明|明后)(?:两)?(?:天|日)")
def _one_of_two(match: re.Match[str], today: Today) -> Found:
    """明后天: the first of the two, to be asked about."""
    return today.day + timedelta(days=_AHEAD[match.group()[0]]), False


@_rule(r"现在|马上|立马|立刻|这阵|这会儿|这哈儿|今年子?今天|一哈儿|等哈儿|等会儿?|待会儿?")
def _at_once(_match: re.Match[str], today: Today) -> Found:
    """马上, 等哈儿: today."""
    return today.day, True


EARLY = re.compile(r"打早|赶早|大清早|清早八晨|天一亮|麻麻亮")


@_rule(EARLY.pattern)
def _early(_match: re.Match[str], today: Today) -> Found:
    """打早 without a day: the next morning."""
    return today.day + timedelta(days=1), False


@_rule(
    r"(?<![第十\d一二三四五六七八九])二天(?!后|之后|以后|内|过后|时间)|改天|改日|哪天得空|哪天空了?|空了再说|得空再说|有空再说|二回|下回"
)
def _some_day(_match: re.Match[str], today: Today) -> Found:
    """二天, 改天: some later day, which has to be asked for."""
    return today.day + timedelta(days=2), False


@_rule(r"(?:再)?(?:过|等|隔|缓)(?:个)?(?:几|两三|三两|三四|四五|两)天")
def _few_days(match: re.Match[str], today: Today) -> Found:
    """过两天: roughly then."""
    return today.day + timedelta(days=2 if "两天" in match.group() else 3), False


@_rule(r"隔天")
def _next_but(_match: re.Match[str], today: Today) -> Found:
    return today.day + timedelta(days=1), False


@_rule(rf"(?:再)?(?:过|等|隔)(?:个)?({NUMBER})天|({NUMBER})天(?:之后|以后|过后|后头|后)")
def _days_later(match: re.Match[str], today: Today) -> Found:
    """三天后, 过五天: counted from today."""
    days = number(match.group(1) or match.group(2))
    return (today.day + timedelta(days=days), True) if days is not None and days <= 365 else None


@_rule(
    rf"(?:再)?(?:过|等|隔)({NUMBER}|半)个?(周|星期|礼拜|月)(?!{_WEEK})"
    rf"|({NUMBER}|半)个?(周|星期|礼拜|月)(?:之后|以后|过后|后头|后)"
)
def _weeks_later(match: re.Match[str], today: Today) -> Found:
    """两个礼拜后, 半个月后: about then."""
    count, unit = match.group(1) or match.group(3), match.group(2) or match.group(4)
    if count == "半":
        return (today.day + timedelta(days=15), False) if unit == "月" else None
    amount = number(count)
    if amount is None or not 0 < amount <= 12:
        return None
    if unit == "月":
        return _in_month(_first(today.day, amount), today.day.day), False
    return today.day + timedelta(weeks=amount), True


@_rule(
    rf"(?<![一二三四五六七八九十\d]个)(?<![一二三四五六七八九十\d](?=个))((?:下)+|这|本|就这)?{_WEEK}([一二三四五六日天末1-7])(?![个月\d])"
)
def _weekday(match: re.Match[str], today: Today) -> Found:
    """下周三, 这周末, 礼拜天: weeks begin on Monday; 周末 is Saturday, as nobody visits on Sundays."""
    which, weekday = match.group(1) or "", _WEEKDAYS[match.group(2)]
    monday = today.day - timedelta(days=today.day.weekday())
    if which.startswith("下"):
        return monday + timedelta(weeks=len(which), days=weekday), True
    day = monday + timedelta(days=weekday)
    if which:
        if day < today.day and match.group(2) == "末":
            day = today.day
        return (day, True) if day >= today.day else None
    if day > today.day:
        return day, True
    if match.group(2) == "末" and today.day.weekday() >= 5:
        return today.day, True
    # 周三 said on a Wednesday may be today or next week; on a Friday it is next week.
    return day + timedelta(weeks=1), day < today.day


@_rule(r"(?:这|本|这个)?周末")
def _weekend(match: re.Match[str], today: Today) -> Found:
    """周末: the Saturday to come, today on a weekend."""
    ahead = 0 if today.day.weekday() >= 5 else 5 - today.day.weekday()
    return today.day + timedelta(days=ahead), True


@_rule(rf"((?:下)+|这|本){_WEEK}(?![一二三四五六日天末1-7])")
def _week(match: re.Match[str], today: Today) -> Found:
    """下周, with no day: the first one, to be asked about."""
    monday = today.day - timedelta(days=today.day.weekday())
    if match.group(1).startswith("下"):
        return monday + timedelta(weeks=len(match.group(1))), False
    return today.day + timedelta(days=1), False


@_rule(r"(下下个?|下个?|这个?|本|当)?月(底|末|尾|初|头|中旬|中间|半|中|上旬|下旬)(?!亮|份)")
def _part_of_month(match: re.Match[str], today: Today) -> Found:
    """月底, 下月初: roughly then."""
    which, part = match.group(1) or "", match.group(2)
    ahead = which.count("下")
    first = _first(today.day, ahead)
    number_in_month = {"底": 31, "末": 31, "尾": 31, "下旬": 21, "初": 1, "头": 1, "上旬": 1}.get(part, 15)
    day = _in_month(first, number_in_month)
    if part == "下旬" and day < today.day <= _in_month(first, 31):
        day = today.day
    if day < today.day:
        if which:
            return None
        day = _in_month(_first(today.day, 1), number_in_month)
    return day, False


@_rule(
    rf"(?:(\d{{4}})年|明年)?({NUMBER})月(?:份)?({NUMBER})(?:号|日)?(?![天\d个周月])|(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})[日号]?|(?<![\d.])(\d{{1,2}})[/.](\d{{1,2}})(?![\d.点号%度元])"
)
def _date(match: re.Match[str], today: Today) -> Found:
    """12月5号, 2026-12-05, 12.5: this year's, or next year's when that is long past."""
    year = match.group(1) or match.group(4)
    month = number(match.group(2) or match.group(5) or match.group(7))
    day = number(match.group(3) or match.group(6) or match.group(8))
    if month is None or day is None:
        return None
    if year or match.group().startswith("明年"):
        found = _real(int(year) if year else today.day.year + 1, month, day)
        return (found, True) if found is not None and found >= today.day else None
    found = _real(today.day.year, month, day)
    if found is not None and found >= today.day:
        return found, True
    if found is not None and (today.day - found).days < _RECENTLY_PAST:
        return None  # somebody who says November 20 on November 24 mistook the day
    found = _real(today.day.year + 1, month, day)
    return (found, True) if found is not None else None


@_rule(
    rf"(下下个?月|下个?月|这个?月|本月|当月)的?({NUMBER})(?:号|日)|(?<![月\d年])({NUMBER})号(?!楼|线|杆|院|组|店|铺|桩|变|台|表|房|门|车|码|人|机)"
)
def _day_of_month(match: re.Match[str], today: Today) -> Found:
    """26号, 下个月3号: in this month, or the next when it is past."""
    which, day = match.group(1) or "", number(match.group(2) or match.group(3))
    if day is None or not 1 <= day <= 31:
        return None
    if which:
        first = _first(today.day, which.count("下"))
        found = _real(first.year, first.month, day)
        return (found, True) if found is not None and found >= today.day else None
    for ahead in range(3):
        first = _first(today.day, ahead)
        found = _real(first.year, first.month, day)
        if found is not None and found >= today.day:
            return found, True
    return None


@_rule(r"下个?月(?![\d一二三四五六七八九十的底末尾初头中半上下])|(?:过)?年底|明年(?!\d|[一二三四五六七八九十]+月)")
def _vague(match: re.Match[str], today: Today) -> Found:
    """下个月, 年底: too vague for a visit, to be asked about."""
    if "月" in match.group():
        return _first(today.day, 1), False
    return (date(today.day.year, 12, 31) if "年底" in match.group() else date(today.day.year + 1, 1, 1)), False


@_rule(
    rf"(?:农历|阴历|古历|老历|旧历)?的?({'|'.join(LUNAR_MONTHS)})月?的?(初[一二三四五六七八九十]|{NUMBER})(?:号|日|那天)?"
    rf"|(?:农历|阴历|古历|老历|旧历)的?(?:({NUMBER})月)?的?(初[一二三四五六七八九十]|{NUMBER})(?:号|日|那天)?"
    rf"|(?:(?<![\d])({NUMBER})月|大年)?(初[一二三四五六七八九十])"
)
def _lunar(match: re.Match[str], today: Today) -> Found:
    """初三, 冬月十八, 农历十月初八: the next such lunar day."""
    named, day_text = match.group(1), match.group(2) or match.group(4) or match.group(6)
    month = LUNAR_MONTHS.get(named) if named else number(match.group(3) or match.group(5) or "x")
    if match.group().startswith("大年"):
        month = 1
    day = number(day_text.removeprefix("初"))
    found = next_lunar(today.day, month, day) if day is not None else None
    return (found, True) if found is not None else None


@_rule(
    r"(下下|下一|下个|下|这|二)?(?:一)?个?(?:逢场|赶场|当场|场期|冷场)(?:天|日|那天|那日|的时候)?(过后|以后|之后|后头|后|前一天|前|完|了)?|(下一?场)(?:天)?"
)
def _market(match: re.Match[str], today: Today) -> Found:
    """逢场天, 下一场: the town's next market day; 赶了场 the day after."""
    if today.market is None or "冷场" in match.group():
        return None
    which, side = match.group(1) or match.group(3) or "", match.group(2) or ""
    later = which.startswith(("下", "二"))
    days = (today.day + timedelta(days=ahead) for ahead in range(1 if later or today.morning_over else 0, 60))
    coming = (day for day in days if is_market_day(today.market, day))
    found = next(coming, None)
    if which.startswith("下下"):
        found = next(coming, None)
    if found is None:
        return None
    if side.startswith("前"):
        found -= timedelta(days=1)
        return (found, True) if found >= today.day else None
    if side:
        found += timedelta(days=1)
    return found, True


@_rule(
    r"除夕|大年三十|年三十|三十夜|春节|过年|元宵节?|大年十五|端午节?|端阳|中秋节?|八月十五|重阳节?|九月九|七月半|中元节?|月半节"
    r"|清明节?|冬至节?|立春|惊蛰|春分|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|秋分|寒露|霜降|立冬|小寒|大寒|腊八节?|国庆节?|五一节?|劳动节|元旦节?|妇女节|三八节|儿童节|六一节?|教师节"
)
def _festival(match: re.Match[str], today: Today) -> Found:
    """端午, 过年: the next one."""
    found = festival(match.group(), today.day)
    return (found, True) if found is not None else None


@_rule(r"(?:过完|过了|过罢|耍完)年|年过(?:了|完)|年后|开年|开春|大年过后|年前|过年前")
def _around_new_year(match: re.Match[str], today: Today) -> Found:
    """年后, 年前: somewhere around the lunar new year, to be asked about."""
    if "前" in match.group():
        eve = festival("除夕", today.day)
        return (max(today.day, eve - timedelta(days=7)), False) if eve is not None else None
    found = next_lunar(today.day, 1, 16)
    return (found, False) if found is not None else None


def _first(day: date, months_ahead: int) -> date:
    count = day.year * 12 + day.month - 1 + months_ahead
    return date(count // 12, count % 12 + 1, 1)


def _in_month(first: date, day: int) -> date:
    return first.replace(day=min(day, calendar.monthrange(first.year, first.month)[1]))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
