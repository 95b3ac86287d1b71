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
    draft = Draft.of(turn)
    if turn.slot("confirm") != YES or draft.village is None or draft.day is None:
        return [LISTEN]
    try:
        booked = _book(turn, draft)
    except SlotTaken:
        say("utter_booking_taken")
        return [SlotSet("visit_time", None), SlotSet("confirm", None), FollowupAction(FORM.name)]
    custom: dict[str, Any] = {"kind": "booking", "number": booked.number}
    say("utter_booking_done", values(booked), custom=custom)
    return over(FORM)


def _book(turn: Turn, draft: Draft) -> Booking:
    assert draft.village is not None and draft.day is not None  # noqa: S101, PT018 - book() looked
    request = BookingRequest(
        request_id=turn.request_id,
        requester_id=turn.person_id,
        village_code=draft.village.code,
        group_number=draft.group,
        resident_name=draft.name,
        call_phone=draft.phone,
        result_to=draft.result_words(),
        problem=draft.problem,
        day=draft.day,
        half=draft.half,
    )
    with begin(context().sessions) as session:
        booked = bookings.book(session, request, now=turn.now)
        if people.place(session, turn.person_id) == (None, None):
            people.set_village(session, turn.person_id, draft.village.code, draft.group)
    return booked


class FinishBooking(ChatAction):
    """The form is over."""

    called = "action_finish_booking"

    def act(self, turn: Turn, say: Say) -> Events:
        """Book."""
        return book(turn, say)
