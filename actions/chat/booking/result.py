"""Who hears the result, where the answer names somebody without a number, or nobody."""

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions.chat.acting import Events, Say
from actions.chat.booking import early, parts
from actions.chat.booking.state import CALLER, FORM, HERE
from actions.chat.booking.words import TROUBLE
from actions.chat.form_steps import quiet, stay
from actions.chat.forms import ENOUGH_TRIES, FORM_OF, anything_else
from actions.chat.hearing import is_question, is_yes
from actions.chat.no_story import is_only_time
from actions.chat.turn import Turn

_OTHER_WISHES = (
    *(intent for intent, form in FORM_OF.items() if form != FORM.name),
    *("stop", "bye", "check_booking", "ask_directory", "visitor_at_door", "play_aloud", "ask_help", "greet", "thank"),
)
_GOING_ON = re.compile(r"还是(?:想|要)?约|接着约|接到约|继续约")
_NO_NUMBER = re.compile(
    r"(?:没得|没有|莫得|没|不晓得|不知道|记不到|记不得)(?:他|她|那个|人家)?(?:们)?的?(?:电话|号码|手机)"
)
_TELLS = re.compile(r"告诉|通知|跟.{1,4}(?:说|讲)|给.{1,4}(?:说|讲)|发给|另外|别人|其他人|另一个")


def without_a_number(turn: Turn, say: Say) -> Events | None:
    """Ask for the number of whoever is named, and remember the name; without one the result is offered here."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    if pending.get("offered") == HERE and is_yes(turn.said):
        return stay(turn, SlotSet("result_to", {"how": HERE}), SlotSet("pending", None))
    if _NO_NUMBER.search(turn.said):
        say("utter_booking_result_no_number")
        return stay(turn, quiet(turn), SlotSet("pending", {"what": "result", **pending, "offered": HERE}))
    if TROUBLE.search(turn.said) and not _TELLS.search(turn.said):
        return None
    if not parts.wants_somebody_else(turn.said):
        return None
    say("utter_booking_question_result_phone")
    whom = parts.named(turn.said) or parts.waited_for(turn)
    return stay(turn, quiet(turn), SlotSet("pending", {"what": "result", **pending, "whose": whom}))


def unclear(turn: Turn, say: Say) -> Events:
    """Keep what the sentence says for a later question; after two misses whoever is called hears the result."""
    if is_question(turn.said) or turn.button or turn.sure(*_OTHER_WISHES):
        return anything_else(turn, say, FORM, "utter_booking_wrong_result_to")
    kept = early.keep(turn, say)
    if not kept and _GOING_ON.search(turn.said):
        return stay(turn)
    if kept:
        # It was no answer, but no wrong one either: what was said is noted, and the question comes again.
        return stay(turn, *kept, tries=int(turn.slot("tries") or 0))
    pending: dict[str, Any] = turn.slot("pending") or {}
    beside = is_yes(turn.said) or is_only_time(turn.said)
    if beside and not pending.get("beside"):
        # 是的，对 and 昨天 answer another question: the first of them uses up no try.
        say("utter_booking_wrong_result_to")
        waits = SlotSet("pending", {"what": "result", **pending, "beside": True})
        return stay(turn, waits, tries=int(turn.slot("tries") or 0))
    if beside or int(turn.slot("tries") or 0) + 1 >= ENOUGH_TRIES:
        # Who says 要得 to "whom?" twice agrees to whatever is usual, and hears what that is.
        say("utter_booking_result_assumed", {"value": "结果告诉接电话的人"})
        rest = {name: value for name, value in pending.items() if name != "beside"}
        return stay(turn, SlotSet("result_to", {"how": CALLER}), SlotSet("pending", rest or None))
    return anything_else(turn, say, FORM, "utter_booking_wrong_result_to")
