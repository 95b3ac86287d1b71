"""The questions of the booking form, with buttons where the choices are known."""

from collections.abc import Mapping
from datetime import date

from rasa_sdk.events import SlotSet

from actions.chat.acting import Button, ChatAction, Events, Say
from actions.chat.booking import when
from actions.chat.booking.parts import waited_for
from actions.chat.booking.state import Draft
from actions.chat.context import context
from actions.chat.form_steps import is_quiet
from actions.chat.turn import Turn
from actions.chat.wording import day_name, slot_title
from actions.db.engine import begin

_MOST_BUTTONS = 8


def _button(title: str) -> Button:
    return {"title": title, "payload": title}


class AskVillage(ChatAction):
    """Which village?"""

    called = "action_ask_booking_form_village"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask."""
        names = [village.name for village in context().villages]
        if not is_quiet(turn):
            # Where there are more, a list would be longer than the screen.
            say(
                "utter_booking_question_village",
                buttons=[_button(name) for name in names if len(names) <= _MOST_BUTTONS],
            )
        return []


class AskGroup(ChatAction):
    """Which group?"""

    called = "action_ask_booking_form_group"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask, with the village's groups as buttons."""
        village = Draft.of(turn).village
        if is_quiet(turn) or village is None:
            return []
        numbers = [group.number for group in village.groups][:_MOST_BUTTONS]
        say(
            "utter_booking_question_group",
            {"village_name": village.name},
            buttons=[_button(f"{number}组") for number in numbers],
        )
        return []


class AskResidentName(ChatAction):
    """Whose home?"""

    called = "action_ask_booking_form_resident_name"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask; whether an unusual name that was told before is one comes first."""
        offered = turn.slot("offered") or {}
        if is_quiet(turn):
            return []
        if offered.get("what") == "name" and offered.get("told"):
            say("utter_booking_is_that_the_name", {"name": offered["name"]})
            return [SlotSet("offered", {"what": "name", "name": offered["name"]})]
        say("utter_booking_question_resident_name")
        return []


class AskCallPhone(ChatAction):
    """Whom to call?"""

    called = "action_ask_booking_form_call_phone"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask."""
        if not is_quiet(turn):
            say("utter_booking_question_call_phone")
        return []


class AskResultTo(ChatAction):
    """Who hears the result?"""

    called = "action_ask_booking_form_result_to"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask."""
        if not is_quiet(turn):
            named = waited_for(turn)
            say("utter_booking_question_result_phone" if named else "utter_booking_question_result_to")
        return []


class AskProblem(ChatAction):
    """What is wrong?"""

    called = "action_ask_booking_form_problem"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask."""
        if not is_quiet(turn):
            say("utter_booking_question_problem")
        return []


class AskVisitTime(ChatAction):
    """When?"""

    called = "action_ask_booking_form_visit_time"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask, with the next free half days as buttons."""
        if is_quiet(turn):
            return []
        return ask_half(turn, say) or ask_time(
            turn, say, str(turn.slot("village")), "utter_booking_question_visit_time"
        )


def ask_half(turn: Turn, say: Say) -> Events | None:
    """Ask again for the half of a day that is chosen already; None where no day waits."""
    day = when.awaited(turn)
    if day is None:
        return None
    say("utter_booking_which_half", {"day": day_name(day)})
    return [SlotSet("offered", None)]


def ask_time(
    turn: Turn,
    say: Say,
    village_code: str,
    question: str,
    values: Mapping[str, str] | None = None,
    now: tuple[date, str] | None = None,
) -> Events:
    """Ask for a half day and offer the next free ones, but the one it is `now`."""
    with begin(context().sessions) as session:
        free = [one for one in when.next_free(session, village_code, turn, 4) if (one.day, one.half) != now][:3]
    if not free:
        say("utter_booking_no_free_slot")
        return [SlotSet("offered", None)]
    say(question, values, buttons=[_button(slot_title(one.day, one.half)) for one in free])
    return [SlotSet("offered", {"what": "slots", "slots": [[one.day.isoformat(), one.half] for one in free]})]


class AskConfirm(ChatAction):
    """Is everything right?"""

    called = "action_ask_booking_form_confirm"

    def act(self, turn: Turn, say: Say) -> Events:
        """Read the booking back."""
        if not is_quiet(turn):
            say("utter_booking_question_confirm", Draft.of(turn).spoken())
        return []
