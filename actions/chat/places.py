"""Which village and group a message is about: what is said now, then what was said before, then where the QR hangs."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.chat.context import context
from actions.chat.turn import Turn
from actions.chat.wording import place_name
from content.model import Village
from content.normalize import bare
from content.villages import find_place

_BESIDE_THE_PLACE = 3


@dataclass(frozen=True)
class Where:
    """A village of the register, and the group if one is known."""

    village_code: str
    group_number: int | None

    @property
    def words(self) -> str:
        """The place as people read it."""
        village = context().village(self.village_code)
        return place_name(village, self.group_number) if village else ""

    def remembered(self) -> EventType:
        """The event that keeps the place for the next question."""
        return SlotSet("known_place", {"village": self.village_code, "group": self.group_number})


def said_place(turn: Turn, hint: str | None = None) -> Where | None:
    """The place the sentence names; a group alone counts for the village already known."""
    known = home(turn)
    hint = hint or (known.village_code if known else None)
    found = find_place(turn.said, context().villages, hint=hint) if turn.said else None
    return Where(found.village_code, found.group_number) if found else None


def only_place(turn: Turn, place: Where) -> bool:
    """Whether the sentence says where and nothing else: 五星村二组的, 是石椅村一组."""
    found = find_place(turn.said, context().villages, hint=place.village_code)
    return found is not None and len(bare(turn.said)) <= len(found.matched) + _BESIDE_THE_PLACE


def home(turn: Turn) -> Where | None:
    """The place known before this sentence."""
    kept: dict[str, Any] = turn.slot("known_place") or {}
    code, group = (kept.get("village"), kept.get("group")) if kept else (turn.village_code, turn.group_number)
    return Where(code, group) if code and context().village(code) else None


def where(turn: Turn) -> Where | None:
    """The place of the message: the one it names, else the one known."""
    return said_place(turn) or home(turn)


def last_group(village: Village) -> int:
    """The highest group number of a village, 1 when its groups are not known."""
    return max((group.number for group in village.groups), default=1)
