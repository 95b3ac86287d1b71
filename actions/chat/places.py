"""Which village and group a message is about: what is said now, then what was said before, then where the QR hangs."""

import re
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
_AROUND = re.compile(r"^(?:我们?|就|是|在|住|这边|这里|来自)+|(?:的|嘛|哈|哦|呀|那边|那里|这边|这里|人)+$")
_VILLAGE_NAME = re.compile(r"[\u3400-\u9fff]{1,6}(?:村|社区|寨子?)(?:第?[0-9一二三四五六七八九十]{1,3}(?:组|社|队))?")
_HAMLET_NAME = re.compile(r".{2}[坪坝沟湾寨垭坎沱塆院塘咀嘴]|.家[岩坡桥梁河口岭场塝槽]")
_NO_NAME = re.compile(r"[哪这那本全整一几]|隔壁|啥|什么|我|你|他|农村|不是|改|换")
_WHICH = re.compile(r"(?:哪些|哪几个|哪几|啥子|什么|好多|几个)(?:村|社区|乡|镇|地方(?:可以|能|得行|登记))")
_LISTED = 20


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


def sounds_like_village(said: str) -> bool:
    """Whether a short answer can only be a village, of the register or not: 胜利村, 胜利村三组."""
    words = _AROUND.sub("", bare(said))
    return _VILLAGE_NAME.fullmatch(words) is not None and not _NO_NAME.match(words)


def sounds_like_place(said: str) -> bool:
    """Whether a short answer can only be the name of a village or a hamlet: 胜利村, 任家坪."""
    words = _AROUND.sub("", bare(said))
    return sounds_like_village(said) or (_HAMLET_NAME.fullmatch(words) is not None and not _NO_NAME.match(words))


def asks_villages(said: str) -> bool:
    """Whether somebody asks which villages are known here: 你那儿有哪些村."""
    return _WHICH.search(said) is not None


def village_names() -> str:
    """The villages of the register as a sentence lists them."""
    names = [village.name for village in context().villages]
    return "、".join(names[:_LISTED]) + ("……" if len(names) > _LISTED else "")


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
