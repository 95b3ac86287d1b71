"""Where somebody is who needs a person, and on which number: what a steward must have before anything else."""

import re

from actions.chat.context import context
from actions.chat.places import Where, where
from actions.chat.turn import Turn
from actions.db.engine import read
from actions.services import bookings


def reach(turn: Turn) -> Where | None:
    """The place of the message or the one known, else that of the newest booking; its group where only that is new."""
    place = where(turn)
    if place is not None and place.group_number is not None:
        return place
    with read(context().sessions) as session:
        booked = bookings.mine(session, turn.person_id, include_past=True)
    newest = max(booked, key=lambda one: one.id, default=None)
    if newest is None or (place is not None and place.village_code != newest.village_code):
        return place
    return Where(newest.village_code, newest.group_number)


def number(turn: Turn) -> str:
    """The number given in the form under way, empty when there is none."""
    kept = turn.slot("call_phone") or {}
    return str(kept.get("number") or turn.slot("report_phone") or "")


def words_with(turn: Turn, *more: str) -> str:
    """What was said, with what the steward needs and it does not say itself."""
    digits = re.sub(r"\D", "", turn.said)
    phone = number(turn)
    missing = [one for one in more if one and one not in turn.said]
    if phone and phone not in digits:
        missing.append(phone)
    return f"{turn.said}（{'，'.join(missing)}）" if missing else turn.said
