"""The end of the booking form: booked once per message, or sent back to another time when somebody was faster."""

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.chat.acting import ChatAction, Events, Say
from actions.chat.booking.state import FORM, YES, Draft
from actions.chat.context import context
from actions.chat.form_steps import LISTEN, over
from actions.chat.my_bookings import values
from actions.chat.turn import Turn
from actions.db.engine import begin
from actions.services import bookings, people
from actions.services.bookings import Booking, BookingRequest, SlotTaken


def book(turn: Turn, say: Say) -> Events:
    """Book what was confirmed; nothing when the form was left or stopped."""
    wanted = Draft.of(turn).request(turn)
    if turn.slot("confirm") != YES or wanted is None:
        return [LISTEN]
    try:
        booked = _book(turn, wanted)
    except SlotTaken:
        say("utter_booking_taken")
        return [SlotSet("visit_time", None), SlotSet("confirm", None), FollowupAction(FORM.name)]
    custom: dict[str, Any] = {"kind": "booking", "number": booked.number}
    say("utter_booking_done", values(booked), custom=custom)
    return over(FORM)


def _book(turn: Turn, wanted: BookingRequest) -> Booking:
    with begin(context().sessions) as session:
        booked = bookings.book(session, wanted, now=turn.now)
        if people.place(session, turn.person_id) == (None, None):
            people.set_village(session, turn.person_id, wanted.village_code, wanted.group_number)
    return booked


class FinishBooking(ChatAction):
    """The form is over."""

    called = "action_finish_booking"

    def act(self, turn: Turn, say: Say) -> Events:
        """Book."""
        return book(turn, say)
