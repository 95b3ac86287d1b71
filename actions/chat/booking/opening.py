"""The first sentence of a booking: what it already says is taken, a question beside it is answered."""

import re
from dataclasses import replace
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.chat import hazards, my_bookings, outages, people
from actions.chat.acting import Events, Say
from actions.chat.answer import answer_instead
from actions.chat.booking import parts
from actions.chat.booking.beside import wish_and_questions
from actions.chat.booking.gather import gather
from actions.chat.booking.in_danger import told_in_danger
from actions.chat.booking.state import FORM
from actions.chat.booking.words import TROUBLE, installs
from actions.chat.context import context
from actions.chat.finding import look_up, recall, tell
from actions.chat.form_steps import clear, leave, stay
from actions.chat.forms import OUTAGE_WANTED
from actions.chat.going_on import resumed
from actions.chat.hearing import is_minor, is_stop
from actions.chat.places import home, last_group, where
from actions.chat.turn import Turn
from actions.chat.wishes import books
from content.villages import names_group

_NUMBER = re.compile(r"电话|号码|热线")


def open_form(turn: Turn, say: Say) -> Events:
    """Start, or go on after a break: take what the first sentence and the QR code already say."""
    if is_minor(turn.said):
        say("utter_booking_minor")
        return clear(FORM)
    again = resumed(turn, FORM.name)
    if again is not None:
        say("utter_booking_still_open")
        if (turn.slot("pending") or {}).get("answers"):
            # 那就明天上午9点 was said to the question where a hazard is, and answers one of this form.
            again += gather(turn, say, lambda name: turn.slot(name) is None, turn.slot("village"))
        return stay(turn, *again, SlotSet("confirm", None))
    if is_stop(turn.said):
        return [*my_bookings.stop_or_cancel(turn, say), *leave()]
    if installs(turn.said):
        say("utter_booking_no_installing")
        return leave()
    if turn.slot("confirm") is None and turn.slot("visit_time") is None:
        if hazards.told(turn) and wish_and_questions(turn.said) is not None:
            return leave(FollowupAction("report_form"))  # 电杆歪了咋办，顺便约个检查: the danger first, then the visit
        asked = turn.meant == "book_inspection" and not books(turn.said)
        answered = answer_instead(turn, say) if asked else None
        if answered is not None:
            return [*answered, *leave()]
        told = told_in_danger(turn) if turn.slot("problem") is None else None
        begun = turn.slot("resident_name") or turn.slot("call_phone")
        if hazards.sparks_at_home(turn.said):
            hazards.warn_at_home(say)
        answered_too = _answer_beside(turn, say)
        say("utter_booking_still_open" if begun else "utter_booking_consent")
        events = _prefilled(turn, say)
        tell_unknown_group(turn, say, {event["name"]: event["value"] for event in events})
        if told and not any(event["name"] == "problem" for event in events):
            say("utter_booking_noted", {"value": told})
            events.append(SlotSet("problem", told))
        return stay(turn, *_both_kept(answered_too, events))
    return stay(turn)


def _both_kept(beside: Events, opened: Events) -> Events:
    """The events of both, with the power cut that waits for the village and the day that does."""
    waits = next((event["value"] for event in beside if event.get("name") == "pending"), None)
    if waits is None:
        return [*beside, *opened]
    day = next((event["value"] for event in reversed(opened) if event.get("name") == "pending"), None)
    return [*beside, *opened, SlotSet("pending", {**(day or {}), **waits})]


def _prefilled(turn: Turn, say: Say) -> list[EventType]:
    events: list[EventType] = [SlotSet("confirm", None), SlotSet("pending", None), SlotSet("offered", None)]
    village_code = turn.slot("village")
    place = parts.take_village(turn)
    if place is not None:
        events += place
        village_code = place[0]["value"]
    elif not village_code:
        known = home(turn)
        if known is not None:
            events += parts.place_events(known.village_code, known.group_number)
            village_code = known.village_code
    both = wish_and_questions(turn.said)
    told = replace(turn, said=both.told) if both else turn
    events += gather(told, say, lambda name: turn.slot(name) is None, village_code)
    return events


def _answer_beside(turn: Turn, say: Say) -> Events:
    """Answer every question that stands beside the wish: 我要约检查，另外我们村好久来电.

    What the library does not hold is said and kept for the editors; a power cut waits for the village where none is
    known.
    """
    both = wish_and_questions(turn.said)
    events: Events = []
    for asked in (replace(turn, said=words) for words in (both.questions if both else ())):
        if outages.asks_here_and_now(asked.said) or outages.asks_whether(asked.said) or outages.asked_of(asked):
            place = where(turn)
            if place is not None:
                outages.tell(asked, say, place)
            else:
                say("utter_outage_after_place")
                events.append(SlotSet("pending", OUTAGE_WANTED))
        elif _NUMBER.search(asked.said):
            events += people.tell_numbers(asked, say)
        else:
            # A trouble that is asked about is what the visit is for: no refusal stands before it.
            found = recall(asked) if TROUBLE.search(asked.said) else look_up(asked, asked.said)
            events += tell(found, say, asked.said) if found is not None else []
    return events


def tell_unknown_group(turn: Turn, say: Say, given: dict[str, Any]) -> None:
    """石椅村9组: the village is taken, and that it has no such group is said before the group is asked again."""
    village = context().village(given.get("village"))
    if village is None or given.get("group") is not None:
        return
    if names_group(turn.said):
        say("utter_booking_no_such_group", {"village_name": village.name, "last": last_group(village)})
