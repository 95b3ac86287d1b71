"""我电话换了, 村组错了 是三组, 还有插座也坏了: changes to a visit that is booked, from the account that made it."""

from rasa_sdk.events import SlotSet

from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import answer_turn
from actions.chat.booking.amendments import amendment, booked, speaks_of_code, waits_for, words
from actions.chat.context import context
from actions.chat.my_bookings import chosen, values
from actions.chat.turn import Turn
from actions.chat.wording import phone_name
from actions.db.engine import begin
from actions.services.booking_changes import Changes, amend


class AmendBooking(ChatAction):
    """Something of a booked visit is to be different."""

    called = "action_amend_booking"

    def act(self, turn: Turn, say: Say) -> Events:
        """Change it and read the booking back; the door code never changes and is not said."""
        if speaks_of_code(turn.said):
            say("utter_wrong_code", custom={"kind": "visitor", "dial": ["95598", "110"]})
            return []
        found = booked(turn)
        if not found:
            return answer_turn(turn, say)
        one = chosen(turn, found)
        if one is None:
            say("utter_amend_which")
            return []
        wanted = amendment(words(turn), one)
        if not wanted.changes:
            say(wanted.why or "utter_nothing_to_correct")
            return [SlotSet("pending", waits_for(wanted.why))]
        with begin(context().sessions) as session:
            done = amend(session, one.id, turn.person_id, Changes(**wanted.changes), turn.request_id, now=turn.now)
        told = {
            **{name: value for name, value in values(done).items() if name != "door_code"},
            "name": done.resident_name,
            "phone": phone_name(done.call_phone),
            "result": done.result_to,
            "problem": done.problem or "没有特别的",
        }
        say("utter_amended", told, custom={"kind": "booking", "number": done.number})
        return [SlotSet("pending", None)]
