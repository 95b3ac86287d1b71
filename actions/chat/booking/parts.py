"""One parser for each thing the booking form asks; each returns the slots a sentence may set, or None."""

import re
from dataclasses import replace
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.chat.booking import numbers
from actions.chat.booking.names import is_family_name, is_like_name, parse_name, stated_name
from actions.chat.booking.put_right import LONGEST_PROBLEM
from actions.chat.booking.state import CALLER, HERE, NO_GROUP, OTHER
from actions.chat.booking.words import DAUGHTER, RELATION, TROUBLE
from actions.chat.context import context
from actions.chat.hearing import is_enough, is_skip, is_unknown, without_end
from actions.chat.nothing import means_nothing
from actions.chat.places import Where
from actions.chat.turn import Turn
from actions.services.phones import around_numbers, parse_phone
from content.corrected import said_last
from content.normalize import bare
from content.villages import find_place, numeral

# 妹 at the end of 唐三妹 is part of a name: a relation stands by itself or behind words like these.
_WHOSE = re.compile(
    rf"(?:(?<![\u3400-\u9fff])|(?<=[我们的打找系诉给是留喊说跟知他她屋头里和让请问叫就]))[大小二三老幺]?({RELATION})"
)
_CALLER = re.compile(
    r"接电话|打电话的?那|就?告诉[他她]|^[他她]$|一样|同一个|[这那]个电话|刚才那?个?|就打这个|也是[他她]"
)
_HERE = re.compile(
    r"这里|这儿|微信|手机上|网上|^我$|^(?:就|是|我|跟|给)*本人|我自己|就我|(?:告诉|发给|通知|给|跟|和)我(?:说|讲)?(?:自己|本人|一声|就|嘛|吧|哈|噻|了|的|哦|呀|[，,。.!！\s]|$)"
)
_NOT_ME = re.compile(r"(?:莫|别|不|不要|不用|不消)(?:告诉|通知|跟|给)(?:我|他|她)(?:说|讲)?[，,。 ]*")
_TO = re.compile(r"^(?:结果|打电话|打|找|联系|告诉|通知|给|跟|留|喊|是|就|说|到)*(?:我们?|他|她)?(?:屋头|家)?的?")
_BESIDE = re.compile(r"[\s\d，,。;；:：、!！]+")
_NAMED = re.compile(r"(?:叫|名字是)([\u3400-\u9fff]{2,3})(?![\u3400-\u9fff])")
_SOMEONE = re.compile(r"另外|别人|其他人|另一个")
_LONE_NUMBER = re.compile(r"第?([0-9]{1,2}|[一二三四五六七八九十两]{1,3})(?:组|社|队|号)?(?:嘛|哈|的|吧)*")
_NO_IDEA = re.compile(r"不晓得|不知道|不清楚|搞不清|弄不清|说不清|记不到|记不得|忘了|搞忘")
_NUMBERS = re.compile(r"[0-9０-９]{7,}")
_SHORT_ANSWER = 14
_ONE_BREATH = 40
_WHO_AND_WHERE = re.compile(
    r"(?:我(?:们)?住在?|我叫|我姓|我的?电话|电话(?:号码)?是|"
    r"(?:你们[\u3400-\u9fff]{0,6})?(?:能不能|麻烦|请)(?:你们)?(?:派|喊|来)).*$"
)
_ASKED = re.compile(r"(?:想|要|再|还)问|问一?[下哈]")
_NUMBER = re.compile(r"[0-9零一二三四五六七八九幺](?:[\s\-]*[0-9零一二三四五六七八九幺]){6,}")
_NEAR = 12
"""So many characters before a number may say whose it is."""


def take_village(turn: Turn) -> list[EventType] | None:
    """The village, and the group when it is said too."""
    known = turn.slot("village") or turn.village_code
    found = find_place(turn.said, context().villages, hint=known)
    if found is None:
        return None
    return place_events(found.village_code, found.group_number)


def place_events(village_code: str, group: int | None) -> list[EventType]:
    """The slots of a place; a village without known groups is not asked for one."""
    village = context().village(village_code)
    value: int | str | None = group
    if value is None and (village is None or not village.groups):
        value = NO_GROUP
    return [SlotSet("village", village_code), SlotSet("group", value), Where(village_code, group).remembered()]


def take_group(turn: Turn) -> list[EventType] | None:
    """The group of the village already known, or another village with its group."""
    found = find_place(turn.said, context().villages, hint=turn.slot("village"))
    if found is not None and (found.group_number is not None or found.village_code != turn.slot("village")):
        return place_events(found.village_code, found.group_number)
    if is_unknown(turn.said) or is_skip(turn.said) or knows_not(turn.said):
        return [SlotSet("group", NO_GROUP)]
    village = context().village(turn.slot("village"))
    groups = {group.number for group in village.groups} if village is not None else set()
    number = next((one for one in map(lone_number, said_last(turn.said)) if one in groups), None)
    return place_events(village.code, number) if village is not None and number is not None else None


def knows_not(said: str) -> bool:
    """Whether a short answer says that somebody does not know: 不晓得啥子毛病, 五星村 不晓得几组."""
    return len(bare(said)) <= _SHORT_ANSWER and _NO_IDEA.search(said) is not None


def lone_number(said: str) -> int | None:
    """The number a sentence consists of, None when it says more."""
    match = _LONE_NUMBER.fullmatch(bare(said))
    return numeral(match.group(1).replace("两", "二")) if match else None


def take_name(turn: Turn) -> list[EventType] | None:
    """The name; a phone number said with it is taken too."""
    alone = bare(turn.said).removesuffix("家")
    *corrected, whole = said_last(turn.said)
    put_right = (parse_name(words) for words in corrected)
    name = next((one for one in put_right if one and is_like_name(one) and not is_place(one)), None)
    name = name or parse_name(whole) or stated_name(whole)
    if len(alone) == 1 and is_family_name(alone):
        name = alone  # 李, 李家: enough for the visit
    if name is None or is_place(name):
        return None
    asked_of = (turn.slot("offered") or {}).get("name")
    if name != asked_of and bare(turn.said) == name and not is_like_name(name):
        return None  # 月亮 alone: asked whether that is the name
    return [SlotSet("resident_name", name), *(_phone_too(turn))]


def is_place(words: str) -> bool:
    """Whether these words are a village, or the name of one or of its town without 村 or 镇."""
    names = (name for village in context().villages for name in (village.name, *village.aliases, village.town))
    return words in names or any(
        words == name.rstrip("村镇") for village in context().villages for name in (village.name, village.town)
    )


def take_phone(turn: Turn) -> list[EventType] | None:
    """The number to call, and whose it is when that is said; of several numbers the one that is said to be called."""
    kept: dict[str, Any] = turn.slot("call_phone") or {}
    if numbers.tells_apart(turn.said):
        meant = numbers.to_call(turn.said)
        if meant is not None:
            return [SlotSet("call_phone", {"number": meant.number, "whose": _owner(meant, turn.said)})]
        if numbers.for_result(turn.said) is not None:
            return None
    number = parse_phone(turn.said, previous=kept.get("number"))
    return None if number is None else [SlotSet("call_phone", {"number": number, "whose": whose(turn.said)})]


def take_result(turn: Turn) -> list[EventType] | None:
    """Who hears the result: whoever is called, the one who writes, or somebody with a number of their own.

    Whom a sentence before named (告诉我女子) keeps that word when the number comes by itself.
    """
    found = (_result_in(turn, words) for words in said_last(turn.said))
    return next((events for events in found if events is not None), None)


def _result_in(turn: Turn, words: str) -> list[EventType] | None:
    said = _NOT_ME.sub("", words)
    number = parse_phone(said)
    if number is not None:
        whom = _called(said, waited_for(turn)) or _called(_NOT_ME.sub("", turn.said))
        return [SlotSet("result_to", {"how": OTHER, "number": number, "whose": whom})]
    called: dict[str, Any] = turn.slot("call_phone") or {}
    relation = whose(said)
    if _CALLER.search(said) or (relation and relation == called.get("whose")):
        return [SlotSet("result_to", {"how": CALLER})]
    if relation == "" and _HERE.search(said):
        return [SlotSet("result_to", {"how": HERE})]
    return None


def _owner(one: numbers.Spoken, said: str) -> str:
    words = numbers.owner_words(one)
    return whose(words) or (whose(said) if re.search(r"[他她]", words) else "")


def number_for_result(turn: Turn) -> list[EventType]:
    """The number that is said to be the one for the result: 检查结果打给我妈13566667777."""
    one = numbers.for_result(turn.said)
    if one is None:
        return []
    words = "，".join(one.words)
    said = words[max(words.find("结果"), 0) :]
    return [SlotSet("result_to", {"how": OTHER, "number": one.number, "whose": _called(said)})]


def result_of(turn: Turn) -> list[EventType] | None:
    """The number in the sentence as that of whoever hears the result, where it names somebody with it."""
    number, whom = parse_phone(turn.said), _called(turn.said, waited_for(turn))
    return [SlotSet("result_to", {"how": OTHER, "number": number, "whose": whom})] if number and whom else None


def waited_for(turn: Turn) -> str:
    """Who is to hear the result and whose number was asked for, empty when nobody was named."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    return str(pending.get("whose") or "")


def named(said: str) -> str:
    """Whom a sentence without a number names, with the name: 儿子何小平 in 告诉我儿子，他叫何小平."""
    relation = whose(said)
    found = _NAMED.search(said)
    name = stated_name(found.group(1)) if found else None
    return relation + (name or "")


def wants_somebody_else(said: str) -> bool:
    """Whether the result goes to somebody whose number was not said yet."""
    return bool(_SOMEONE.search(said)) or bool(whose(said))


def take_problem(turn: Turn) -> list[EventType] | None:
    """What is wrong, as it was said; empty when it was skipped."""
    if is_skip(turn.said) or is_enough(turn.said) or is_unknown(turn.said) or knows_not(turn.said):
        return [SlotSet("problem", "")]
    if means_nothing(turn.said):
        return None
    return [SlotSet("problem", without_end(turn.said)[:LONGEST_PROBLEM])] if len(bare(turn.said)) > 1 else None


def trouble_in(said: str) -> str:
    """The parts of a longer sentence that speak of a trouble, as they were said."""
    # A number parts a sentence too: 王大山电话13812345678电线老化.
    parts = re.split(r"[，,。;；!！?？\s]+", _NUMBERS.sub("，", said))
    told = (_only_trouble(part.strip()) for part in parts if TROUBLE.search(part) and not _ASKED.search(part))
    return "，".join(told)[:LONGEST_PROBLEM]


def _only_trouble(part: str) -> str:
    """The part without who and where, which a story spoken in one breath ends with."""
    shorter = _WHO_AND_WHERE.sub("", part) if len(part) > _ONE_BREATH else part
    return shorter if TROUBLE.search(shorter) else part


def digits_in(said: str) -> str:
    """The part of a longer sentence with the most digits, so that 给我妈约 does not make the number hers."""
    said = next((words for words in said_last(said) if parse_phone(words)), said)
    around = around_numbers(said)
    if len(around) == len("aba") and parse_phone(around[1] + around[2]) is None:
        return ""  # 13712345678，哦豁，说错了
    part = max(
        re.split(r"[，,。;；!！?？\n]+", said), key=lambda part: len(re.findall(r"[0-9零一二三四五六七八九幺]", part))
    )
    if parse_phone(said) not in (None, parse_phone(part)):
        return said  # 13712345678，说错了，79收尾: the end stands in another part
    number = _NUMBER.search(part) if len(part) > _ONE_BREATH else None
    return part[max(number.start() - _NEAR, 0) :] if number else part


def whose(said: str) -> str:
    """The relation a phone belongs to (儿子 in 打我儿子的电话), empty when none is named."""
    match = _WHOSE.search(said)
    if match is None:
        return ""
    return "女儿" if match.group(1) in DAUGHTER else match.group(1)


def _called(said: str, before: str = "") -> str:
    """The relation and the name beside a number: 儿子赵小四 in 告诉我儿子赵小四 139…; either may be missing."""
    word = _WHOSE.search(said)
    relation = whose(said) or before
    for part in filter(None, _BESIDE.split(said)):
        alone = _TO.sub("", part).removeprefix(word.group(1) if word else "")
        name = stated_name(alone.removeprefix("叫").removeprefix("是"))
        if name is not None and not is_place(name):
            return relation if name in relation else relation + name
    return relation


def _phone_too(turn: Turn) -> list[EventType]:
    if turn.slot("call_phone") is not None:
        return []
    # Only the part with the digits: 张三，138… would otherwise read the name as a digit.
    several = numbers.tells_apart(turn.said)
    return take_phone(turn if several else replace(turn, said=digits_in(turn.said))) or []
