"""What a correction denies or spells: 不是13812345678, 组错了，是四组, 是王得福，得到的得, and 不改了."""

import re

from rasa_sdk.events import SlotSet

from actions.chat.acting import Events, Say
from actions.chat.booking.names import stated_name
from actions.chat.booking.state import Draft
from actions.chat.context import context
from actions.chat.form_steps import stay
from actions.chat.hearing import agrees, leaves_as_it_is
from actions.chat.places import last_group
from actions.chat.turn import Turn
from actions.services.phones import around_numbers
from content.villages import find_place, names_group

_DENIED_NUMBER = re.compile(r"(?:不是|莫是|(?:莫|别|不要|不)打)(?:这个|那个)?(?:电话|号码)?是?\s*$")
_NAME_SAID = re.compile(
    r"(?:^|[，,。;；\s])(?:不是|不对|错了?|应该|名字|姓名|我|就)*(?:是|叫|写成?)"
    r"([\u3400-\u9fff]{2,3}?)(?=不是|[，,。;；\s]|$)"
)
_SPELT = re.compile(r"([\u3400-\u9fff]{1,4})的([\u3400-\u9fff])字?[嘛哈哦呢]*$")


def denies_number(turn: Turn) -> bool:
    """Whether the sentence only takes the number back that was given: 不是13812345678 names no new one."""
    cut = around_numbers(turn.said)
    if len(cut) != len("aba") or cut[1] != Draft.of(turn).phone:
        return False
    return _DENIED_NUMBER.search(cut[0]) is not None


def denies_group(turn: Turn, say: Say) -> bool:
    """Whether the sentence gives a group the village does not have: 组错了，是四组; says so."""
    village = context().village(turn.slot("village"))
    if village is None or not names_group(turn.said) or find_place(turn.said, context().villages, hint=village.code):
        return False
    say("utter_booking_no_such_group", {"village_name": village.name, "last": last_group(village)})
    return True


def spells_name(turn: Turn) -> bool:
    """Whether the sentence spells the name that was given, or denies it: 王得福，得到的得; 是王得福不是王德福."""
    before = turn.slot("resident_name")
    denied = before and f"不是{before}" in turn.said and name_said(turn) is not None
    return before is not None and (bool(denied) or spelt(turn.said) is not None)


def spelt(said: str) -> str | None:
    """The name that one part of the sentence gives and another spells, None without both."""
    pieces = re.split(r"[，,。;；\s]+", said.strip().rstrip("。.!！"))
    spelt = [found for found in map(_SPELT.search, pieces) if found and found.group(2) in found.group(1)]
    names = [name for name in (stated_name(piece.removeprefix("是")) for piece in pieces) if name]
    return next((name for name in names for found in spelt if found.group(2) in name), None)


def left_as_it_was(turn: Turn, say: Say) -> Events | None:
    """没得错, 不改了 to the question for a new value: the old one is put back; None for all else."""
    pending = turn.slot("pending") or {}
    was = pending.get("was") or {}
    if turn.button or turn.requested not in was or pending.get("offered"):
        return None
    if not (agrees(turn.said) or leaves_as_it_is(turn.said)):
        return None
    say("utter_booking_left_as_it_is")
    return stay(turn, *(SlotSet(name, value) for name, value in was.items()), SlotSet("pending", None))


def name_said(turn: Turn) -> str | None:
    """王得福 in 不是，是王得福，得到的得, where a name was given before and this one is another."""
    before = turn.slot("resident_name")
    names = [stated_name(found) for found in _NAME_SAID.findall(turn.said.strip().rstrip("。.!！嘛哈的"))]
    return next((name for name in names if name and before and name != before), None)
