"""The booking form: every message while it is open is decided here, the parser of the open question first.

Nothing reaches a slot but what a parser returned. Questions, other wishes, hesitation, corrections and stopping are
recognised before or after the parser, and leave the slots alone.
"""

import re
from dataclasses import replace

from rasa_sdk.events import EventType, SlotSet

from actions.chat import my_bookings
from actions.chat.acting import Button, ChatAction, Events, Say
from actions.chat.booking import corrections, denied, early, in_danger, parts, refusals, remarks, result, twice, when
from actions.chat.booking.gather import gather, refused_time, says_more, time_slot
from actions.chat.booking.names import parse_name
from actions.chat.booking.opening import open_form, tell_unknown_group
from actions.chat.booking.state import FORM, YES
from actions.chat.booking.words import TROUBLE
from actions.chat.context import context
from actions.chat.form_steps import clear, concluded, quiet, stay
from actions.chat.forms import (
    FORM_OF,
    anything_else,
    check_opens,
    clearly_aside,
    danger_opens,
    first_things,
    tell_outage_wanted,
    wrong_try,
)
from actions.chat.hearing import agrees, is_correction, is_minor, is_no, is_question, is_yes
from actions.chat.places import Where, asks_villages, last_group, sounds_like_place, village_names
from actions.chat.turn import Turn
from actions.chat.wording import half_name
from actions.db.engine import begin
from content.normalize import bare
from content.villages import names_group

_SURE_YES = 0.6
_SHORT = 8
_FREE_TEXT = 0.85
_NEVER = 2.0
_MOST_BUTTONS = 8
_MAY_SAY_MORE = ("village", "group", "resident_name", "call_phone")


def take(turn: Turn, say: Say) -> Events:
    """Decide about one message, and keep what was told as a danger just before it."""
    return in_danger.with_danger(turn, say, _take(turn, say))


def _take(turn: Turn, say: Say) -> Events:
    done = (
        twice.answered(turn, say)
        or denied.left_as_it_was(turn, say)
        or refusals.before_all(turn, say)
        or first_things(turn, say, FORM, person=_sure_of_a_person(turn))
    )
    if done is not None:
        return done
    if is_minor(turn.said):
        say("utter_booking_minor")
        return clear(FORM)
    sparks = in_danger.sparks(turn, say)
    if sparks is not None:
        return sparks
    if turn.requested == "confirm":
        return _take_confirm(turn, say)
    for_whom = early.for_somebody(turn, say)
    if for_whom is not None:
        return for_whom
    about_us = refusals.about_what_is_asked(turn, say)
    if about_us is not None:
        return about_us
    noted = in_danger.trouble_in_danger(turn, say)
    if noted is not None:
        return noted
    corrects = (
        is_correction(turn.said)
        or denied.spells_name(turn)
        or corrections.picks_from_menu(turn)
        or _moves_this_one(turn)
    )
    if (turn.button and turn.intent == "correct") or corrects:
        return corrections.correct(turn, say) or _own(turn, say) or corrections.ask_which(turn, say)
    if _HOW.search(turn.said):
        say(FORM.help)
        return stay(turn, tries=int(turn.slot("tries") or 0))
    elsewhere = early.elsewhere(turn, say)
    if elsewhere is not None:
        return elsewhere
    if turn.requested == "problem" and TROUBLE.search(turn.said):
        return stay(turn, *(parts.take_problem(turn) or []))
    if turn.requested in ("group", "problem") and parts.knows_not(turn.said):
        return _own(turn, say) or _not_understood(turn, say)
    if turn.requested == "village" and asks_villages(turn.said):
        say("utter_booking_villages", {"names": village_names()})
        return stay(turn, tries=int(turn.slot("tries") or 0))
    if turn.requested == "village" and parts.knows_not(turn.said):
        return wrong_try(turn, say, "utter_booking_wrong_village")
    if clearly_aside(turn):
        return anything_else(turn, say, FORM, f"utter_booking_wrong_{turn.requested}")
    return _own(turn, say) or _not_understood(turn, say)


def _sure_of_a_person(turn: Turn) -> float:
    """How sure Rasa must be that a person is wanted; 结果跟我说就是了 is an answer, whatever it sounds like."""
    about_result = turn.requested == "result_to" or "结果" in turn.said
    if about_result and turn.said and parts.take_result(turn) is not None:
        return _NEVER
    return _FREE_TEXT if turn.requested in ("problem", "confirm") else 0.55


def _moves_this_one(turn: Turn) -> bool:
    """改到逢场天 before anything is booked can only mean the visit that is being booked."""
    wished = turn.sure("change_booking", least=_SURE_YES) or _MOVE.match(bare(turn.said))
    return bool(wished) and turn.slot("visit_time") is not None and not my_bookings.mine(turn)


_MOVE = re.compile(r"(?:我要|我想|想|要|给我|帮我|那就|还是)*(?:改|换|挪|推)(?:到|成|在)")
_HOW = re.compile(r"(?:怎么|咋个?|咋样|啷个|如何)(?:样)?(?:个)?(?:预约|约)")


def _own(turn: Turn, say: Say) -> Events | None:
    """What the parser of the open question makes of the sentence."""
    if turn.requested == "visit_time":
        return _take_time(turn, say)
    if turn.requested == "problem":
        return early.take_problem(turn, say) if turn.said else None
    taker = {
        "village": parts.take_village,
        "group": parts.take_group,
        "resident_name": parts.take_name,
        "call_phone": parts.take_phone,
        "result_to": parts.take_result,
    }.get(str(turn.requested))
    events = taker(turn) if taker is not None and turn.said else None
    if events is None:
        return _all_at_once(turn, say)
    if turn.requested == "result_to" and parts.waited_for(turn):
        events.append(SlotSet("pending", None))
    given = {event["name"]: event["value"] for event in events}
    tell_unknown_group(turn, say, given)
    if says_more(turn.said) and turn.requested in _MAY_SAY_MORE:
        village = given.get("village") or turn.slot("village")
        # 周三娃 is a name and names no day.
        name = str(given.get("resident_name") or "")
        rest = replace(turn, said=turn.said.replace(name, "，")) if name else turn
        events += gather(rest, say, lambda name: turn.slot(name) is None and name not in given, village, given)
    if "village" in given and not any(event["name"] == "visit_time" for event in events):
        events += _wish_kept(turn, say, given["village"])
    if "village" in given:
        events += corrections.moved_place(turn, say, given["village"])
    return stay(turn, *_outage_wanted(turn, say, events), *events)


def _all_at_once(turn: Turn, say: Say) -> Events | None:
    """五星村三组 李桂兰 13511112222 灯不亮 to the question for the name: the place counts too, and so does the rest."""
    if turn.requested not in _MAY_SAY_MORE or is_question(turn.said) or not says_more(turn.said):
        return None
    place = early.place(turn, say)
    village = next((event["value"] for event in place if event["name"] == "village"), turn.slot("village"))
    more = gather(turn, say, lambda name: turn.slot(name) is None, village)
    early.acknowledge(turn, say, more)
    return stay(turn, *place, *more, tries=int(turn.slot("tries") or 0)) if place or more else None


def _wish_kept(turn: Turn, say: Say, village_code: str) -> list[EventType]:
    """The day that was said before the village is chosen, or it is said why it cannot be."""
    with begin(context().sessions) as session:
        choice = when.wish_kept(turn, session, village_code)
    if choice is None:
        return []
    if isinstance(choice, when.Chosen):
        return [time_slot(choice, say), SlotSet("pending", None)]
    return refused_time(say, choice) or [SlotSet("pending", None)]


def _outage_wanted(turn: Turn, say: Say, events: list[EventType]) -> list[EventType]:
    """Tell about the power cut that was asked for before the village was known."""
    code = next((event["value"] for event in events if event["name"] == "village"), None)
    if not code:
        return []
    group = next((event["value"] for event in events if event["name"] == "group"), None)
    return tell_outage_wanted(turn, say, Where(code, group if isinstance(group, int) else None))


def _not_understood(turn: Turn, say: Say) -> Events:
    if turn.requested == "result_to":
        return result.without_a_number(turn, say) or result.unclear(turn, say)
    kept = early.keep(turn, say)
    if kept:
        return stay(turn, *kept, tries=int(turn.slot("tries") or 0))
    if turn.requested == "village":
        if refusals.asks_for_later(turn):
            say("utter_booking_later")
            return stay(turn, *when.wished(turn))
        town = next((one.town for one in context().villages if one.town and one.town.rstrip("镇乡") in turn.said), None)
        if town is not None:
            say("utter_booking_which_village", {"town": town}, buttons=_villages_of(town))
            return stay(turn, quiet(turn), tries=int(turn.slot("tries") or 0))
        if sounds_like_place(turn.said):
            # It was understood, and it says itself what can be done: 没弄明白 beside it would be untrue.
            say("utter_booking_unknown_village")
            return stay(turn, tries=int(turn.slot("tries") or 0) + 1)
    unusual = _unusual_name(turn, say) if turn.requested == "resident_name" else None
    if unusual is not None:
        return unusual
    if turn.requested == "group":
        village = context().village(turn.slot("village"))
        values = {"village_name": village.name, "last": last_group(village)} if village else {}
        named = names_group(turn.said) or parts.lone_number(turn.said) is not None
        wrong = "utter_booking_no_such_group" if named else "utter_booking_wrong_group"
        return anything_else(turn, say, FORM, wrong, values)
    return anything_else(turn, say, FORM, f"utter_booking_wrong_{turn.requested}")


def _unusual_name(turn: Turn, say: Say) -> Events | None:
    """Ask whether 月亮 is the name, and take it where that is confirmed; None for what can be no name."""
    asked_of = (turn.slot("offered") or {}).get("name")
    if asked_of and is_yes(turn.said):
        return stay(turn, SlotSet("resident_name", asked_of), SlotSet("offered", None))
    name = parse_name(turn.said)
    if name is None or parts.is_place(name) or turn.sure(*FORM_OF, least=_FREE_TEXT):
        return None
    say("utter_booking_is_that_the_name", {"name": name})
    return stay(turn, quiet(turn), SlotSet("offered", {"what": "name", "name": name}))


def _villages_of(town: str) -> list[Button]:
    names = [village.name for village in context().villages if village.town == town]
    return [{"title": name, "payload": name} for name in names[:_MOST_BUTTONS]]


def _take_time(turn: Turn, say: Say) -> Events | None:
    with begin(context().sessions) as session:
        choice = when.choose(session, str(turn.slot("village")), turn)
    if isinstance(choice, when.Chosen):
        return stay(turn, time_slot(choice, say), SlotSet("pending", None))
    if isinstance(choice, when.Refused):
        if choice.day is not None:
            say(choice.response, choice.values)
            return stay(turn, when.awaiting(choice.day), quiet(turn))
        return impossible(turn, say, choice)
    half = when.half_alone(turn)
    if half == "night":
        say("utter_booking_not_at_night")
        return stay(turn)
    if half is not None:
        say("utter_booking_half_noted", {"half": half_name(half)})
        return stay(turn, when.in_mind(None, half))
    if is_yes(turn.said):
        # A yes to "which day?" chooses none and is no wrong answer either: that one is to be chosen is said.
        if when.awaited(turn) is None:
            say("utter_booking_choose_time")
        return stay(turn)
    return None


def impossible(turn: Turn, say: Say, choice: when.Refused) -> Events:
    """Say why that day cannot be; only a day that was not understood counts as a wrong try."""
    if choice.response == "utter_booking_vague_time":
        return wrong_try(turn, say, choice.response, choice.values)
    say(choice.response, choice.values)
    return stay(turn, when.in_mind(None, choice.half or when.half_in_mind(turn)))


def _take_confirm(turn: Turn, say: Say) -> Events:
    told = in_danger.told_in_danger(turn)
    if told is not None and in_danger.puts_right(told):
        # 问题改成插座打火 was answered as a danger; nothing is booked before the change was read back.
        corrected = corrections.correct(replace(turn, said=told), say)
        if corrected is not None:
            return corrected
    pressed = turn.intent if turn.button else ""
    short_yes = turn.sure("affirm", least=_SURE_YES) and len(turn.said) <= _SHORT and not is_no(turn.said)
    agreed = pressed == "affirm" or agrees(turn.said) or (short_yes and not is_correction(turn.said))
    if agreed or twice.wants_one_more(turn):
        return twice.ask(turn, say) or stay(turn, SlotSet("confirm", YES))
    if pressed in ("deny", "correct") or is_no(turn.said):
        return corrections.correct(turn, say) or corrections.ask_which(turn, say)
    if clearly_aside(turn) and not is_correction(turn.said):
        return anything_else(turn, say, FORM, "utter_booking_wrong_confirm")
    done = corrections.correct(turn, say)
    if done is not None:
        return done
    if is_correction(turn.said):
        return corrections.ask_which(turn, say)
    noted = remarks.added(turn, say)
    if noted is not None:
        return noted
    return anything_else(turn, say, FORM, "utter_booking_wrong_confirm")


class ValidateBookingForm(ChatAction):
    """Decides what goes into the booking."""

    called = "validate_booking_form"

    def act(self, turn: Turn, say: Say) -> Events:
        """Open the form or take the next answer."""
        if turn.requested is not None:
            return concluded(turn, FORM, take(turn, say))
        return concluded(turn, FORM, danger_opens(turn, say, FORM) or check_opens(turn, say) or open_form(turn, say))
