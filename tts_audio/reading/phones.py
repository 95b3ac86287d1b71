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
_HOTLINE = re.compile(r"(?<![\d.,:/-])(?:95\d{3}|96\d{3,4}|12\d{3}|10086|11[024789]|12[0-2])(?![\d:/%‰-]|[.,]\d)")
_LINE = r"(?:9[56]\d{3}|12\d{3}|11\d|12[0-2])"
_SIDE_BY_SIDE = re.compile(rf"(?<![\d/.]){_LINE}(?:\s?/\s?{_LINE})+(?![\d/.])")
# Behind a hotline's digits these make it an amount: 110千伏, 120 分钟, 12000元.
_AMOUNT = re.compile(
    r"\s*(?:千(?!万[不别要注小记])|[百万亿余多几个户次元块角分毫厘米里斤吨升克伏安瓦度年月日天周岁秒立亩盏根条栋套份册株支只匹"
    r"页篇件项倍级集届]|人(?!工)|公[里斤分顷]|平[方米]|小时|张(?!家)|[a-zA-ZΩμ℃°㎡¥$+=<>×÷~]|号(?![线码])|[0-9])"
)
_CALLED = re.compile(r"(?:拨打?|致电|热线|电话|呼叫|客服|举报)[是为：:]?\s?$")
# These look like any other number: they are hotlines only behind a word for calling.
_CARRIER = re.compile(r"((?:拨打?|打|致电|热线|电话|客服)[是为：:]?\s?)(100(?:0\d|1\d))(?![\d:/%‰-]|[.,]\d)")


def read(text: str) -> str:
    """Read every telephone number; an amount that only looks like a hotline stays a number."""
    text = _COUNTRY.sub("加八六，", text)
    for pattern in _NUMBERS:
        text = pattern.sub(lambda found: one_by_one(found[0]), text)
    text = _CARRIER.sub(lambda found: found[1] + one_by_one(found[2]), text)
    text = _SIDE_BY_SIDE.sub(lambda found: found[0].replace("/", "、"), text)
    return _HOTLINE.sub(_hotline, text)


def _hotline(found: re.Match[str]) -> str:
    before, behind = found.string[max(0, found.start() - 6) : found.start()], found.string[found.end() :]
    if _AMOUNT.match(behind) and not _CALLED.search(before):
        return found[0]
    return one_by_one(found[0])
