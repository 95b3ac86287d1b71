"""Amounts of money: the sign in front is spoken behind."""

import re

from tts_audio.reading.digits import number

_NAMES = {
    "A$": "澳元",
    "HK$": "港元",
    "US$": "美元",
    "NT$": "新台币",
    "¥": "元",
    "$": "美元",
    "€": "欧元",
    "£": "英镑",
    "₩": "韩元",
    "CNY": "人民币",
    "RMB": "人民币",
    "HKD": "港元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "AUD": "澳元",
}
_SIGN = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_IN_FRONT = re.compile(
    rf"(?<![A-Za-z])(?P<minus>-)?(?P<sign>{_SIGN})\s?(?P<amount>{_AMOUNT})(?:\s?(?P<many>[百千万亿]+))?"
    rf"(?:\s?[-~]\s?(?:{_SIGN})?\s?(?P<last>{_AMOUNT})(?:\s?(?P<last_many>[百千万亿]+))?)?元?"
)
_BEHIND = re.compile(
    rf"(?P<amount>{_AMOUNT})(?P<many>[百千万亿]*)\s?(?P<name>CNY|RMB|HKD|USD|EUR|GBP|JPY|AUD)(?![A-Za-z])"
)


def read(text: str) -> str:
    """¥1.25 is 一点二五元; a range keeps both amounts with the name once."""
    text = _IN_FRONT.sub(_signed, text)
    return _BEHIND.sub(lambda found: number(found["amount"]) + found["many"] + _NAMES[found["name"]], text)


def _signed(found: re.Match[str]) -> str:
    name = _NAMES[found["sign"]]
    words = ("负" if found["minus"] else "") + number(found["amount"]) + (found["many"] or "")
    if found["last"]:
        words += ("" if name == "元" else name) + "到" + number(found["last"]) + (found["last_many"] or "")
    return words + name
