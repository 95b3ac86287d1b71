"""A way to a human being: a steward, a phone number, and what to do when a stranger stands at the door."""

import re
from datetime import datetime, time

from rasa_sdk.events import FollowupAction, SlotSet

from actions.chat import first, handed
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import answer_if_sure, answer_instead, answer_turn
from actions.chat.at_the_door import speaks_of_visitor
from actions.chat.booking.amendments import amends
from actions.chat.contact import reach, words_with
from actions.chat.context import context
from actions.chat.finding import peek
from actions.chat.finding import tell as tell_answer
from actions.chat.hearing import is_question
from actions.chat.turn import Turn
from actions.chat.wishes import speaks_of_somebody, wants_person
from actions.chat.wording import half_name
from actions.clock import local, local_day
from actions.db.engine import begin, read
from actions.services import bookings, directory, handoff
from content.courtesy import without_courtesy

_OPENS, _CLOSES, _SUNDAY = time(8, 30), time(17, 30), 6
_SHOWN = 3
_WHOM = re.compile(
    r"电话|号码|手机|找|打|联系|管|归|问|报|[0-9]{3}|哪个部门|热线|客服|求助|喊|反映|咨询|负责|[叫派]|派出所|医院|村支?书|主任|供电"
)


def is_open(now: datetime) -> bool:
    """Whether a steward is likely to read messages now; holidays are not known here, so the texts promise nothing."""
    here = local(now)
    return here.weekday() != _SUNDAY and _OPENS <= here.time() <= _CLOSES


def call_person(turn: Turn, say: Say) -> None:
    """Put the wish for a person on the stewards' list and say when somebody can be expected."""
    place = reach(turn)
    group = place.words if place is not None and place.group_number is not None else ""
    with begin(context().sessions) as session:
        handoff.request_person(
            session,
            request_id=turn.request_id,
            person_id=turn.person_id,
            channel=turn.channel,
            text=words_with(turn, group),
            village_code=place.village_code if place is not None else None,
            now=turn.now,
        )
    after_hours = not is_open(turn.now)
    response = "utter_person_called_after_hours" if after_hours else "utter_person_called"
    say(response, custom={"kind": "person", "dial": ["95598"] if after_hours else []})


def tell_numbers(turn: Turn, say: Say) -> Events:
    """Say whom to call for what was asked; an unknown local number is said to be unknown."""
    # Who is spoken to (电管家同志) is not who is asked for.
    asked = without_courtesy(turn.said)
    found = directory.entries(turn.village_code, asked, root=context().settings.content_dir)
    if not found:
        known = peek(turn)
        if known is not None:
            return tell_answer(known, say, turn.said)
        say("utter_directory_unknown", custom={"kind": "numbers", "dial": ["95598", "12345"]})
        return []
    for entry in found[: _SHOWN if all(one.phone for one in found[:_SHOWN]) else 1]:
        if entry.phone:
            values = {"name": entry.name, "phone": entry.phone, "handles": entry.handles}
            say("utter_directory_entry", values, custom={"kind": "numbers", "dial": [entry.phone]})
        else:
            say("utter_directory_missing", {"name": entry.name}, custom={"kind": "numbers", "dial": ["12345"]})
    return []


def guard_door(turn: Turn, say: Say) -> None:
    """Say how to check a visitor; never a code, never somebody else's booking, never that he is genuine.

    The code is not repeated here: whoever holds the phone may be the one standing outside.
    """
    with read(context().sessions) as session:
        found = bookings.mine(session, turn.person_id, now=turn.now)
    today = [one for one in found if one.day == local_day(turn.now)]
    custom = {"kind": "visitor", "dial": ["95598", "110"]}
    if today:
        values = {"half": half_name(today[0].half), "steward": today[0].steward_name}
        say("utter_visitor_booked", values, custom=custom)
    else:
        say("utter_visitor_none", custom=custom)


class ReachPerson(ChatAction):
    """A person is wanted."""

    called = "action_reach_person"

    def act(self, turn: Turn, say: Say) -> Events:
        """Ask for a person; 有人打电话喊我退电费 only sounds as if one were wanted."""
        answered = answer_instead(turn, say)
        if answered is None and (is_question(turn.said) or not wants_person(turn.said)):
            answered = answer_if_sure(turn, say)
        if answered is not None:
            return answered
        if turn.said and not speaks_of_somebody(turn.said) and not wants_person(turn.said):
            return answer_turn(turn, say)  # 我在外头打工 calls nobody
        call_person(turn, say)
        # A 要得 after this answers the steward's promise, not the lesson or the list that was shown before.
        return [SlotSet("offered", None), *handed.asks_what(turn, say)]


class AskDirectory(ChatAction):
    """A number is wanted."""

    called = "action_ask_directory"

    def act(self, turn: Turn, say: Say) -> Events:
        """Look it up; a number given with what was just reported, or for a booked visit, asks for none."""
        if amends(turn):
            return [FollowupAction("action_amend_booking")]
        if turn.said and not _WHOM.search(turn.said):
            return answer_turn(turn, say)  # 道德模范是哪个 asks for nobody's number
        return first.instead(turn, say) or tell_numbers(turn, say)


class VisitorAtDoor(ChatAction):
    """Somebody stands at the door."""

    called = "action_visitor_at_door"

    def act(self, turn: Turn, say: Say) -> Events:
        """Say how to check him, where the words really speak of a visitor."""
        if turn.said and not speaks_of_visitor(turn.said):
            return answer_turn(turn, say)
        told = first.instead(turn, say)
        if told is not None:
            return told
        guard_door(turn, say)
        return []
