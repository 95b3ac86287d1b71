"""What plain words decide before any classifier or library: hazards, cries, and what belongs to what was said."""

import re
from datetime import datetime, timedelta

from rasa_sdk.events import FollowupAction, SlotSet

from actions.chat import (
    after_report,
    at_the_door,
    danger,
    follow,
    fraud,
    handed,
    hazards,
    my_reports,
    outages,
    photos,
    several,
    small,
)
from actions.chat.acting import Events, Say
from actions.chat.booking.beside import wish_and_questions
from actions.chat.context import context
from actions.chat.hearing import is_question, takes_all_back
from actions.chat.places import home, only_place, said_place
from actions.chat.turn import Turn
from actions.chat.wishes import calls_before_coming, is_missing
from actions.chat.wording import day_name, half_name, phone_name
from actions.db.engine import read
from actions.services import bookings, times
from content.after_emergency import cannot_call
from content.normalize import bare

_WHILE = timedelta(minutes=30)
_SHORT = 10
_OWN_CODE = re.compile(
    r"(?:请问|那|我|我们|屋头|的|那个|这回|想|要|问|看|查|一下|一哈|下|哈)*(?:上门|门)码"
    r"(?:是|叫|有|到底|呢|的|我)*(?:好多|多少|啥子?|什么|几|几号|哪个|哪几个字|忘|搞忘|记不到|记不得|不记得|不晓得|找不到|在哪里|在哪儿?|给我|发给?我|说一下|念一下|再)*"
    r"(?:说|发|念|来)*(?:了|嘛|哦|哈|呢|啊|一遍|一下|一哈|呀)*"
)
"""Somebody asks for the code of his own visit, and names nobody who stands at the door."""
_FORM_ANSWER = re.compile(r"(?:就|告诉|跟|给)?接电话的人(?:嘛|就行|就是)?|就在这里告诉我")


def instead(turn: Turn, say: Say) -> Events | None:
    """What a message gets whatever Rasa took it for; None where the classifier and the library decide."""
    if turn.button or not turn.said:
        return None
    if hazards.told(turn):
        return [FollowupAction("report_form")]
    return own(turn, say)


def own(turn: Turn, say: Say) -> Events | None:
    """The same for a message that tells of no hazard."""
    if turn.button or not turn.said:
        return None
    return (
        missing(turn, say)
        or _cannot_call(turn, say)
        or at_the_door.told_code(turn, say)
        or _visit_too(turn)
        or _photo(turn, say)
        or my_reports.asked_for(turn, say)
        or after_report.taken(turn, say)
        or handed.taken(turn, say)
        or fraud.taken(turn, say)
        or _of_the_visit(turn, say)
        or _of_the_power(turn, say)
        or _taken_back(turn, say)
        or _small_talk(turn, say)
        or after_report.more(turn, say)
        or several.answered(turn, say)
        or follow.taken(turn, say)
    )


def missing(turn: Turn, say: Say) -> Events | None:
    """Somebody cannot be found or reached: police and neighbours, and the stewards see it; nobody is "called back"."""
    if not is_missing(turn.said):
        return None
    say("utter_person_missing", custom={"kind": "emergency", "dial": ["110", "119", "120"], "danger": True})
    danger.tell_steward(danger.UNNAMED, turn)
    return [SlotSet("offered", None)]


def _cannot_call(turn: Turn, say: Say) -> Events | None:
    """没得信号打不出去120 before anything else was said: how to get through, and the stewards see it."""
    if not cannot_call(turn.said, context().emergencies) or is_question(turn.said):
        return None
    say("utter_emergency_unreachable")
    danger.tell_steward(danger.UNNAMED, turn)
    return [SlotSet("offered", None)]


def _photo(turn: Turn, say: Say) -> Events | None:
    """有照片咋个发给你: what can be done without; a hazard that is told with it goes its own way."""
    if photos.tells_more(turn.said) or not photos.answer(turn.said, say, reporting=False):
        return None
    return [SlotSet("offered", turn.slot("offered"))]


def _visit_too(turn: Turn) -> Events | None:
    """我们村好久来电，另外我要约检查: the booking answers the question first and loses neither."""
    return None if wish_and_questions(turn.said) is None else [FollowupAction("booking_form")]


def _of_the_visit(turn: Turn, say: Say) -> Events | None:
    """师傅到了给我打个电话 is about a visit, and wishes for no call now."""
    if _FORM_ANSWER.fullmatch(bare(turn.said)):
        say("utter_answer_without_form")
        return [SlotSet("offered", None)]
    own_code = _OWN_CODE.fullmatch(bare(turn.said)) is not None
    if not own_code and not calls_before_coming(turn.said):
        return None
    with read(context().sessions) as session:
        found = bookings.mine(session, turn.person_id, now=turn.now)
    if own_code:
        return [FollowupAction("action_check_booking")] if found else None
    if not found:
        say("utter_call_no_visit")
    for one in found[:1]:
        values = {"day": day_name(one.day), "half": half_name(one.half), "phone": phone_name(one.call_phone)}
        say("utter_call_before_visit", values)
    return [SlotSet("offered", None)]


def _of_the_power(turn: Turn, say: Say) -> Events | None:
    if outages.of_a_device(turn.said):
        say("utter_device_flat")
        return [SlotSet("offered", None)]
    pending = turn.slot("pending") or {}
    if pending.get("what") == "outage_told" and turn.now - datetime.fromisoformat(pending["at"]) < _WHILE:
        place = said_place(turn)
        if place is not None and only_place(turn, place) and not is_question(turn.said):
            outages.tell(turn, say, place, "")
            return [SlotSet("pending", pending), place.remembered()]
        known = place or home(turn)
        day = times.parse_day(turn.said, turn.now, None) if len(bare(turn.said)) <= _SHORT else None
        if known is not None and day is not None and not re.search(r"来|约|上门|师傅", turn.said):
            outages.tell(turn, say, known)
            return [SlotSet("pending", pending), known.remembered()]
    return [FollowupAction("outage_form")] if outages.asks_here_and_now(turn.said) else None


def _taken_back(turn: Turn, say: Say) -> Events | None:
    """我刚才说的不算 outside a form changes nothing: what was booked or reported is called off in its own words."""
    if not takes_all_back(turn.said):
        return None
    say("utter_taken_back")
    return [SlotSet("offered", None)]


def _small_talk(turn: Turn, say: Say) -> Events | None:
    response = small.talk(turn.said)
    if response is None:
        return None
    say(response)
    # What was asked last stays open: 晓得了 is no answer to it.
    return [SlotSet("offered", turn.slot("offered"))]
