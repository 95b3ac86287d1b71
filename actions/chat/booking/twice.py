"""The same household booked twice for one half day: said before it is booked, and booked only where it is meant."""

import re

from rasa_sdk.events import SlotSet

from actions.chat.acting import Events, Say
from actions.chat.booking.state import FORM, Draft
from actions.chat.context import context
from actions.chat.form_steps import clear, quiet, stay
from actions.chat.hearing import agrees, is_no, is_stop
from actions.chat.my_bookings import values
from actions.chat.turn import Turn
from actions.db.engine import read
from actions.services import households
from actions.services.bookings import Booking
from content.normalize import bare

_ONE_MORE = re.compile(
    r"(?:是|对|要|还|我|就是|真的|确实|嗯|那|想)*(?:再|另外|多|还)(?:要)?(?:预?约)(?:一?个|一?次|一回)?[了的嘛哈噻]*"
)
_ENOUGH = re.compile(
    r"(?:那|哦|算了|就|我|有|嗯|不|好)*(?:一个|一次|原来那个|先前那个|前头那个|那个)(?:就|都)?(?:够|行|可以|要得|对|好)?(?:了|嘛|哈|的)*"
    r"|(?:那|哦|算了|就|我|嗯|好)*(?:不用|不消|不必|莫|不|别|不要|不需要)(?:再|另外|多)?(?:预?约)?(?:一?个|一?次)?(?:了|嘛|哈|的)*"
    r"|(?:我)?(?:搞忘|忘|记不得|不记得|没记到)(?:了)?(?:约过|约了|我约过)?(?:了|嘛|哈|的)*"
)

_BREAKS = re.compile(r"[\s,，。.!！、~]+")


def answered(turn: Turn, say: Say) -> Events | None:
    """A no to the question whether a second visit is meant leaves the first as it is; None for anything else."""
    if _asked_of(turn) is None:
        return None
    parts = [part for part in _BREAKS.split(turn.said) if part]
    said_no = bool(parts) and all(is_no(part) or is_stop(part) or _ENOUGH.fullmatch(bare(part)) for part in parts)
    if not (turn.intent in ("deny", "stop") if turn.button else said_no):
        return None
    say("utter_booking_one_is_enough")
    return clear(FORM)


def ask(turn: Turn, say: Say) -> Events | None:
    """Ask whether a second visit is meant where there is one already; None where there is none, or it was asked."""
    before = _before(turn)
    if before is None or before.id == _asked_of(turn):
        return None
    told = {name: value for name, value in values(before).items() if name != "door_code"}
    say("utter_booking_twice", told, custom={"kind": "booking_before", "number": before.number})
    return stay(turn, quiet(turn), SlotSet("offered", {"what": "twice", "booking": before.id}))


def wants_one_more(turn: Turn) -> bool:
    """Whether a second visit is meant, after it was asked: 再约一个."""
    return _asked_of(turn) is not None and (agrees(turn.said) or _ONE_MORE.fullmatch(bare(turn.said)) is not None)


def _asked_of(turn: Turn) -> int | None:
    offered = turn.slot("offered") or {}
    return int(offered["booking"]) if offered.get("what") == "twice" else None


def _before(turn: Turn) -> Booking | None:
    wanted = Draft.of(turn).request(turn)
    if wanted is None:
        return None
    with read(context().sessions) as session:
        return households.booked_before(session, wanted)
