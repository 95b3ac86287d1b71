"""What people are sent without asking, in the words of content/notices.yml."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.services.bookings import Booking
from actions.services.times import read_back
from content.model import Course


def reminder(root: Path, booking: Booking, village: str) -> dict[str, Any]:
    """The evening's reminder of tomorrow's visit, with the door code."""
    words = _words(root / "notices.yml")
    group = booking.group_number
    text = words["reminder"].format(
        day=read_back(booking.day),
        half=words["halves"][booking.half],
        steward=booking.steward_name,
        place=words["place"].format(village=village, group=group) if group else village,
        door_code=booking.door_code,
        number=booking.number,
    )
    return {"text": text, "buttons": [], "custom": {"kind": "booking", "number": booking.number}}


def lesson(root: Path, course: Course) -> dict[str, Any]:
    """The offer of a course, with the button that begins it."""
    words = _words(root / "notices.yml")
    return {
        "text": words["lesson"].format(title=course.title, summary=course.summary),
        "buttons": [
            {"title": words["lesson_button"], "payload": "/learn_lesson" + json.dumps({"course": course.id})},
        ],
        "custom": {"kind": "lesson", "course": course.id},
    }


@lru_cache(maxsize=4)
def _words(path: Path) -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return words
