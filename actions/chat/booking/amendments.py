"""What somebody says of a visit that is booked already: another number, name or group, one more trouble, a wrong code.

Only whether a sentence is such a change, and what it changes; nothing is written here.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from actions.chat.booking.names import parse_name
from actions.chat.booking.numbers import for_result, to_call
from actions.chat.booking.put_right import added_trouble, another_character
from actions.chat.context import context
from actions.chat.hearing import is_question
from actions.chat.turn import Turn
from actions.chat.wording import phone_name
from actions.db.engine import read
from actions.services import bookings
from actions.services.bookings import TELL_HERE, Booking
from actions.services.phones import parse_phone
from content.normalize import bare
from content.villages import find_place, names_group

_WRONG = r"(?:也|都|又|是|写|弄|搞|说|记|填|给|打)*(?:错|不对|不是|换|改|变|应该是)"
_PHONE = re.compile(rf"(?:电话|号码|手机)(?:号码?)?{_WRONG}|(?:换|改)(?:了|成|个|一?[下哈])*(?:电话|号码|手机)")
_NAME = re.compile(rf"(?:名字|姓名|名儿){_WRONG}(?:成|了|为|是|叫|的|咯)*[，,：: ]*(?:是|叫|应该是|改成)*(.*)$")
_PLACE = re.compile(
    r"(?:村子|村组|村|组|社|队|地方|地址|位置)(?:也|都|又|写|弄|搞|说|记|填)*(?:错|不对|不是|应该是|改成|换成|改到)"
)
_RESULT = re.compile(r"结果.{0,4}(?:告诉|通知|跟|给)")
_TO_WHOM = re.compile(r"^.*?结果(?:就|要|改成|改)*(?:告诉|通知|跟|给)(?:我们?)?的?")
_HERE = re.compile(r"(?:告诉|通知|跟|给)我(?:说|讲|自己|嘛|就|$)|这里")
_EARLIER = re.compile(
    r"(?:早点|早些|快点|提前|赶紧|晚点|晚些|推后|推迟)(?:来(?!电|水|钱)|上门|过来|几天|一天|点来)|"
    r"(?:来|改|换)(?:得)?(?:早|快|晚)(?:一?点|些)"
)
_TIME = re.compile(
    r"(?<!电)(?:时间|日子|日期|哪天|那天)(?:也|都|又|是|我|写|弄|搞|说|记|填|约|定|选)*(?:错|不对|不合适|不得行|要改|要换|改|换)|"
    r"(?:改|换)(?:了|个|成|一?[下哈]|一个|另外|别的)*(?:时间|日子|一天)|(?:搞|弄|说|写|记|约|选)错了?(?:个)?(?:时间|日子|日期)"
)
_OTHER_TIMES = re.compile(r"停电|来电|送电|上班|开会|电话|手机")
_CODE = re.compile(
    r"(?:上门码|门码|(?<![号密二维条])码).{0,4}(?:不对|对不上|不一样|不同|不符|错)|"
    r"(?:说不出|说不来|不晓得|没说|不说|说错).{0,3}(?:上门)?码"
)
_ANEW = re.compile(r"^(?:我|我们|那|还|再|就|另外)*(?:要|想|给我|帮我|再|还)+(?:预?约)(?!的|了|好|过)")
_CHANGES = re.compile(r"改|换|错|不对|不是|变")
_LONGEST = 60
_ASKED = {"utter_amend_phone": "电话改成", "utter_amend_name": "名字改成", "utter_amend_place": "村组改成"}


@dataclass(frozen=True)
class Amendment:
    """What a sentence changes of a booking; `why` is a text that says why it cannot, or what is missing."""

    changes: dict[str, Any] = field(default_factory=dict)
    why: str = ""


def speaks_of_code(said: str) -> bool:
    """Whether somebody's code is said to be wrong: 师傅说的码不对咋办."""
    return len(said) <= _LONGEST and _CODE.search(said) is not None


def wants_another_time(said: str) -> bool:
    """Whether the visit is to be at another time, whether or not a day is said: 可不可以早点来, 时间搞错了."""
    if len(said) > _LONGEST:
        return False
    wrong = _TIME.search(said) is not None and not _OTHER_TIMES.search(said)
    return wrong or _EARLIER.search(said) is not None


def booked(turn: Turn) -> list[Booking]:
    """The visits to come of the account that writes."""
    with read(context().sessions) as session:
        return bookings.mine(session, turn.person_id, now=turn.now)


def amends(turn: Turn) -> bool:
    """Whether the sentence changes something of a visit this account has booked, or says its code is wrong."""
    if turn.button or not turn.said or len(turn.said) > _LONGEST:
        return False
    if _waiting(turn):
        return bool(booked(turn))
    if _ANEW.search(bare(turn.said)) and not _CHANGES.search(turn.said):
        return False  # a whole new booking, whoever hears its result
    likely = (_PHONE, _NAME, _PLACE, _RESULT)
    filed = (turn.slot("pending") or {}).get("what") == "filed"  # then 还有 belongs to what was reported
    more = None if filed else added_trouble(turn.said)
    if not any(pattern.search(turn.said) for pattern in likely) and more is None:
        return speaks_of_code(turn.said) and bool(booked(turn))
    if is_question(turn.said) and parse_phone(turn.said) is None and not speaks_of_code(turn.said):
        return False
    return bool(booked(turn))


def words(turn: Turn) -> str:
    """The sentence, with what it answers before it: 13512340002 after the new number was asked for."""
    return _waiting(turn) + turn.said


def waits_for(why: str) -> dict[str, str] | None:
    """What `pending` keeps while the new value is asked for; None where nothing is."""
    return {"what": "amend", "words": _ASKED[why]} if why in _ASKED else None


def _waiting(turn: Turn) -> str:
    """The words that what was asked for is told with, empty where the sentence is no answer to it."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    before = str(pending.get("words") or "") if pending.get("what") == "amend" else ""
    if not before or is_question(turn.said):
        return ""
    if before == _ASKED["utter_amend_phone"]:
        return before if parse_phone(turn.said) else ""
    if before == _ASKED["utter_amend_name"]:
        return before if parse_name(turn.said) else ""
    return before if names_group(turn.said) else ""


def amendment(said: str, booking: Booking) -> Amendment:
    """What of a booking the sentence changes."""
    meant = for_result(said) if _RESULT.search(said) else to_call(said)
    number = meant.number if meant is not None else parse_phone(said, previous=booking.call_phone)
    if _RESULT.search(said):
        if number is not None:
            whom = re.sub(r"[\s，,。0-9]+", "", _TO_WHOM.sub("", said))
            return Amendment({"result_to": f"{whom} {phone_name(number)}".strip()})
        return Amendment({"result_to": TELL_HERE}) if _HERE.search(said) else Amendment(why="utter_amend_result_phone")
    changes: dict[str, Any] = {}
    if _PHONE.search(said):
        if number is None:
            return Amendment(why="utter_amend_phone")
        changes["call_phone"] = number
    name = _name(said, booking.resident_name)
    if _NAME.search(said) or name:
        if name is None and not changes:
            return Amendment(why="utter_amend_name")
        changes |= {"resident_name": name} if name else {}
    if _PLACE.search(said):
        place = find_place(said, context().villages, hint=booking.village_code)
        if place is not None and place.village_code != booking.village_code:
            return Amendment(why="utter_amend_village")
        if place is None or place.group_number is None:
            return Amendment(changes, "" if changes else "utter_amend_place")
        changes["group_number"] = place.group_number
    more = added_trouble(said)
    if more is not None and not changes:
        changes["problem"] = f"{booking.problem}；{more}" if booking.problem else more
    return Amendment(changes)


def _name(said: str, before: str) -> str | None:
    found = _NAME.search(said)
    if found is None:
        return another_character(said, before)
    return another_character(said, before) or parse_name(found.group(1))
