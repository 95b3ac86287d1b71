"""Moving a booking: which one, if there are several, and to when; only from the account that made it."""

from datetime import date

from rasa_sdk.events import FollowupAction, SlotSet

from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import answer_instead
from actions.chat.booking import when
from actions.chat.booking.amendments import amends
from actions.chat.booking.ask import ask_half, ask_time
from actions.chat.booking.form import impossible
from actions.chat.booking.gather import time_slot
from actions.chat.context import context
from actions.chat.form_steps import LISTEN, Form, clear, concluded, is_quiet, leave, over, quiet, stay
from actions.chat.forms import anything_else, first_things
from actions.chat.going_on import resumed
from actions.chat.hearing import cancels_visit
from actions.chat.my_bookings import chosen, mine, values, which
from actions.chat.turn import Turn
from actions.chat.wishes import books_anew
from actions.chat.wording import day_name, half_name
from actions.db.engine import begin
from actions.services import bookings
from actions.services.bookings import Booking, SlotTaken

SLOTS = ("move_booking", "move_to")
FORM = Form(
    *("move_form", SLOTS, SLOTS, "action_finish_move", "utter_move_stopped", "utter_ask_help", "utter_emergency_kept"),
    put_off="utter_move_put_off",
)


def open_form(turn: Turn, say: Say) -> Events:
    """Find the booking; without one there is nothing to move from here."""
    again = resumed(turn, FORM.name)
    if again is not None:
        return stay(turn, *again)
    if amends(turn):
        return leave(FollowupAction("action_amend_booking"))
    if books_anew(turn):
        return leave(FollowupAction("booking_form"))
    answered = answer_instead(turn, say)
    if answered is not None:
        return [*answered, *leave()]
    found = mine(turn)
    if not found:
        say("utter_no_booking_here")
        return clear(FORM)
    one = chosen(turn, found)
    empty = [SlotSet("move_booking", one.id if one else None), SlotSet("move_to", None), SlotSet("pending", None)]
    if one is not None and turn.said:
        choice = _choose(turn, one)
        if isinstance(choice, when.Chosen):
            return stay(turn, empty[0], _slot(choice, say))
        if isinstance(choice, when.Refused):
            return stay(turn, *empty[:2], *_refused(turn, say, choice))
    return stay(turn, *empty)


def take(turn: Turn, say: Say) -> Events:
    """Take which booking, then when."""
    if cancels_visit(turn.said) or (turn.button and turn.intent == "cancel_booking"):
        # 取消 alone leaves the change; who names the visit wants that one cancelled, and is asked before it is.
        return leave(FollowupAction("action_cancel_booking"))
    done = first_things(turn, say, FORM)
    if done is not None:
        return done
    found = mine(turn)
    if turn.requested == "move_booking":
        one = chosen(turn, found)
        if one is not None:
            return stay(turn, SlotSet("move_booking", one.id))
        return anything_else(turn, say, FORM, "utter_move_wrong_booking")
    current = next((one for one in found if one.id == turn.slot("move_booking")), None)
    if current is None:
        say("utter_no_booking_here")
        return clear(FORM)
    choice = _choose(turn, current) if turn.said else None
    if isinstance(choice, when.Chosen):
        return stay(turn, _slot(choice, say), SlotSet("pending", None))
    if isinstance(choice, when.Refused):
        if choice.day is not None:
            return stay(turn, *_refused(turn, say, choice))
        return impossible(turn, say, choice)
    return anything_else(turn, say, FORM, "utter_booking_wrong_visit_time")


def _choose(turn: Turn, booking: Booking) -> when.Chosen | when.Refused | None:
    with begin(context().sessions) as session:
        return when.choose(session, booking.village_code, turn)


def _refused(turn: Turn, say: Say, choice: when.Refused) -> Events:
    """Say why the time cannot be; where only the half day is open, that is the question."""
    say(choice.response, choice.values)
    if choice.day is None:
        return []
    return [when.awaiting(choice.day), quiet(turn)]


def _slot(choice: when.Chosen, say: Say) -> dict[str, object]:
    return {**time_slot(choice, say), "name": "move_to"}


class ValidateMoveForm(ChatAction):
    """Decides what is moved to when."""

    called = "validate_move_form"

    def act(self, turn: Turn, say: Say) -> Events:
        """Open the form or take the next answer."""
        events = open_form(turn, say) if turn.requested is None else take(turn, say)
        return concluded(turn, FORM, events)


class AskMoveBooking(ChatAction):
    """Which booking?"""

    called = "action_ask_move_form_move_booking"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask."""
        if not is_quiet(turn):
            which(say, mine(turn), "change_booking")
        return []


class AskMoveTo(ChatAction):
    """To when?"""

    called = "action_ask_move_form_move_to"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask, with the next free half days."""
        one = next((one for one in mine(turn) if one.id == turn.slot("move_booking")), None)
        if is_quiet(turn) or one is None:
            return []
        now = {"day": day_name(one.day), "half": half_name(one.half)}
        return ask_half(turn, say) or ask_time(
            turn, say, one.village_code, "utter_move_question", now, (one.day, one.half)
        )


class FinishMove(ChatAction):
    """Moves the booking."""

    called = "action_finish_move"

    def act(self, turn: Turn, say: Say) -> Events:
        """Move it once per message; nothing when the form was left."""
        booking_id, to = turn.slot("move_booking"), turn.slot("move_to")
        if booking_id is None or not to:
            return [LISTEN]
        try:
            with begin(context().sessions) as session:
                day = date.fromisoformat(to["day"])
                moved = bookings.move(
                    session, int(booking_id), turn.person_id, day, to["half"], turn.request_id, now=turn.now
                )
        except SlotTaken:
            say("utter_booking_taken")
            return [SlotSet("move_to", None), FollowupAction(FORM.name)]
        say("utter_moved", values(moved), custom={"kind": "booking", "number": moved.number})
        return over(FORM)
