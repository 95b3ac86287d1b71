"""After somebody asked for a person: their number, their place and what it is about go to that wish."""

import re
from datetime import datetime, timedelta

from rasa_sdk.events import SlotSet

from actions.chat import hazards
from actions.chat.acting import Events, Say
from actions.chat.booking.names import stated_name
from actions.chat.contact import reach
from actions.chat.context import context
from actions.chat.hearing import is_no, is_question, is_stop, is_wait, is_yes
from actions.chat.places import Where, only_place, said_place, sounds_like_place
from actions.chat.turn import Turn
from actions.chat.wishes import books, wants_other, wants_person
from actions.chat.wording import phone_name
from actions.db.engine import begin, read
from actions.services import handoff, whereabouts
from actions.services.handoff import HandoffInfo
from actions.services.phones import parse_phone
from content.normalize import bare
from content.villages import names_group

WANTED = {"what": "handoff"}
_WHILE = timedelta(hours=2)
_MATTER_WHILE = timedelta(minutes=30)
_SOME_WORDS, _A_GROUP = 4, 6
_NO_PHONE = re.compile(
    r"(?:没得|莫得|没有|没|不用)(?:手机|电话|号码)|(?:不|不想|不愿|不得)(?:给|留|说)(?:你们?)?(?:手机|电话|号码)"
)
_WHEN = re.compile(
    r"(?:好久|啥子?时候|什么时候|几点|几时|多久|哪阵).{0,4}(?:回我|打过?来|打给我|联系我|给我(?:回|打)|回话|回电|找我|来人回)|咋还不(?:回|打)"
)
_FAMILY = re.compile(r"^(?:我|免贵)*姓[\u3400-\u9fff]{1,2}(?:的|嘛|哈)?$")
_ENOUGH = re.compile(r"(?:我)?(?:说完|就这些|就是这些|就这个事|没得别的)(?:了|嘛|哈)*")
_NOT_NEEDED = re.compile(r"(?:不用|莫|不要|不需要)(?:回|打|联系|找)|(?:(?:不用|不要|算)了)+")
_THANKS = re.compile(r"谢|你好|您好|再见|拜拜|在吗")


def asks_what(turn: Turn, say: Say) -> Events:
    """Ask for the matter, and once for what a steward needs to find the person; what comes next is kept with the wish.

    The wish stands whatever is answered.
    """
    say("utter_person_matter" if _just_asked(turn) else _missing(turn))
    return [SlotSet("pending", {**WANTED, "at": turn.now.isoformat()})]


def _missing(turn: Turn) -> str:
    """The question for what is not known: a number, and without one also the place."""
    place, here = reach(turn), context()
    with read(here.sessions) as session:
        known = whereabouts.reach(
            session, turn.person_id, here.villages, request_id=turn.request_id, at=turn.now,
            village_code=place.village_code if place is not None else None,
        )  # fmt: skip
    if known.phone is not None or parse_phone(turn.said) is not None:
        return "utter_person_matter"
    return "utter_person_number" if known.village_code is not None else "utter_person_place_and_number"


def _just_asked(turn: Turn) -> bool:
    pending = turn.slot("pending") or {}
    if pending.get("what") != WANTED["what"]:
        return False
    return turn.now - datetime.fromisoformat(pending["at"]) < _MATTER_WHILE


def taken(turn: Turn, say: Say) -> Events | None:
    """Keep what belongs to the wish for a person; None where this is something else."""
    if turn.button or not turn.said or books(turn.said) or hazards.told(turn):
        return None
    pending = turn.slot("pending") or {}
    if pending.get("what") == "filed":
        return None
    asked, fresh = pending.get("what") == WANTED["what"], _just_asked(turn)
    number = parse_phone(turn.said)
    place = said_place(turn)
    alone = only_place(turn, place) if place is not None else _sounds_like_where(turn.said)
    clear = number or _NO_PHONE.search(turn.said) or _WHEN.search(turn.said)
    if not clear and not (fresh and (alone or _is_more(turn))):
        return None
    wish = _open_wish(turn)
    if wish is None:
        return None
    if place is not None and fresh:
        _send_to(turn, wish, place)
    if number is not None:
        _add(turn, wish)
        say("utter_handoff_phone", {"phone": phone_name(number)})
    elif _NO_PHONE.search(turn.said):
        _add(turn, wish)
        say("utter_handoff_no_phone", custom={"kind": "numbers", "dial": ["95598"]})
    elif _WHEN.search(turn.said):
        say("utter_handoff_when", custom={"kind": "numbers", "dial": ["95598"]})
    elif is_stop(turn.said) or _NOT_NEEDED.fullmatch(bare(turn.said)):
        _add(turn, wish)
        say("utter_handoff_not_needed")
        return [SlotSet("pending", None)]
    elif is_question(turn.said):
        # The question is answered as well, as far as the library can.
        _add(turn, wish)
        say("utter_handoff_added")
        return None
    else:
        if not _ENOUGH.fullmatch(bare(turn.said)):
            _add(turn, wish)
        say("utter_handoff_added")
    kept = [place.remembered()] if place is not None else []
    return [*kept, *([SlotSet("pending", pending)] if asked else [])] or [SlotSet("offered", None)]


def with_hazard(turn: Turn, say: Say) -> None:
    """Keep a hazard told as the matter somebody was asked for with the wish as well, and say so; the report goes on."""
    if turn.button or not turn.said or not _just_asked(turn):
        return
    wish = _open_wish(turn)
    if wish is None:
        return
    _add(turn, wish)
    number = parse_phone(turn.said)
    if number is not None:
        say("utter_handoff_hazard_phone", {"phone": phone_name(number)})
    else:
        say("utter_handoff_hazard")


def _sounds_like_where(said: str) -> bool:
    """Whether a short answer is a place no register knows, or the group of a village that was not told: 三组."""
    return sounds_like_place(said) or (names_group(said) and len(bare(said)) <= _A_GROUP)


def _is_more(turn: Turn) -> bool:
    """Whether a sentence can be what the person is wanted for."""
    said = turn.said
    if is_stop(said) or _NOT_NEEDED.fullmatch(bare(said)) or _ENOUGH.fullmatch(bare(said)):
        return True
    if is_yes(said) or is_no(said) or is_wait(said) or wants_person(said) or wants_other(turn) or _THANKS.search(said):
        return False
    return len(bare(said)) >= _SOME_WORDS or stated_name(said) is not None or _FAMILY.search(said) is not None


def _open_wish(turn: Turn) -> HandoffInfo | None:
    with read(context().sessions) as session:
        return handoff.newest_open(session, turn.person_id, turn.now - _WHILE)


def _send_to(turn: Turn, wish: HandoffInfo, place: Where) -> None:
    """A wish that was told without a place goes to the steward of the place told after it."""
    with begin(context().sessions) as session:
        handoff.set_place(session, wish.id, turn.person_id, place.village_code)


def _add(turn: Turn, wish: HandoffInfo) -> None:
    with begin(context().sessions) as session:
        handoff.add_words(session, wish.id, turn.person_id, turn.said)
