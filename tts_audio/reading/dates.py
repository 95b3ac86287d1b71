"""Dates and years: a year is told digit by digit, a month and a day are counted."""

import re

from tts_audio.reading.digits import digits, number

_YEAR = r"(?:1[0-9]\d\d|20\d\d|21\d\d)"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ISO = re.compile(rf"(?<!\d)({_YEAR})([-/.])({_MONTH})\2({_DAY})(?!\d)(?:T(?=\d))?\s?")
_TURNED = re.compile(rf"(?<![\d.])({_DAY})([-/.])({_DAY})\2({_YEAR})(?![\d.])")
_YEAR_MONTH = re.compile(
    rf"(?<![\d.])({_YEAR})(?:[-/](0[1-9]|1[0-2])(?![\d年/-])|\.(0[1-9]|1[0-2])(?=$|[，。；、之前后]))"
)
_MONTH_YEAR = re.compile(rf"(?<![\d.])(0[1-9]|1[0-2])[-/.]({_YEAR})(?![\d.])")
_MONTH_DAY = re.compile(
    r"(?<![\d./-])(?:(0[1-9])[-/.](0[1-9]|[12]\d|3[01])|(1[0-2])[-/](0[1-9]))(?![\d./-]|\s?[元%个米])"
)
_DECADE = re.compile(r"(?<!\d)((?:1\d|20)\d0)\s?(?=年代)")
_BORN = re.compile(r"(?<![\d.])([05-9][05])(?=后(?:[^来面边]|$))")
_YEARS = re.compile(rf"(?<![\d.,])({_YEAR})\s?(?:([-~至到])\s?({_YEAR})\s?)?年(?!历史|以上|之久|前|后|来|间|多|代)")
_YEAR_SPAN = re.compile(rf"(?<![\d.,¥$])({_YEAR})\s?[-~]\s?({_YEAR})(?![\d.]|\s?[元米人户次个度])")
_ZERO_IN_FRONT = re.compile(r"(?<![\d.:])0(?=[1-9]\s?[月日号])")
_ERA = re.compile(r"(?<=公元|元前)(\d{3,4})(?=年)")
_SHORT_YEAR = re.compile(r"(?<![\d.,])(0\d|[89]\d)年(?=\d|[一二三四五六七八九十]|$|[，。])")
_NAMED_YEAR = re.compile(rf"(?<=©)\s?{_YEAR}(?!\d)|(?<=[〔\[（(]){_YEAR}(?=[〕\]）)])|(?<!\d){_YEAR}(?=Q[1-4])")
_JOINED = re.compile(r"(?<=[年月日号])\s?[-~]\s?(?=[\d零一二三四五六七八九十两])")


def read(text: str) -> str:
    """Read 2025-11-26, 2025/11, 08-08, 1949-1978年, 90后 and their kin; plain 9月1日 is left to the numbers."""
    text = _ISO.sub(lambda found: _date(found[1], found[3], found[4]), text)
    text = _TURNED.sub(lambda found: _date(found[4], *_month_first(found[1], found[3])), text)
    text = _YEAR_MONTH.sub(lambda found: f"{digits(found[1])}年{number(_plain(found[2] or found[3]))}月", text)
    text = _MONTH_YEAR.sub(lambda found: f"{digits(found[2])}年{number(_plain(found[1]))}月", text)
    text = _MONTH_DAY.sub(lambda found: _day(found[1] or found[3], found[2] or found[4]), text)
    text = _ZERO_IN_FRONT.sub("", text)
    text = _ERA.sub(lambda found: digits(found[1]), text)
    text = _DECADE.sub(lambda found: digits(found[1]), text)
    text = _BORN.sub(lambda found: digits(found[1]), text)
    text = _YEARS.sub(lambda found: _years(found[1], found[2], found[3]) + "年", text)
    text = _YEAR_SPAN.sub(lambda found: _years(found[1], "到", found[2]), text)
    text = _SHORT_YEAR.sub(lambda found: digits(found[1]) + "年", text)
    text = _NAMED_YEAR.sub(lambda found: digits(found[0]), text)
    return _JOINED.sub("到", text)


def _date(year: str, month: str, day: str) -> str:
    return f"{digits(year)}年{_day(month, day)}"


def _day(month: str, day: str) -> str:
    return f"{number(_plain(month))}月{number(_plain(day))}日"


def _years(first: str, join: str | None, last: str | None) -> str:
    return digits(first) + ("" if last is None else ("至" if join == "至" else "到") + digits(last))


def _month_first(one: str, other: str) -> tuple[str, str]:
    return (other, one) if int(one) > 12 else (one, other)


def _plain(value: str) -> str:
    return str(int(value))
