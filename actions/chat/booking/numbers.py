"""Several numbers in one breath: 她电话13566667777，你打我电话13511112222, and which of them is to be called."""

import re
from dataclasses import dataclass

from actions.chat.booking.words import RELATION
from actions.services.phones import around_numbers, parse_phone, puts_number_right
from content.corrected import put_right

_RESULT = re.compile(r"结果|(?:检查|查|弄|看|修)(?:完|好)了?.{0,3}(?:打|给|跟|告)|告诉|通知|发给")
_BEFORE_COMING = re.compile(r"(?:来|到|上门|拢|出发)(?:之|以)?(?:前|了|的?时候)")
_CALL = re.compile(r"打(?!算|火|烂|雷|听|扰|工|牌|不|得通)|联系|接(?:的)?(?:电话|的)|接$|[找喊]我|^是?能打通")
_DENIED = re.compile(
    r"(?:莫|别|不要|不用|不消|不能|不想|不会|不得|不好|不|没法?|莫法)(?:再|去|给)?(?:打|联系|接|找)|打不|不通|"
    r"停机|欠费|不是|不对|错了|没得?人接|不在身边"
)
_WRONG_BEFORE = re.compile(r"(?:不对头?|错[了咯])[嘛哈哦的]?$")
"""说错了，叫王六，儿子电话139…: what was wrong stands before it, never the number behind."""
_THE_ONE_BEFORE = re.compile(r"(?:打|接|联系|找)(?:的)?(?:前面|这个|第一个|前头)(?:那?个)?(?:电话|号码?)?")
_END_OF_ONE = r"(?:的|那个|这个|电话|号码?|手机|就行|就是|嘛|哈|吧)*$"
_HIS_OR_MINE = re.compile(
    rf"(?:打|联系|找)(?:的|给)?(我(?={_END_OF_ONE})|[他她]|我?(?:{RELATION})){_END_OF_ONE}|"
    r"(?:打|联系|找)(前|后|第一|第二|头一)(?:面|头)?(?:那|一)?个"
)
_FIRST = ("前", "第一", "头一")
_BREAKS = re.compile(r"[\s，,。;；!！?？、：:（）()]+")
_IN_BRACKETS = re.compile(r"^\s*[（(]([^（()）]{1,12})[）)]")
"""Behind a number these words are about it: 13511112222（我的）."""
_HARDLY_MORE = 8
_SOMEBODY = re.compile(rf"{RELATION}|[他她]")
_OWNED = re.compile(rf"{RELATION}|[他她我]")


@dataclass(frozen=True)
class Spoken:
    """One number of a sentence, and the parts of it that speak of that number, those before it first."""

    number: str
    words: tuple[str, ...]
    lead: int
    """So many of them stand before it."""
    use: str
    """call, result or denied in so many words; empty where nothing says what it is for."""


def spoken(said: str) -> list[Spoken]:
    """The numbers of a sentence in their order, each once; one that is put right at once was never said."""
    cut = _about_numbers(around_numbers(said))
    corrected = put_right("".join(cut)) if len(cut) == len("aba") + 2 else None
    if corrected is not None and puts_number_right(corrected[1]):
        after = around_numbers(corrected[1])
        cut = after if len(after) == len("aba") else cut
    # 13511112222，不对，23收尾: the end that is put right is that of the number just before.
    numbers = [parse_phone(number + words) or number for number, words in zip(cut[1::2], cut[2::2], strict=True)]
    pieces = [_BREAKS.split(_IN_BRACKETS.sub(r"\1，", words)) for words in cut[::2]]
    for first, number, between in zip(cut[1::2], numbers, pieces[1:], strict=True):
        between[:] = [words for words in between if number == first or not _WRONG_BEFORE.search(words)]
    lead = pieces[0]
    found: list[Spoken] = []
    for number, between, last in zip(numbers, pieces[1:], range(2, len(pieces) + 1), strict=True):
        tail, following = _shared(between, ends=last == len(pieces))
        if all(one.number != number for one in found):
            found.append(Spoken(number, (*lead, *tail), len(lead), _use(lead, tail)))
        lead = following
    return found


def _about_numbers(cut: list[str]) -> list[str]:
    """The cut sentence without a word of correction behind its last number that puts something else right."""
    corrected = put_right(cut[-1]) if len(cut) > 1 else None
    if corrected is None or corrected[0].strip("，,。 ") or parse_phone(cut[-2] + cut[-1]) != cut[-2]:
        return cut
    return [*cut[:-1], "，".join(corrected)]


def to_call(said: str) -> Spoken | None:
    """The number that is to be called where the sentence tells it from another one; None where it does not."""
    found = spoken(said)
    result = for_result(said)
    if len(found) < 2 and result is None:
        return None
    rest = [one for one in found if one != result and one.use != "denied"]
    marked = [one for one in rest if one.use == "call"]
    if len(marked) == 1 or len(rest) == 1:
        return (marked or rest)[0]
    return None if marked else _pointed_at(rest)


def for_result(said: str) -> Spoken | None:
    """The number the result is told to: 检查结果打给我妈13566667777; None where the sentence gives none."""
    found = spoken(said)
    return next((one for one in found if one.use == "result" and (len(found) > 1 or _names(one))), None)


def tells_apart(said: str) -> bool:
    """Whether more is said than one number to call, so that no number may be taken for it unseen."""
    return len(spoken(said)) > 1 or for_result(said) is not None


def owner_words(one: Spoken) -> str:
    """The part of the sentence that says whose a number is, empty where none does: 她电话, 打我的, 是我妈的."""
    behind = one.words[one.lead : one.lead + 1]
    return next((words for words in (*behind, *reversed(one.words[: one.lead])) if _OWNED.search(words)), "")


def _names(one: Spoken) -> bool:
    words = "".join(one.words)
    return "结果" in words and _SOMEBODY.search(words[words.index("结果") :]) is not None


def _pointed_at(found: list[Spoken]) -> Spoken | None:
    """The number meant by 打我的, 打后面那个 behind the last one."""
    last = found[-1] if len(found) > 1 else None
    for words in last.words[last.lead :] if last is not None else ():
        pointed = _HIS_OR_MINE.search(words)
        if pointed is None:
            continue
        if pointed.group(2):
            return found[0] if pointed.group(2) in _FIRST else found[1]
        whose = pointed.group(1)
        named = [one for one in found if _is_of(whose, owner_words(one))]
        return named[0] if len(named) == 1 else None
    return None


def _is_of(whose: str, words: str) -> bool:
    if whose == "我":
        return re.search(rf"我(?!们?(?:{RELATION}))", words) is not None
    return whose.removeprefix("我") in words


def _shared(between: list[str], ends: bool) -> tuple[list[str], list[str]]:
    """What of the words between two numbers speaks of the first, and what of the second."""
    if ends:
        return between, []
    back = next((place for place, words in enumerate(between[:-1]) if _THE_ONE_BEFORE.search(words)), None)
    if back is not None:
        return between[: back + 1], between[back + 1 :]
    alone = _THE_ONE_BEFORE.match(between[0])
    if alone is not None and len(between) == 1 and between[0][alone.end() :]:
        return [alone.group()], [between[0][alone.end() :]]
    return (between[:1], between[1:]) if len(between) > 1 else ([], between)


def _use(lead: list[str], tail: list[str]) -> str:
    """What a number is for: by the words right behind it, else by those before it, the nearest first."""
    # 打我的 behind the last number points at one of them, and not always at that one.
    behind = "".join(tail[:1]) or "".join(words for words in tail[1:2] if not _HIS_OR_MINE.search(words))
    if _DENIED.search(behind):
        return "denied"
    if not _RESULT.search(behind) and _CALL.search(behind):
        return "call"
    beside = ""
    for words in reversed(lead):
        beside = words + beside
        if len(beside) - len(words) > _HARDLY_MORE:
            return ""
        if _WRONG_BEFORE.search(words):
            return ""
        if _DENIED.search(words):
            return "denied"
        if _RESULT.search(words) and not _BEFORE_COMING.search(words):
            return "result"
        if _CALL.search(words) or _RESULT.search(words):
            return "call"
    return ""
