"""继续, 接着约, 要得: on with what was left open, a lesson or a form that waits for somebody to come back to it."""

import re
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.chat.acting import Events
from actions.chat.context import context
from actions.chat.hearing import is_going_on, is_yes
from actions.chat.turn import Turn
from actions.db.engine import read
from actions.services import lessons
from content.normalize import bare

LEARN = "action_learn_lesson"
_OF_A_TIME = ("half", "near", "day", "wish")
"""What is kept of a time that is said only in part, or before the village is (actions/chat/booking/when.py)."""
_SEND = re.compile(
    r"(?:要得|好|可以|行|那|就|都|嗯)*(?:给我|跟我)?(?:都)?"
    r"(?:发|来|学|看|听|要)(?:给我|过来|一个|一门|起|嘛|哈|噻|吧|呀)*"
)
"""要得，给我发嘛 after the list of courses: which of them is asked again."""
_LESSONS = ("quiz", "quiz_given", "lesson_step", "courses")


def waits(turn: Turn, form: str) -> EventType:
    """The event that keeps which form is left, and what it was waiting for."""
    kept = _pending(turn)
    stays = kept.get("what") in _OF_A_TIME or kept.get("outage")
    return SlotSet("pending", {"what": "form", "form": form, "before": kept if stays else None})


def waiting_form(turn: Turn) -> str | None:
    """The form that was left and can be gone on with."""
    if _pending(turn).get("form"):
        return str(_pending(turn)["form"])
    begun = turn.slot("village") or turn.slot("resident_name")
    return "booking_form" if begun and turn.form is None else None


def goes_on(form: str, *, answers: bool = False) -> EventType:
    """The event that opens a form again where it was left, as soon as what came in between is done.

    `answers` where the message that ended it answers a question of the form that is opened.
    """
    return SlotSet("pending", {"what": "form", "form": form, "at_once": True, "before": None, "answers": answers})


def resumed(turn: Turn, form: str) -> list[EventType] | None:
    """What opens a form again where it was left; None when this is no going on."""
    at_once = bool(_pending(turn).get("at_once"))
    if _pending(turn).get("form") != form or not (
        at_once or turn.button or is_going_on(turn.said) or is_yes(turn.said)
    ):
        return None
    return [SlotSet("pending", _pending(turn).get("before"))]


def go_on(turn: Turn) -> Events | None:
    """On with the lesson shown last, or with the form that waits; None when the sentence says something else."""
    sends = _shown(turn) == "courses" and _SEND.fullmatch(bare(turn.said)) is not None
    if turn.button or not (is_going_on(turn.said) or sends):
        return None
    form = waiting_form(turn)
    if _learns(turn):
        return [FollowupAction(LEARN)]
    if form is not None:
        return [FollowupAction(form)]
    with read(context().sessions) as session:
        progress = lessons.current(session, turn.person_id)
    return [FollowupAction(LEARN)] if progress is not None else None


def agreed(turn: Turn) -> Events | None:
    """What a yes goes on with: 接着学吗; None where nothing of the kind was asked."""
    if _learns(turn) and _shown(turn) != "quiz":  # a yes answers no question of a lesson
        return [FollowupAction(LEARN)]
    return None


def _learns(turn: Turn) -> bool:
    return _shown(turn) in _LESSONS


def _shown(turn: Turn) -> str:
    return str((turn.slot("offered") or {}).get("what") or "")


def _pending(turn: Turn) -> dict[str, Any]:
    return turn.slot("pending") or {}
