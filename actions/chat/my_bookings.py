"""Somebody's own bookings: looked up and cancelled only from the account that made them."""

import json
import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.chat import my_reports
from actions.chat.acting import Button, ChatAction, Events, Say, hears_first
from actions.chat.answer import answer_instead, answer_turn
from actions.chat.context import context
from actions.chat.going_on import waiting_form
from actions.chat.hearing import keeps_visit, ordinal
from actions.chat.places import Where
from actions.chat.turn import Turn
from actions.chat.wishes import books_anew
from actions.chat.wording import day_name, half_name, slot_title
from actions.db.engine import begin, read
from actions.services import bookings
from actions.services.bookings import Booking

_OFF = re.compile(r"取消|不约|不想约|退[了掉]|不要了|不[用需]?要?来了|莫来")
_OF_A_VISIT = re.compile(
    r"约|上门|来|到|师傅|检查|电管家|编号|单子|哪天|几号|几点|时间|进度|查|办|报|取消|不要|退|改|换|推|挪|结果"
)
DRAFT = ("village", "group", "resident_name", "call_phone", "result_to", "problem", "visit_time", "confirm")
"""What a booking that is not finished has filled."""


def mine(turn: Turn) -> list[Booking]:
    """The open bookings of the account that writes."""
    with read(context().sessions) as session:
        return bookings.mine(session, turn.person_id, now=turn.now)


def tell_mine(turn: Turn, say: Say) -> None:
    """Say each booking with its door code, or the last visit, or why none is shown and how to be called back."""
    found = mine(turn)
    with read(context().sessions) as session:
        off = bookings.called_off(session, turn.person_id, now=turn.now)
    for one in off:
        say("utter_my_booking_called_off", values(one), custom={"kind": "booking", "number": one.number})
    if not found:
        been = _last_visit(turn)
        if been is not None:
            say("utter_my_booking_done", values(been))
        elif waiting_form(turn) == "booking_form":
            say("utter_booking_not_yet")
            say("utter_booking_waits")
        elif not off:
            say("utter_no_booking_here")
        return
    for one in found:
        say("utter_my_booking", values(one), custom={"kind": "booking", "number": one.number})
    say("utter_my_booking_buttons")


def _last_visit(turn: Turn) -> Booking | None:
    with read(context().sessions) as session:
        past = bookings.mine(session, turn.person_id, include_past=True, now=turn.now)
    return next((one for one in reversed(past) if one.state == "done"), None)


def values(one: Booking) -> dict[str, Any]:
    """What the texts about a booking may say."""
    return {
        "number": one.number,
        "door_code": one.door_code,
        "day": day_name(one.day),
        "half": half_name(one.half),
        "steward": one.steward_name,
        "place": Where(one.village_code, one.group_number).words,
    }


def chosen(turn: Turn, found: list[Booking]) -> Booking | None:
    """The booking that is meant: the only one, the one on the button, or the one at the place in the list."""
    wanted = str(turn.entities.get("booking") or "")
    if wanted:
        return next((one for one in found if str(one.id) == wanted), None)
    if len(found) == 1:
        return found[0]
    place = ordinal(turn.said)
    if place is not None and -1 <= place < len(found):
        return found[place]
    return next((one for one in found if one.number in turn.said.upper()), None)


def which(say: Say, found: list[Booking], intent: str) -> None:
    """Ask which of several bookings is meant."""
    say("utter_which_booking", buttons=[_button(one, intent, found) for one in found])


def _button(one: Booking, intent: str, found: list[Booking]) -> Button:
    payload = f"/{intent}" + json.dumps({"booking": str(one.id)})
    title = slot_title(one.day, one.half)
    alike = sum((other.day, other.half) == (one.day, one.half) for other in found) > 1
    return {"title": f"{title} {one.number}" if alike else title, "payload": payload}


def ask_to_cancel(turn: Turn, say: Say) -> Events:
    """Ask before cancelling; saying 取消 again to the question counts as the yes."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    if pending.get("what") == "cancel" and not turn.button:
        return cancel_pending(turn, say, pending)
    found = mine(turn)
    if not found:
        say("utter_no_booking_here")
        return [SlotSet("pending", None)]
    one = chosen(turn, found)
    if one is None:
        which(say, found, "cancel_booking")
        return [SlotSet("pending", None)]
    say("utter_cancel_sure", values(one))
    return [SlotSet("pending", {"what": "cancel", "booking": one.id})]


def stop_or_cancel(turn: Turn, say: Say) -> Events:
    """取消, 不约了 while nothing is under way: the booking that was made is meant, where there is one."""
    if waiting_form(turn) == "booking_form":
        say("utter_booking_stopped")
        return [SlotSet(name, None) for name in (*DRAFT, "pending", "offered")]
    if turn.said and _OFF.search(turn.said) and mine(turn):
        return ask_to_cancel(turn, say)
    say("utter_nothing_to_stop")
    return []


@hears_first
def _kept(turn: Turn, say: Say) -> Events | None:
    """不取消了 has 取消 in it and cancels nothing, asked or not: that all stays as it was is said."""
    if not keeps_visit(turn.said):
        return None
    asked = (turn.slot("pending") or {}).get("what") == "cancel"
    say("utter_cancel_kept" if asked or mine(turn) else "utter_taken_back")
    return [SlotSet("pending", None if asked else turn.slot("pending"))]


def cancel_pending(turn: Turn, say: Say, pending: dict[str, Any]) -> Events:
    """Cancel the booking that was asked about."""
    with begin(context().sessions) as session:
        gone = bookings.cancel(session, int(pending["booking"]), turn.person_id, turn.request_id, now=turn.now)
    say("utter_cancelled", values(gone), custom={"kind": "booking", "number": gone.number})
    return [SlotSet("pending", None)]


def _speaks_of_a_visit(turn: Turn) -> bool:
    """Whether the words can be about a visit; a classifier alone must not take 洗澡的时候水麻人 for one."""
    said = turn.said
    return not said or _OF_A_VISIT.search(said) is not None or my_reports.asks_progress(said)


class CheckBooking(ChatAction):
    """When is somebody coming?"""

    called = "action_check_booking"

    def act(self, turn: Turn, say: Say) -> Events:
        """Say the bookings of this account; how far what was reported is, where that is asked."""
        if not _speaks_of_a_visit(turn):
            return answer_turn(turn, say)
        if books_anew(turn):
            return [FollowupAction("booking_form")]
        told = my_reports.asks_progress(turn.said) and my_reports.tell_mine(turn, say)
        if not told or mine(turn):
            tell_mine(turn, say)
        return []


class CancelBooking(ChatAction):
    """Nobody is to come."""

    called = "action_cancel_booking"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask whether to cancel."""
        if not _speaks_of_a_visit(turn):
            return answer_turn(turn, say)
        if books_anew(turn) and not _OFF.search(turn.said):
            return [FollowupAction("booking_form")]
        return answer_instead(turn, say) or ask_to_cancel(turn, say)
