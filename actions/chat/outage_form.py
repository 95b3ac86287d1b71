"""今天停不停电: the village is asked for once, when neither the sentence nor the QR code names it.

Whatever is said instead of a village is a message of its own: it is answered, and the question is dropped.
"""

import re
from dataclasses import replace

from rasa_sdk.events import FollowupAction, SlotSet

from actions.chat import first, hazards, outages
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import answer_instead, answer_turn
from actions.chat.booking.beside import wish_and_questions
from actions.chat.form_steps import LISTEN, Form, concluded, is_quiet, leave, over, quiet, stay
from actions.chat.forms import aside, first_things, switch
from actions.chat.hearing import is_going_on, is_question, is_wait
from actions.chat.places import Where, said_place, where
from actions.chat.turn import Turn
from content.villages import names_group

SLOTS = ("outage_place",)
FORM = Form(
    *("outage_form", SLOTS, SLOTS, "action_tell_outages", "utter_stopped", "utter_ask_help", "utter_emergency_kept"),
    waits="",
)


_ELSEWHERE = {"learn_lesson": "action_learn_lesson", "quiz": "action_quiz"}
_CLOSING = ("tries", "requested_slot")
_ABOUT_POWER = re.compile(r"电|停|检修|跳闸")
_A_PLACE = re.compile(r"(?:村|社区|组|社|队|镇|乡)(?:的|嘛|哈)?$")


class ValidateOutageForm(ChatAction):
    """Takes the place."""

    called = "validate_outage_form"

    def act(self, turn: Turn, say: Say) -> Events:
        """Open the form or take the place."""
        return concluded(turn, FORM, open_form(turn, say) if turn.requested is None else take(turn, say))


def open_form(turn: Turn, say: Say) -> Events:
    """Find the place in the sentence, or in what is known already."""
    if outages.asks_of_damage(turn):
        return leave(*answer_turn(turn, say))
    if hazards.told(turn):
        return leave(FollowupAction("report_form"))
    if wish_and_questions(turn.said) is not None:
        return leave(FollowupAction("booking_form"))
    here = outage_asked(turn) or outages.asks_here_and_now(turn.said) or outages.asked_of(turn)
    answered = _told_before(turn, say) if here else answer_instead(turn, say)
    if answered is not None:
        return [*answered, *leave()]
    if turn.said and not _ABOUT_POWER.search(turn.said) and said_place(turn) is None:
        return leave(*answer_turn(turn, say))
    place = where(turn)
    if place is not None:
        return [*_take(turn, place), SlotSet("pending", None)]
    if outages.asks_here_and_now(turn.said) and outages.tell_own_report(turn, say, None):
        return leave()  # what was reported is his own place, also where we do not know its name
    return stay(turn, SlotSet("outage_place", None), SlotSet("pending", {"what": "outage", "asked": turn.said}))


def _told_before(turn: Turn, say: Say) -> Events | None:
    """来电了, 我手机没得电了: about the power, but no question for a place."""
    told = first.own(turn, say)
    return None if told is None or any(event["event"] == "followup" for event in told) else told


def take(turn: Turn, say: Say) -> Events:
    """Take the answer to the question for the place."""
    done = first_things(turn, say, FORM)
    if done is not None:
        goes_on = is_wait(turn.said) or is_going_on(turn.said)
        return done if goes_on else _dropped(done)
    if turn.button and turn.intent == "ask_outage":
        return stay(turn)
    pending = turn.slot("pending") or {}
    grouped = replace(turn, said=f"{turn.said}{pending['group']}") if pending.get("group") else turn
    place = said_place(turn)
    if place is not None:
        with_group = said_place(grouped) if place.group_number is None else None
        return _take(turn, with_group or place)
    if names_group(turn.said) and not is_question(turn.said) and not turn.slot("tries"):
        # 四组 alone: the village is still missing, and the group is kept for it.
        say("utter_outage_which_village")
        return stay(turn, quiet(turn), SlotSet("pending", {**pending, "group": turn.said.strip()[:20]}), tries=1)
    if _A_PLACE.search(turn.said.strip().rstrip("。.!！~ ")) and not is_question(turn.said):
        say("utter_report_wrong_place")
        return _dropped([])
    again = turn.sure("ask_outage") and _ABOUT_POWER.search(turn.said) is not None
    if again and not turn.slot("tries"):
        return stay(turn, SlotSet("pending", {"what": "outage", "asked": turn.said}), tries=1)
    return _dropped(_instead(turn, say))


def _dropped(events: Events) -> Events:
    """The form closes with what the message got."""
    return [SlotSet("pending", None), *(event for event in events if event.get("name") not in _CLOSING), *leave()]


def _instead(turn: Turn, say: Say) -> Events:
    """What the message gets as one of its own."""
    other = switch(turn, FORM)
    if other is not None:
        return other
    if turn.sure(*_ELSEWHERE):
        return [FollowupAction(_ELSEWHERE[turn.intent])]
    if turn.sure("greet", "thank"):
        say(f"utter_{turn.intent}")
        return []
    done = aside(turn, say, FORM)
    return done if done is not None else answer_turn(turn, say)


def outage_asked(turn: Turn) -> bool:
    """Whether the sentence asks about the power here and now, which no article can know."""
    return any(word in turn.said for word in ("今天", "明天", "后天", "现在", "这周", "几点", "来电", "好久来", "我们"))


def _take(turn: Turn, place: Where) -> Events:
    kept = {"village": place.village_code, "group": place.group_number}
    return stay(turn, SlotSet("outage_place", kept), place.remembered())


class AskOutagePlace(ChatAction):
    """Asks for the place."""

    called = "action_ask_outage_form_outage_place"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask."""
        if not is_quiet(turn):
            say("utter_outage_question_place")
        return []


class TellOutages(ChatAction):
    """Answers once the place is known."""

    called = "action_tell_outages"

    def act(self, turn: Turn, say: Say) -> Events:
        """Say what is known of the place; nothing when the form was left."""
        kept = turn.slot("outage_place")
        if not kept:
            return [LISTEN]
        pending = turn.slot("pending") or {}
        asked = pending.get("asked") if turn.said and pending.get("what") == "outage" else None
        # The day was said with the question, before the village was asked for.
        outages.tell(turn, say, Where(kept["village"], kept["group"]), asked)
        told = SlotSet("pending", {"what": "outage_told", "at": turn.now.isoformat()})
        return [*over(FORM)[:-1], told, LISTEN]
