"""Numbers, hours and halves of the day in what people say about time."""

import re
from typing import Literal

Half = Literal["am", "pm"]

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
NUMBER = (
    r"(?:\d{1,4}|[一二两三四五六七八九]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅|[零〇一二两三四五六七八九])"
)

_BEFORE_NOON = r"(?:晌午|中午|午饭|晌午饭)(?:之前|以前|前头|前)"
_AM = re.compile(
    rf"打早|清早|大早|一早|早上|早晨|早起|早饭|赶早|趁早|(?<=[今明后天日号场])早(?!点|些|一点|就)|清晨|凌晨|(?<=[今明后])晨"
    rf"|上午|上半天|上半日|天亮|麻麻亮|天不亮|午前|{_BEFORE_NOON}"
)
_PM = re.compile(
    r"下午|下晌|后晌|下半天|下半日|后半天|晌午|中午|正午|午后|午饭后|擦黑|擦擦黑|麻麻黑|傍晚|黄昏|晚上|晚边|晚饭|天黑|黑了|夜里|夜头|半夜"
    r"|后晌|(?<=[今明后天日号场])晚(?!点|些|一点)|午饭"
)
_EVENING = re.compile(r"晚上|今晚|明晚|后晚|傍晚|擦黑|麻麻黑|黄昏|下午|下半天|下晌|后晌|午后|夜里|晚饭")
_ANY_HALF = re.compile(r"(?:上午|下午).{0,4}(?:上午|下午)|上下午|全天|整天|一整天")
_HOUR = re.compile(rf"({NUMBER})(?:点钟?|时(?!候|间)|[:：](?=\d\d))(半|一刻|[:：]?\d\d)?")
_ONE_IS_NO_HOUR = re.compile(r"(?:早|晚|快|慢|迟|有|差|好|大|小|多|少|再|先|后)一点(?!钟|半)|一点(?:都|也|儿|点|不|没)")


def number(text: str) -> int | None:
    """The number of digits or Chinese numerals up to 99 (廿三 too), None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text == "卅":
        return 30
    if text.startswith("廿"):
        return 20 + DIGITS.get(text[1:], 0)
    tens, ten, ones = text.partition("十")
    if ten:
        return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
    return DIGITS.get(text)


def half_of(text: str, now_hour: int | None = None) -> tuple[Half | None, int | None]:
    """The half of the day and, where one is said, the hour (0-23); both None when the text says neither.

    `now_hour` is the hour it is when the text speaks of today: 八点 said at ten means eight in the evening.
    """
    hour = _hour(text)
    if _ANY_HALF.search(text):
        return None, None
    am, pm = _AM.search(text), _PM.search(text)
    if am and pm:
        # 晌午前 is both: the more exact word, which is longer or stands last, decides.
        before = re.search(_BEFORE_NOON, text)
        said: Half = "am" if before or am.start() > pm.start() else "pm"
    elif am or pm:
        said = "am" if am else "pm"
    elif hour is not None:
        return _guess(hour, now_hour)
    else:
        return None, None
    if hour is None:
        return said, None
    if said == "pm" and hour < 12 and (hour <= 3 or _EVENING.search(text)):
        hour += 12  # but 晌午十一点 stays before noon
    return ("am" if hour < 12 else "pm"), hour % 24


def _hour(text: str) -> int | None:
    for match in _HOUR.finditer(text):
        around = text[max(match.start() - 1, 0) : match.end() + 1]
        if _ONE_IS_NO_HOUR.search(around):
            continue
        hour = number(match.group(1))
        if hour is not None and hour <= 24:
            return hour
    return None


def _guess(hour: int, now_hour: int | None) -> tuple[Half, int]:
    """三点 is in the afternoon, 九点 in the morning, unless that is over today."""
    if hour <= 6:
        hour += 12
    if now_hour is not None and hour < 12 and hour <= now_hour:
        hour += 12
    return ("am" if hour < 12 else "pm"), min(hour, 23)
