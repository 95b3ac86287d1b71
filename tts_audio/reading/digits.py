"""Digits and whole numbers as Chinese words."""

_PLAIN = "零一二三四五六七八九"
_BY_PHONE = "零幺二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")


def one_by_one(text: str) -> str:
    """Each digit by itself with 幺 for one, as numbers are told on the telephone; other characters are dropped."""
    return "".join(_BY_PHONE[int(char)] for char in text if char.isdigit())


def digits(text: str) -> str:
    """Each digit by itself with plain 一, as in years and behind a decimal point."""
    return "".join(_PLAIN[int(char)] for char in text if char.isdigit())


def number(text: str) -> str:
    """A number such as 12, 0.75 or 1,200 in words; longer than 16 digits it is read digit by digit."""
    whole, _, fraction = text.replace(",", "").replace("，", "").partition(".")
    told = len(whole) > 16 or (len(whole) > 1 and whole.startswith("0"))
    words = digits(whole) if told else _whole(int(whole or "0"))
    return f"{words}点{digits(fraction)}" if fraction else words


def counted(text: str) -> str:
    """A number in front of a measure word: two of something is 两."""
    return "两" if text == "2" else number(text)


def _whole(value: int) -> str:
    if value == 0:
        return "零"
    groups: list[int] = []
    while value:
        value, low = divmod(value, 10_000)
        groups.append(low)
    words = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            continue
        skipped = bool(words) and (group < 1000 or groups[place + 1] == 0)
        words += ("零" if skipped else "") + _group(group, first=not words, large=place > 0) + _GROUPS[place]
    return words


def _group(value: int, *, first: bool, large: bool) -> str:
    """Up to four digits; at the very front 10 to 19 are 十…, and 2000 or 2万 are 两千, 两万."""
    if large and first and value == 2:
        return "两"
    words, empty = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit == 0:
            empty = bool(words)
            continue
        words += "零" if empty else ""
        empty = False
        if first and not words and place == 1 and digit == 1:
            words += "十"
        elif digit == 2 and place == 3 and first and not words:
            words += "两千"
        else:
            words += _PLAIN[digit] + _PLACES[place]
    return words
