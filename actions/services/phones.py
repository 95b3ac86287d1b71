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
_LONG = re.compile(r"(?<!\d)\d{7,12}(?!\d)")
_SHORT = re.compile(r"(?:95598|12398|12345|12119|96110|1\d{2})$")
_ENDING = re.compile(r"(?:收尾|结尾|尾号|末尾|最后|后头|后面|后)")
_END_SAID = re.compile(
    r"((?:收尾|结尾|尾号|末尾|最后|后头|后面)(?:的?[几一两二三四](?:位|个)(?:数字?)?)?(?:应该|就)?(?:是|为)?[\s，,]*)"
    r"([零一二三四五六七八九〇幺]{1,4})(?![点个组社天号月])"
)
"""最后是九: beside such words even one number word is a digit."""
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
    if cut is not None:
        before = parse_phone(cut[0], previous)
        last = _parse(cut[1], before or previous) or before
        if last is not None:
            return last
    return _parse(text, previous)


def _parse(text: str, previous: str | None) -> str | None:
    said = _spell(_END_SAID.sub(_spell_end, text) if previous else text)
    runs = [re.sub(r"\D", "", piece) for run in _RUN.finditer(said) for piece in _pieces(run.group())]
    found = []
    for digits in runs:
        number = _number(digits)
        if number is not None and number not in found:
            found.append(number)
    if len(found) == 1:
        return found[0]
    if found:
        # 不是 A，是 B: the last one named is meant when the text denies another.
        return found[-1] if re.search(r"不对|不是|错了|改成|换成", said) else None
    return _corrected(said, runs, previous)


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


def _spell_end(match: re.Match[str]) -> str:
    return match.group(1) + "".join(_DIGITS[character] for character in match.group(2))


def _pieces(run: str) -> list[str]:
    """The run itself, or its parts where something else follows the number: 13900001111，27号."""
    parts = re.split(r"[\s,，、.]+", run)
    digits = [re.sub(r"\D", "", part) for part in (run, *parts)]
    if _number(digits[0]) is None and any(_number(part) for part in digits[1:]):
        return parts
    return [run] if len(digits[0]) <= 15 else parts


def _corrected(said: str, runs: list[str], previous: str | None) -> str | None:
    """36收尾: the end of the number given before is replaced."""
    if not previous or len(runs) == 0:
        return None
    end = runs[-1]
    if not 1 <= len(end) <= 8 or len(end) >= len(previous):
        return None
    if not (_ENDING.search(said) or re.search(r"不对|不是|错了|改成|应该是", said)):
        return None
    return _number(previous[: -len(end)] + end)


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


def masked(number: str) -> str:
    """The number as it may be shown: the middle hidden."""
    return number[:3] + "*" * max(len(number) - 5, 0) + number[-2:]


def without_numbers(text: str) -> str:
    """The text as people may read whom its phone numbers are no business of; service numbers such as 95598 stay."""
    return _LONG.sub(lambda found: masked(found.group()), text)
