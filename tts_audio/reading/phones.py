"""Telephone numbers and hotlines, told digit by digit with 幺, the way people say them."""

import re

from tts_audio.reading.digits import one_by_one

_COUNTRY = re.compile(r"\+\s?86[-\s]?(?=\d)")
_NUMBERS = (
    # mobile, also in groups
    re.compile(r"(?<![\d.])1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)"),
    # area code and land line, also (0816)2345678
    re.compile(r"(?<![\d.])[(（]?0(?:10|2\d|[3-9]\d{2})[)）]?[-\s]?\d{7,8}(?:-\d{1,4})?(?!\d)"),
    re.compile(r"(?<![\d.])[48]00[-\s]?\d{3}[-\s]?\d{4}(?!\d)"),
    re.compile(r"(?<![\d.])[48]00[-\s]?\d{4}[-\s]?\d{3}(?!\d)"),
)
_HOTLINE = re.compile(
    r"(?<![\d.,:/-])(?:95\d{3}|96\d{3,4}|12\d{3}|100(?:0\d|1\d|86)|11[024789]|12[0-2])(?![\d:/%‰-]|[.,]\d)"
)
# Behind a hotline's digits these make it an amount: 110千伏, 120 分钟, 12000元.
_AMOUNT = re.compile(
    r"\s*(?:[千百万亿余多几个户人次元块角分毫厘米公里斤吨升克伏安瓦度年月日号天周岁秒小时平立亩台盏根条座栋套份册本株支只头匹张"
    r"页篇字件项种家名位倍层楼级栏集期届排列]|[a-zA-ZΩμ℃°㎡¥$+=<>×÷~])"
)
_LISTED = re.compile(r"号线|号码")


def read(text: str) -> str:
    """Read every telephone number; an amount that only looks like a hotline stays a number."""
    text = _COUNTRY.sub("加八六，", text)
    for pattern in _NUMBERS:
        text = pattern.sub(lambda found: one_by_one(found[0]), text)
    return _HOTLINE.sub(_hotline, text)


def _hotline(found: re.Match[str]) -> str:
    behind = found.string[found.end() : found.end() + 4]
    if _AMOUNT.match(behind) and not _LISTED.match(behind):
        return found[0]
    return one_by_one(found[0])
