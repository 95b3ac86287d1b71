"""今天停不停电: the village is asked for once, when neither the sentence nor the QR code names it."""

from rasa_sdk.events import SlotSet

from actions.chat import outages
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import answer_instead
from actions.chat.forms import LISTEN, Form, anything_else, concluded, first_things, is_quiet, leave, over, stay
from actions.chat.places import Where, said_place, where
from actions.chat.turn import Turn

SLOTS = ("outage_place",)
FORM = Form(
    "outage_form", SLOTS, SLOTS, "action_tell_outages", "utter_stopped", "utter_ask_help", "utter_emergency_kept"
)


class ValidateOutageForm(ChatAction):
    """Takes the place."""

    called = "validate_outage_form"

    def act(self, turn: Turn, say: Say) -> Events:
        """Open the form or take the place."""
        return concluded(turn, FORM, open_form(turn, say) if turn.requested is None else take(turn, say))


def open_form(turn: Turn, say: Say) -> Events:
    """Find the place in the sentence, or in what is known already."""
    answered = None if outage_asked(turn) else answer_instead(turn, say)
    if answered is not None:
        return [*answered, *leave()]
    place = where(turn)
    return stay(turn, SlotSet("outage_place", None)) if place is None else _take(turn, place)


def take(turn: Turn, say: Say) -> Events:
    """Take the answer to the question for the place."""
    done = first_things(turn, say, FORM)
    if done is not None:
        return done
    place = said_place(turn)
    if place is not None:
        return _take(turn, place)
    return anything_else(turn, say, FORM, "utter_report_wrong_place")


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
        outages.tell(turn, say, Where(kept["village"], kept["group"]))
        return over(FORM)
