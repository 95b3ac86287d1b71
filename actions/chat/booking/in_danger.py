"""What is to be looked at, told as a danger a moment ago: the channel answered that itself, so the form missed it."""

import re

from rasa_sdk.events import EventType, SlotSet

from actions.chat import danger, hazards
from actions.chat.acting import Events, Say
from actions.chat.booking import early, parts
from actions.chat.booking.corrections import correct
from actions.chat.booking.gather import says_more
from actions.chat.booking.put_right import LONGEST_PROBLEM, added_trouble
from actions.chat.booking.words import TROUBLE
from actions.chat.form_steps import stay
from actions.chat.hearing import (
    is_all_well,
    is_correction,
    is_enough,
    is_going_on,
    is_no,
    is_over,
    is_question,
    is_yes,
    was_not_so,
)
from actions.chat.turn import Turn

_CHANGE = re.compile(r"改成|换成|改为|不是.+是")


def told_in_danger(turn: Turn) -> str | None:
    """The trouble of a home told as a danger just before this message: 插座打火."""
    told = danger.told_before(turn)
    return told[:LONGEST_PROBLEM] if told and TROUBLE.search(told) else None


def puts_right(said: str) -> bool:
    """Whether a sentence puts the trouble right: 不是灯闪，是插座打火."""
    return is_correction(said) or _CHANGE.search(said) is not None


def trouble_in_danger(turn: Turn, say: Say) -> Events | None:
    """Keep the trouble that was told as a danger a moment ago (插座打火), with what is said now; None without one."""
    told = told_in_danger(turn) if turn.requested == "problem" else None
    if told is None:
        return None
    say("utter_booking_noted", {"value": told})
    kept = SlotSet("problem", told)
    if is_correction(turn.said):
        return [kept, *(correct(turn, say) or stay(turn))]
    if TROUBLE.search(turn.said) and not is_question(turn.said):
        return stay(turn, SlotSet("problem", _joined(told, turn.said)))
    elsewhere = early.keep(turn, say)
    if elsewhere or not _goes_on_with_it(turn):
        return stay(turn, kept, *elsewhere)
    return stay(turn, SlotSet("problem", _joined(told, turn.said, "，")))


def with_danger(turn: Turn, say: Say, events: Events) -> Events:
    """The events, and what was told as a danger beside another question; it is read back before anything is booked."""
    told = told_in_danger(turn)
    left = any(event["event"] == "followup" or event.get("name") == "requested_slot" for event in events)
    # Whoever is asked what is wrong and takes his time has the danger kept when he goes on.
    over = is_all_well(turn.said) or is_over(turn.said)
    waits = turn.requested == "problem" and not (is_going_on(turn.said) or over)
    if told is None or left or waits or puts_right(told) or was_not_so(turn.said):
        return events
    given = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    before = str(given.get("problem") or turn.slot("problem") or "")
    if told in before:
        return events
    say("utter_booking_noted", {"value": told})
    more: list[EventType] = [SlotSet("problem", _joined(before, told) if before else told)]
    return [*events, *more, SlotSet("confirm", None)]


def sparks(turn: Turn, say: Say) -> Events | None:
    """插板老是冒火花 in the middle of the booking: warned of at once, and looked at too; None for all else.

    Where it answers the open question or puts something right, it is warned of and the form's own parsers take it.
    """
    at_home = hazards.sparks_at_home(turn.said) or hazards.gnawed_at_home(turn.said)
    if turn.button or is_question(turn.said) or not at_home:
        return None
    hazards.warn_at_home(say)
    if (
        turn.requested == "problem"
        or is_correction(turn.said)
        or (turn.requested != "confirm" and says_more(turn.said))
    ):
        return None
    told = added_trouble(turn.said) or parts.trouble_in(turn.said) or turn.said
    before = str(turn.slot("problem") or "")
    say("utter_booking_noted", {"value": told})
    both = before if told in before else _joined(before, told) if before else told[:LONGEST_PROBLEM]
    return stay(turn, SlotSet("problem", both), SlotSet("confirm", None), tries=int(turn.slot("tries") or 0))


def _goes_on_with_it(turn: Turn) -> bool:
    """Whether the words tell more of the danger: 厨房的 after 插座冒火花."""
    said = turn.said
    if turn.button or any(says(said) for says in (is_question, is_yes, is_no, is_going_on, is_enough)):
        return False
    events = parts.take_problem(turn)
    return bool(events and events[0]["value"])


def _joined(before: str, more: str, mark: str = "；") -> str:
    return f"{before}{mark}{more}"[:LONGEST_PROBLEM]
