"""Phone numbers as people write and say them."""

import re

from content.corrected import put_right

_DIGITS = {**dict(zip("零一二三四五六七八九", "0123456789", strict=True)), "〇": "0", "幺": "1", "么": "1", "两": "2"}
_WIDE = {ord("０") + n: str(n) for n in range(10)} | {ord("＋"): "+", ord("－"): "-", ord("（"): "(", ord("）"): ")"}
_SPOKEN = re.compile(r"[零一二三四五六七八九〇幺么两](?:[\s,，、.。\-]*[零一二三四五六七八九〇幺么两0-9]){2,}")
_RUN = re.compile(r"\+?\d(?:[\s\-—–_.,，、()]*\d)*")
_MOBILE = re.compile(r"1[3-9]\d{9}$")
_AREA = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}$")
_LOCAL = re.compile(r"[2-8]\d{6}$")
_SHORT = re.compile(r"(?:95598|12398|12345|12119|96110|1\d{2})$")
_BREAK = r"\s,，。.;；、!！:："
_FIGURE = r"[0-9零一二三四五六七八九〇幺]"
_BEFORE_END = (
    rf"(?:[{_BREAK}]|不对|不是|(?:说|搞|弄|整|打|写|记)?[错拐][了咯]?|电话|手机|号码?|应该|改成|换成|莫得问题|"
    r"我们?|[他她你您的那就是为把])*+"
)
_AFTER_END = rf"(?:[嘛哈的哦噻吧了]|[，,]?不是{_FIGURE}{{1,8}})*+(?=[{_BREAK}]|$)(?!\s*[个组社队天号月根家点])"
_END = re.compile(
    rf"(?:^|(?<=[{_BREAK}]))(?![{_BREAK}]){_BEFORE_END}(?:"
    rf"(?:收尾|结尾|尾号|尾数|末尾|最后|后头|后面)(?:的?[那这]?[几一两二三四1-4]?(?:位|个)(?:数字?|号)?)?"
    rf"(?:应该|就|是|为|改成|换成|不对|错了|[{_BREAK}])*+({_FIGURE}(?:[\s\-]?{_FIGURE}){{0,7}})"
    rf"|({_FIGURE}(?:[\s\-]?{_FIGURE}){{0,7}})的?(?:收尾|结尾|尾号|末尾)){_AFTER_END}"
)
"""最后是九, 36收尾: another end of a number in so many words; digits in other words (后面那2根) are none."""
_END_ALONE = re.compile(rf"{_BEFORE_END}({_FIGURE}(?:[\s\-]?{_FIGURE})*+)[嘛哈的哦噻吧]*[{_BREAK}]*")
"""是79 right behind a number that was denied."""
_SLIP = re.compile(rf"(?:[{_BREAK}]|不对|哦豁?|[啊嗯哎呀嘞呃])*+")
_TAKEN_BACK = re.compile(
    rf"(?:[{_BREAK}]|哦豁?|[啊嗯哎呀嘞呃我又]|号码?|电话)*+(?:不对头?|不是|[说写打搞弄整记报填输按念]?[错拐])(?:[{_BREAK}了咯嘛哈哦的啦]|不对|错)*+"
)
"""13712345678，说错了: a number that its own sentence denies, with none in its place."""
_OF_ITS_FIGURES = re.compile(r"[一二三四五六七八九十几0-9]位|中间|当中|开头|倒数|数字|号码|(?<!打)电话|手机号")
_OF_NUMBERS = re.compile(
    rf"(?:[{_BREAK}]|[我你他她们的是就打给用要换改成为再说电话手机号码应该这那个]|"
    r"[爸妈爹娘儿子女娃幺哥弟姐妹爷奶婆公孙媳妇老汉嫂叔伯姑姨舅侄屋头家里])*+"
)
"""Words that may stand between a word of correction and the number it is about: 打错了，打我儿子的139…."""
_DENIES = re.compile(r"(?:不是|莫是|(?:[莫别]|不[要用能])打)(?:我|[他她的]|那个?|电话|号码)*$")
"""Right before a number: 138…，不是137…, and no correction of what stands before it (不是，137…)."""
_LONGEST_END = 8
_EDGES = " \t\n,，。.;；、!！:："
_HOME_AREA = "0816"
_OWN = re.compile(
    r"(?:我们?|屋头|家里?|他|她|的|就|是|打|[\u3400-\u7683\u7685-\u9fff]{1,3}的)*+(?:电话|手机|号码|手机号)(?:号码?)?(?:就)?(?:是|为|[:：])*[\s,，]*"
    r"([0-9][0-9\s\-]*)(?:嘛|哈|的|哦|吧)*[。.]?"
)
_DIGITS_ALONE = re.compile(r"[0-9][0-9\s\-]{1,13}[0-9]")
_TO_CALL = frozenset(("110", "119", "120", "122", "95598", "12398", "12345", "96110"))
_WHOLE = re.compile(r"(?<=[零一二三四五六七八九〇幺么两])[\s,，、.。:：]*(?=1[3-9]\d(?:[\s\-]?\d{4}){2}(?!\d))")
"""Between a number word and a whole mobile number: 赵小四13900001111, where 四 is the end of a name."""


def parse_phone(text: str, previous: str | None = None) -> str | None:
    """The number in what somebody wrote, as digits; `previous` is the number a correction of the end refers to.

    Mobiles and land lines count (a bare seven-digit line is taken for the home area 0816); a service short number is
    nobody's number to call back. Returns None when there is no number, or more than one; of a number and the one it is
    corrected to in the same sentence, or to whose end, the last counts.
    """
    cut = put_right(text)
    before = parse_phone(cut[0], previous) if cut is not None else None
    if cut is None or before is None:
        return _parse(text, previous)
    last = _parse(cut[1], None)
    if last is None and len(around_numbers(cut[1])) > 1:
        return None
    if last is None:
        end = _end_after(*cut)
        return _with_end(before, end) if end else (None if _denies_figures(*cut) else before)
    # 哦不，叫王六，儿子电话139… puts the name right: both numbers stand, and which is meant is not said.
    return last if last == before or puts_number_right(cut[1]) else None


def puts_number_right(after: str) -> bool:
    """Whether a number follows a word of correction at once, so that it is the number that is put right."""
    return _OF_NUMBERS.fullmatch(around_numbers(after)[0]) is not None


def _parse(text: str, previous: str | None) -> str | None:
    said = _spell(text)
    runs = [re.sub(r"\D", "", piece) for run in _RUN.finditer(said) for piece in _pieces(run.group())]
    found = []
    for digits in runs:
        number = _number(digits)
        if number is not None and number not in found:
            found.append(number)
    around = around_numbers(text)
    if len(found) == 1:
        if _TAKEN_BACK.fullmatch(around[-1]):
            return None
        marked = _END.search(around[-1])
        return _with_end(found[0], _figures(marked)) if marked is not None else found[0]
    denied = [number for words, number in zip(around[::2], around[1::2], strict=False) if _DENIES.search(words)]
    if len(rest := [number for number in found if number not in denied]) == 1:
        return rest[0]
    if found:
        # 不是 A，是 B: the last one named is meant when the text denies another.
        return found[-1] if re.search(r"不对|不是|错了|改成|换成", said) else None
    end = _end_of(text) if previous else None
    return _with_end(previous, end) if previous and end else None


def around_numbers(text: str) -> list[str]:
    """The text cut at its numbers: words, number, words, number, words; one piece where it names no number."""
    cut, end, said = [""], 0, _spell(text)
    for run in _RUN.finditer(said):
        cut[-1] += said[end : run.start()]
        end = run.end()
        for piece in [run.group()] if _number(_digits(run.group())) else re.split(r"([\s,，、.]+)", run.group()):
            number = _number(_digits(piece))
            cut += [number, ""] if number is not None else []
            cut[-1] += piece if number is None else ""
    cut[-1] += said[end:]
    return cut


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _pieces(run: str) -> list[str]:
    """The run itself, or its parts where something else follows the number: 13900001111，27号."""
    parts = re.split(r"[\s,，、.]+", run)
    digits = [re.sub(r"\D", "", part) for part in (run, *parts)]
    if _number(digits[0]) is None and any(_number(part) for part in digits[1:]):
        return parts
    return [run] if len(digits[0]) <= 15 else parts


def _end_after(before: str, after: str) -> str | None:
    """The digits that a correction gives for the end of the number before it, None where it is about something else."""
    behind = re.split(rf"[{_BREAK}]+", around_numbers(before)[-1].rstrip(_EDGES))[-1]
    # 最后一位不是8，是9: which place is put right may be said before the correction.
    end = _END.search(after.translate(_WIDE)) or _END.match(behind + after.translate(_WIDE))
    if end is None and (_SLIP.fullmatch(behind) or _END.fullmatch(behind)):
        end = _END_ALONE.fullmatch(after.translate(_WIDE))
    return _figures(end) if end is not None else None


def _denies_figures(before: str, after: str) -> bool:
    """Whether a number is denied and no other end is given: 不对，倒数第二位是6; 不对不对."""
    denied = _SLIP.fullmatch(around_numbers(before)[-1]) is not None
    return denied and (_OF_ITS_FIGURES.search(after) or _TAKEN_BACK.fullmatch(after)) is not None


def _end_of(text: str) -> str | None:
    """The digits that a sentence without a number gives for the end of the one known: 电话错了，36收尾."""
    said = text.translate(_WIDE)
    marked = list(_END.finditer(said))
    if marked:
        return _figures(marked[-1])
    if not re.search(r"不对|不是|错[了咯]|改成|换成|应该是", said):
        return None
    cut = put_right(said)
    parts = [*re.split(r"[,，。;；!！]+", said), *(cut[1:] if cut is not None else ())]
    alone = [found for part in parts if (found := _END_ALONE.fullmatch(part))]
    # 不对，9 may as well be a group or a day.
    speaks = re.search(r"电话|号码|手机|尾号|[一两二三四]位", said) is not None
    return _figures(alone[-1]) if alone and (speaks or len(_figures(alone[-1])) > 1) else None


def _figures(found: re.Match[str]) -> str:
    said = next(group for group in found.groups() if group)
    return _digits("".join(_DIGITS.get(character, character) for character in said))


def _with_end(number: str, end: str) -> str | None:
    return _number(number[: -len(end)] + end) if len(end) <= _LONGEST_END else None


def _number(digits: str) -> str | None:
    if digits.startswith("0086"):
        digits = digits[4:]
    elif digits.startswith("86") and len(digits) > 11:
        digits = digits[2:]
    if _MOBILE.match(digits) or _AREA.match(digits):
        return digits
    if _LOCAL.match(digits):
        return _HOME_AREA + digits
    return None


def _spell(text: str) -> str:
    """Arabic digits for every way to write them; number words only where at least three stand together."""
    text = _WHOLE.sub("；", text.translate(_WIDE))

    def spell(match: re.Match[str]) -> str:
        return "".join(_DIGITS.get(character, character) for character in match.group())

    text = _SPOKEN.sub(spell, text)
    # 幺 and mixed writing, as in 1三8: words that touch digits are digits too.
    return re.sub(r"(?<=\d)[零一二三四五六七八九〇幺]|[零一二三四五六七八九〇幺](?=\d)", spell, text)


def is_short_number(text: str) -> bool:
    """Whether the text is only a service number such as 95598, which cannot be called back."""
    return bool(_SHORT.match(re.sub(r"\D", "", _spell(text))))


def is_unfinished(text: str, asked: bool) -> bool:
    """Whether somebody gives half a number as his own: 电话是123; where one is `asked` for, digits alone too."""
    said = _spell(text.strip())
    own = _OWN.fullmatch(said)
    if own is not None:
        return parse_phone(own.group(1)) is None
    digits = _digits(said)
    return asked and _DIGITS_ALONE.fullmatch(said) is not None and digits not in _TO_CALL and parse_phone(said) is None
