"""What a sentence says beyond the question that is open: 张桂兰，13800138000，后天上午，插座打火."""

import re
from collections.abc import Callable, Container
from dataclasses import replace

from rasa_sdk.events import EventType, SlotSet

from actions.chat.acting import Say
from actions.chat.booking import parts, when
from actions.chat.booking.names import is_fuller, parse_name, stated_name
from actions.chat.booking.numbers import tells_apart
from actions.chat.context import context
from actions.chat.turn import Turn
from actions.chat.wording import day_name
from actions.db.engine import begin
from content.corrected import said_last

_CALLED = re.compile(r"(?:他|她|老人|我妈|我爸|我老汉儿?|我婆婆?|户主|名字|我)叫([\u3400-\u9fff·]{2,8})")
_TOLD = re.compile(
    r"在?这里告诉我|告诉接电话的人?|结果.{0,3}(?:跟|给|告诉|和)我(?:说|讲)?(?![\u3400-\u9fff]{0,3}[0-9])"
)
_FAMILY = re.compile(r"(?:我|免贵)*姓[\u3400-\u9fff][的嘛哈]?")
_SAID_NOWHERE = ("utter_booking_vague_time", "utter_booking_past_time", "utter_booking_too_far")
"""Only to the question when: elsewhere 昨天遭麻了 and 过年那阵 tell the trouble and choose no day."""
_BEFORE_NUMBER = re.compile(
    r"(?:[组社队村]|户主|姓名|名字|[上下]午|[0-9]{7})(?:的|叫|是)*([\u3400-\u9fff]{2,3})"
    r"(?=的?(?:电话|手机|号码|联系)|[，, ]*1[0-9]{6,})"
)
"""A name spoken in one breath with place and number: 石椅村三组王大山电话13812345678电线老化."""
_CALLS_HIMSELF = re.compile(r"(?:我|户主)(?:的?名字)?叫(?!人|大家|师傅|隔壁)([\u3400-\u9fff]{2,4})")
_PARTS = re.compile(r"[，,。;；、!！\s]+")


def gather(
    turn: Turn, say: Say, is_empty: Callable[[str], bool], village_code: str | None, given: Container[str] = ()
) -> list[EventType]:
    """Slots for name, phone, trouble and time that are still empty and that the sentence states plainly.

    A day that cannot be is told why; one without its half is kept until that is asked.
    A name replaces the family's alone (张大富 after 姓张), unless the sentence was just taken for the name.
    """
    found: list[EventType] = []
    if is_empty("call_phone"):
        several = tells_apart(turn.said)
        found += parts.take_phone(turn if several else replace(turn, said=parts.digits_in(turn.said))) or []
    if "resident_name" not in given:
        found += _name(turn, is_empty("resident_name")) or _unusual(turn, is_empty("resident_name"))
    told = _TOLD.search(turn.said)
    to = parts.number_for_result(turn) if is_empty("result_to") else []
    found += to
    if is_empty("result_to") and told and not to:
        found += parts.take_result(replace(turn, said=told.group())) or []
    trouble = parts.trouble_in(turn.said) if is_empty("problem") else ""
    if trouble:
        found.append(SlotSet("problem", trouble))
    if is_empty("visit_time") and village_code and turn.said:
        with begin(context().sessions) as session:
            choice = when.choose(session, village_code, turn)
        if isinstance(choice, when.Chosen):
            found.append(time_slot(choice, say))
        elif choice is not None:
            found += refused_time(say, choice)
    if is_empty("visit_time") and not village_code and turn.said:
        found += when.wished(turn)
    return found


def refused_time(say: Say, choice: when.Refused) -> list[EventType]:
    """Say of a day that was named too early why it cannot be, or keep it until its half is asked."""
    if choice.day is not None:
        at_night = choice.response == "utter_booking_day_only"
        if "other" in choice.values:
            say("utter_booking_one_of_two", choice.values)
        else:
            noted = "utter_booking_noted_not_at_night" if at_night else "utter_booking_noted"
            say(noted, {"value": day_name(choice.day)})
        return [SlotSet("visit_time", None), when.awaiting(choice.day)]
    if choice.response in _SAID_NOWHERE:
        return []
    say(choice.response, choice.values)
    return [when.in_mind(None, choice.half)]


def says_more(said: str) -> bool:
    """Whether the sentence has several parts, or a name after the place, so that more than the answer may be in it."""
    return len([part for part in _PARTS.split(said) if part]) > 1 or stated_name(said) is not None


def time_slot(choice: when.Chosen, say: Say) -> EventType:
    """The slot that keeps a chosen half day; which of several days it is and which would do as well is said."""
    if choice.other is not None:
        say("utter_booking_one_of_two", {"day": day_name(choice.day), "other": day_name(choice.other)})
    return SlotSet("visit_time", {"day": choice.day.isoformat(), "half": choice.half, "steward": choice.steward})


def _name(turn: Turn, empty: bool) -> list[EventType]:
    """The name, where none was given before or only the family's; 王六 in 我叫王五，哦不，我叫王六."""
    found = (_name_in(replace(turn, said=words), empty) for words in said_last(turn.said))
    return next(filter(None, found), [])


def _unusual(turn: Turn, empty: bool) -> list[EventType]:
    """我叫月亮: kept, and asked about when the name is due, because it may be none (我叫赶紧来)."""
    told = (_CALLS_HIMSELF.fullmatch(part) for part in _PARTS.split(turn.said))
    name = next((parse_name(one.group(1)) for one in told if one), None) if empty else None
    if name is None or parts.is_place(name):
        return []
    return [SlotSet("offered", {"what": "name", "name": name, "told": True})]


def _name_in(turn: Turn, empty: bool) -> list[EventType]:
    before = str(turn.slot("resident_name") or "")
    called = _CALLED.search(turn.said)
    if called and empty:
        return parts.take_name(replace(turn, said=called.group(1))) or []
    family = next((part for part in _PARTS.split(turn.said) if _FAMILY.fullmatch(part)), None)
    if family and empty:
        return parts.take_name(replace(turn, said=turn.said[turn.said.index(family) :])) or []
    for match in _BEFORE_NUMBER.finditer(turn.said):
        name = stated_name(match.group(1))
        if empty and name and not parts.is_place(name):
            return [SlotSet("resident_name", name)]
    # Two or three characters between commas are a name only where they begin like one and name no place: 石椅.
    for name in filter(None, map(stated_name, _PARTS.split(turn.said))):
        if not parts.is_place(name) and (empty or is_fuller(name, before)):
            return [SlotSet("resident_name", name)]
    return []
