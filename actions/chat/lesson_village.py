"""The village of somebody who learns: asked for once, so that new lessons of the village reach them."""

from typing import Any

from rasa_sdk.events import SlotSet

from actions.chat.acting import Events, Say
from actions.chat.context import context
from actions.chat.places import said_place
from actions.chat.turn import Turn
from actions.db.engine import begin
from actions.services import lessons

ASKED = {"what": "lesson_village"}


def take_lesson_village(turn: Turn, say: Say) -> Events | None:
    """Subscribe somebody who was asked for their village and now names it; None when this is something else."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    if pending.get("what") != ASKED["what"]:
        return None
    place = said_place(turn)
    if place is None:
        return None
    with begin(context().sessions) as session:
        lessons.subscribe(session, turn.person_id, place.village_code, now=turn.now)
    say("utter_lesson_village_kept", {"place": place.words})
    return [SlotSet("pending", None), place.remembered()]
