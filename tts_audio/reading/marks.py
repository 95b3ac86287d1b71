"""Signs between and before numbers: fractions, sums, comparisons, ranges, house and paragraph marks."""

import re
import unicodedata

from tts_audio.reading.digits import counted, number

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_VULGAR = re.compile(r"[\u00bc-\u00be\u2150-\u215e]")
_FRACTION = re.compile(r"(?<![\d./])(\d+)\s?/\s?(\d+)(?![\d./])")
_BRACKETED = re.compile(r"(?<=第)\s?[（(\[]\s?([\d一二三四五六七八九十百]+)\s?[)）\]]")
_HOUSE = re.compile(r"(?<=\d)\s?#(?=\s?[\u4e00-\u9fff])")
_ANGLE = re.compile(r"(\d+)[°度]\s?(\d+)\s?['′]")
_SUM = re.compile(rf"({_NUMBER})\s?([+×x*÷])\s?(?={_NUMBER})")
_MINUS = re.compile(rf"(?<=\d)\s-\s(?=\d)|(?<=\d)-(?={_NUMBER}\s?=)")
_RANGE = re.compile(
    rf"(?<![\d.A-Za-z-])(?P<nth>第\s?)?(?P<first>{_NUMBER})(?P<many>[百千万亿]*)\s?(?:-{{1,2}}|~|—+)\s?"
    rf"(?P<last>{_NUMBER})(?![\d.]|-\d)"
)
_SIGNED = re.compile(rf"(?<![\d%‰A-Za-z)）])(?<![\d%‰A-Za-z)）]\s)([-+±])\s?(?={_NUMBER}|百分之|千分之)")
_SECTION = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])")
_WORDS = {
    "<=": "小于等于",
    ">=": "大于等于",
    "≤": "小于等于",
    "≥": "大于等于",
    "≈": "约等于",
    "≠": "不等于",
    "=": "等于",
    "<": "小于",
    ">": "大于",
    "×": "乘",
    "÷": "除以",
    "±": "正负",
    "+": "加",
}
_SIGN_NAMES = {"-": "负", "+": "正", "±": "正负"}
_SUM_NAMES = {"+": "加", "×": "乘", "x": "乘", "*": "乘", "÷": "除以"}


def read(text: str) -> str:
    """Put words for the signs; the numbers beside them are read too where the sign changes how."""
    text = _VULGAR.sub(lambda found: unicodedata.normalize("NFKC", found[0]).replace("\u2044", "/"), text)
    text = _BRACKETED.sub(lambda found: found[1], text)
    text = _ANGLE.sub(r"\1度\2分", text)
    text = _SIGNED.sub(lambda found: _SIGN_NAMES[found[1]], text)
    text = _FRACTION.sub(lambda found: f"{number(found[2])}分之{number(found[1])}", text)
    text = _SECTION.sub(lambda found: "点".join(number(part) for part in found[0].split(".")), text)
    text = _HOUSE.sub("号", text)
    text = _SUM.sub(lambda found: number(found[1]) + _SUM_NAMES[found[2]], text)
    text = _MINUS.sub("减", text)
    text = _RANGE.sub(_range, text)
    for sign, words in _WORDS.items():
        text = re.sub(rf"\s?{re.escape(sign)}\s?", words, text)
    return text


def _range(found: re.Match[str]) -> str:
    first, last = found["first"], found["last"]
    alone = number(first) if found["nth"] else counted(first) if _counts(found) else number(first)
    return f"{(found['nth'] or '').strip()}{alone}{found['many']}到{last}"


def _counts(found: re.Match[str]) -> bool:
    """2-3个 is 两到三个, but 2-3 by itself, 2-3月 and 2-3号楼 are 二到三."""
    return bool(re.match(r"\s?[^\W\d月号日楼组]", found.string[found.end() :]))
