"""What every form has in common: stopping, waiting, danger, other wishes, questions in between, and wrong tries.

A form's validation action gets every message while the form is open. Its own parsers decide what goes into a slot;
this module decides about everything else. Nothing here writes a slot of the form but to empty it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.chat import at_the_door, audio, caution, danger, fraud, hazards, my_bookings, outages, people, photos
from actions.chat.acting import Events, Say
from actions.chat.answer import answer_outage, pick
from actions.chat.closing import nothing_lost
from actions.chat.contact import reach
from actions.chat.finding import look_up, peek, recall, tell
from actions.chat.form_steps import TO_STOP, Form, clear, leave, quiet, stay
from actions.chat.going_back import back
from actions.chat.going_on import waits
from actions.chat.hearing import is_going_on, is_question, is_stop, is_wait, is_yes, takes_all_back
from actions.chat.places import Where, said_place
from actions.chat.putting_off import puts_off
from actions.chat.turn import Turn
from actions.chat.wishes import asks_to_know, speaks_of_somebody, wants_person, wish_of
from actions.services import phones
from actions.services.answers import Answer
from content.normalize import bare

ENOUGH_TRIES = 2
FORM_OF = {
    "book_inspection": "booking_form",
    "change_booking": "move_form",
    "report_outage": "report_form",
    "report_hazard": "report_form",
    "complain": "report_form",
    "need_power": "report_form",
}
OUTAGE_WANTED = {"outage": True}
"""Kept, beside whatever else waits, while somebody waits to hear about a power cut until the place is known."""
_STOPS = re.compile(r"算了|[不莫别](?:想|要|消)?(?:再)?(?:约|办|弄|搞|报|填|整)|取消|退[出掉]|不要了|停下")
_VISITS = ("booking_form", "move_form")
_COMPLAINS = re.compile(
    r"投诉|举报|意见|建议|反映|告(?!诉)|态度|乱收|骂|凶|不满|太差|不负责|不管|没得?人管|敷衍|推来推去|欺|说法|领导|咋还|老是不|收了我|服务"
)
_MONEY = re.compile(r"[要收给花多出交付]钱|收费|免费|费用|好多钱|多少钱|啥价|价钱")
_COSTS_OF_A_VISIT = "上门检查怎么约，要不要钱"
_FEW_WORDS = 14
_NUMBERS_ASKED = ("call_phone", "result_to", "report_phone")
_SWITCH = 0.55
_ASIDE = 0.45
_SMALL_TALK = 0.75
_LONG_ENOUGH = 6
_A_SENTENCE = 4


def danger_opens(turn: Turn, say: Say, form: Form) -> Events | None:
    """A danger told in the sentence that opens a form is answered, and the form waits; None without one."""
    cried = danger.heard(turn)
    if cried is None:
        return None
    danger.speak(cried, turn, say)
    say(form.kept)
    return leave(waits(turn, form.name))


def check_opens(turn: Turn, say: Say) -> Events | None:
    """A notice or a told call that Rasa took for a wish is checked, and the form asks nothing; None for all else.

    Whoever complains of it is heard: what he tells is the complaint. A wish beyond doubt is no telling of a call.
    """
    wished = turn.meant == "complain" or wish_of(turn) is not None
    heard = hazards.told(turn) or (wished and not fraud.is_notice(turn))
    checked = None if heard else fraud.taken(turn, say)
    return leave(*checked) if checked is not None else None


def first_things(turn: Turn, say: Say, form: Form, person: float = _SWITCH) -> Events | None:
    """What comes before any parser: danger, stop, a person, wait; None when it is none of these.

    `person` is how sure Rasa must be that a person is wanted; more where free text is expected.
    """
    cried = danger.heard(turn)
    if cried is not None:
        danger.speak(cried, turn, say)
        say(form.kept)
        return leave(waits(turn, form.name))
    if turn.intent == "emergency" and turn.button:
        say("utter_emergency")
        return leave()
    asked_to_stop = turn.slot("offered") == TO_STOP and is_yes(turn.said)
    if is_stop(turn.said) or asked_to_stop or (turn.button and turn.intent == "stop"):
        say(form.stopped)
        return clear(form)
    if takes_all_back(turn.said) and not form.waits:
        say(form.stopped)
        return clear(form)
    if takes_all_back(turn.said):
        say("utter_stop_sure")
        return [*stay(turn, quiet(turn)), SlotSet("offered", TO_STOP)]
    if not turn.button and puts_off(turn.said):
        say(form.put_off)
        return leave(waits(turn, form.name)) if form.waits else clear(form)
    again = back(turn, say, form)
    if again is not None:
        return again
    if not turn.button and phones.is_unfinished(turn.said, asked=turn.requested in _NUMBERS_ASKED):
        return wrong_try(turn, say, form.wrong_number)
    if not turn.button and photos.answer(turn.said, say, reporting=True) and not photos.tells_more(turn.said):
        return stay(turn, tries=int(turn.slot("tries") or 0))
    closed = nothing_lost(turn, say, form)
    if closed is not None:
        return closed
    understood = turn.sure("reach_person", least=person) and (turn.button or speaks_of_somebody(turn.said))
    named = wants_person(turn.said) or understood
    if named and not asks_to_know(turn.said):
        people.call_person(turn, say)
        if not form.waits:
            return leave()
        say(form.waits)
        return leave(waits(turn, form.name))
    if is_going_on(turn.said):
        return stay(turn, tries=int(turn.slot("tries") or 0))
    if turn.said and is_wait(turn.said) and not (turn.requested == "confirm" and is_yes(turn.said)):
        say("utter_take_your_time")
        return stay(turn, quiet(turn), tries=int(turn.slot("tries") or 0))
    if turn.button and turn.intent == "pick_article":
        return stay(turn, *pick(turn, say))
    if turn.button and turn.intent == "ask_outage" and form.name != "outage_form":
        return _outage_aside(turn, say)
    if turn.button:
        return switch(turn, form) or aside(turn, say, form)
    if form.name in _VISITS and hazards.told_meanwhile(turn):
        return leave(FollowupAction("report_form"))
    if fraud.is_notice(turn) and not _is_told_here(turn):
        return stay(turn, *fraud.check(turn, say), tries=int(turn.slot("tries") or 0))
    return _caution(turn, say)


def _is_told_here(turn: Turn) -> bool:
    """Whether the form waits for the story itself, of which a pasted notice may be a part."""
    return turn.requested == "report_text" or turn.slot("report_kind") == "complaint"


def _caution(turn: Turn, say: Say) -> Events | None:
    """Whoever wants to do what kills is stopped first; what he tells that way is still taken by the form."""
    if not caution.wants_to(turn.said):
        return None
    found = peek(turn)
    if found is not None:
        tell(found, say, turn.said)
    else:
        caution.warn(turn.said, say)
    return stay(turn) if is_question(turn.said) else None


def switch(turn: Turn, form: Form) -> Events | None:
    """Leave for another form when its wish is clear; what was filled here stays."""
    other = FORM_OF.get(turn.intent)
    if other is None or other == form.name or not turn.sure(turn.intent, least=_SWITCH):
        return None
    if turn.intent == "report_hazard" and not turn.button and hazards.sort_of(turn.said) is None and _few(turn):
        return None  # 电线 alone is a word, and tells of nothing
    if turn.intent == "complain" and not turn.button and form.name in _VISITS and not _COMPLAINS.search(turn.said):
        return None  # 我不放心你们 is a doubt, and nobody's complaint is filed unasked
    if turn.intent == "change_booking" and not my_bookings.mine(turn):
        return None  # there is nothing to move, and leaving would lose what was said here
    return leave(FollowupAction(other))


def _few(turn: Turn) -> bool:
    return len(bare(turn.said)) < _A_SENTENCE and "隐患" not in turn.said


def aside(turn: Turn, say: Say, form: Form) -> Events | None:
    """Something small in between, done at once; then the form goes on."""
    if not turn.sure(turn.intent, least=_ASIDE):
        return None
    match turn.intent:
        case "check_booking" if form.name == "booking_form" and not my_bookings.mine(turn):
            say("utter_booking_not_yet")
        case "check_booking":
            my_bookings.tell_mine(turn, say)
        case "ask_directory":
            people.tell_numbers(turn, say)
        case "visitor_at_door" if turn.button or at_the_door.speaks_of_visitor(turn.said):
            people.guard_door(turn, say)
        case "play_aloud":
            audio.play(turn, say)
        case "ask_help" if turn.sure("ask_help", least=_SMALL_TALK):
            say(form.help)
        case "greet" | "thank" if turn.sure(turn.intent, least=_SMALL_TALK):
            say(f"utter_{turn.intent}_in_form")
        case "pick_article" if turn.slot("offered"):
            return stay(turn, *pick(turn, say))
        case _:
            return None
    return stay(turn, tries=int(turn.slot("tries") or 0))


def clearly_aside(turn: Turn) -> bool:
    """Whether the sentence is so clearly a question of its own that no parser of the form should see it."""
    if not turn.said or not is_question(turn.said):
        return False
    if turn.sure("ask_outage", "ask_directory", "check_booking", "visitor_at_door", "play_aloud"):
        return True
    return peek(turn) is not None


def asked_in_between(turn: Turn, say: Say, form: Form) -> Events | None:
    """A question asked instead of an answer: answered from the library or the outages; None when it is no question."""
    if not turn.said or not (is_question(turn.said) or turn.sure("ask_outage")):
        return None
    cut = answer_outage(turn, say)
    if cut is not None:
        return stay(turn, *cut)
    asks_outage = turn.meant == "ask_outage" and not outages.asks_of_damage(turn)
    if asks_outage and turn.ranking[:1] and turn.ranking[0][1] >= _ASIDE:
        return _outage_aside(turn, say)
    done = aside(turn, say, form)
    if done is not None:
        return done
    checked = fraud.taken(turn, say)
    if checked is not None:
        return stay(turn, *checked)
    found = _costs(turn, form) or look_up(turn, turn.said)
    events = tell(found, say, turn.said)
    if found.kind != "refuse":
        return stay(turn, *events)
    tries = int(turn.slot("tries") or 0) + 1
    if tries >= ENOUGH_TRIES:
        say("utter_too_many_tries")
    return stay(turn, *events, tries=tries)


def _costs(turn: Turn, form: Form) -> Answer | None:
    """What the library says of the visit's price to 要给好多钱, which alone says not for what; None for all else."""
    if form.name not in _VISITS or not _MONEY.search(turn.said) or len(bare(turn.said)) > _FEW_WORDS:
        return None
    found = recall(replace(turn, said=_COSTS_OF_A_VISIT))
    if found is None or found.kind != "answer":
        return None
    return replace(found, trace=replace(found.trace, reworded=_COSTS_OF_A_VISIT) if found.trace else None)


def _outage_aside(turn: Turn, say: Say) -> Events:
    place = reach(turn)
    if place is None:
        say("utter_outage_after_place")
        return stay(turn, SlotSet("pending", {**(turn.slot("pending") or {}), **OUTAGE_WANTED}))
    outages.tell(turn, say, place)
    return stay(turn)


def tell_outage_wanted(turn: Turn, say: Say, place: Where) -> Events:
    """Tell about the power cut that was asked for before the place was known; nothing where none was."""
    pending = turn.slot("pending") or {}
    if not pending.get("outage"):
        return []
    outages.tell(turn, say, place)
    return [SlotSet("pending", {name: value for name, value in pending.items() if name not in OUTAGE_WANTED} or None)]


def anything_else(turn: Turn, say: Say, form: Form, wrong: str, values: Mapping[str, Any] | None = None) -> Events:
    """A sentence the form's parser could not use: a question, another wish, or a wrong try."""
    if turn.sure("stop", "bye", least=_SWITCH) and (_STOPS.search(turn.said) or not form.waits):
        say(form.stopped)
        return clear(form)
    done = asked_in_between(turn, say, form) or aside(turn, say, form) or switch(turn, form)
    if done is not None:
        return done
    if turn.sure("stop", "bye", least=_SWITCH):
        say("utter_form_stop_or_on")  # a guess ends no form
        return stay(turn, quiet(turn), tries=int(turn.slot("tries") or 0))
    named = len(bare(turn.said)) < _LONG_ENOUGH or said_place(turn) is not None
    known = None if named else peek(turn, least=0.9)
    if known is not None:
        return stay(turn, *tell(known, say, turn.said))
    return wrong_try(turn, say, wrong, values)


def wrong_try(turn: Turn, say: Say, wrong: str, values: Mapping[str, Any] | None = None) -> Events:
    """Say what was wrong; from the second time on offer help or a person."""
    tries = int(turn.slot("tries") or 0) + 1
    say(wrong, values)
    if tries >= ENOUGH_TRIES:
        say("utter_too_many_tries")
    return stay(turn, tries=tries)
