"""Clock times, and the ratios and scores that are written the same way."""

import re

from tts_audio.reading.digits import counted, number

_SCORE_WORDS = re.compile(
    r"(?:比分|比率|比例|坡度|爆冷|战胜|击败|不敌|大胜|险胜|领先|落后|以|稀释度?)[^，。；\d]{0,6}$"
)
_SCORE_END = re.compile(r"\s?(?:获胜|取胜|战胜|击败|负于|告负|领先|落后|大胜|险胜|逆转|的比)")
_CLOCK = re.compile(
    r"(?<![\d.:])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:]|\.\d)\s?([ap]\.?m\.?(?![A-Za-z]))?", re.IGNORECASE
)
_RATIO = re.compile(r"(?<![\d.:])(\d+(?:\.\d+)?)\s?:\s?(\d+(?:\.\d+)?)(?![\d:])")
_JOINED = re.compile(r"(?<=[点分秒时午])\s?(?:-{1,2}|~|—+)\s?(?=[\d零一二三四五六七八九十两上下凌次])")


def read(text: str) -> str:
    """Read 9:00 as 九点, 13:10:36 to the second, 11:8 and 78:96 as a score; a dash between two times is 到."""
    text = _CLOCK.sub(_clock, text)
    text = _RATIO.sub(lambda found: f"{number(found[1])}比{number(found[2])}", text)
    return _JOINED.sub("到", text)


def _clock(found: re.Match[str]) -> str:
    hour, minute, second, half = found.groups()
    before, behind = found.string[: found.start()], found.string[found.end() :]
    if second is None and half is None and (_SCORE_WORDS.search(before) or _SCORE_END.match(behind)):
        return f"{number(str(int(hour)))}比{number(str(int(minute)))}"
    words = f"{counted(str(int(hour)))}点"
    if minute != "00" or second:
        words += f"{_padded(minute)}分"
    if second:
        words += f"{_padded(second)}秒"
    day = {"a": "上午", "p": "下午"}[half[0].lower()] if half else ""
    return day + words


def _padded(value: str) -> str:
    return f"零{number(value[1])}" if value.startswith("0") and value != "00" else number(str(int(value)))
