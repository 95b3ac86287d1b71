"""Which course somebody means: by its button, its place in the list, its title, or more of its title than any other."""

import re
from itertools import pairwise
from typing import Any

from actions.chat.context import context
from actions.chat.hearing import is_question, ordinal
from actions.chat.turn import Turn
from actions.db.engine import read
from actions.services import lessons
from content.model import Course
from content.normalize import bare
from content.villages import numeral

# What a title says of being a course tells no course from another.
_GENERAL = re.compile(r"(?:第一|[一二三四五六七八九十]步)?课$")
_TOPIC_WORDS = {"electricity-safety": ("用电", "安全", "触电"), "fraud": ("骗", "反诈")}
_LEAD = re.compile(r"^(?:我|想|要|就|来|先|给我)*(?:学|上|看|报|选)?(?:一?[下哈])?")
_TAIL = re.compile(r"(?:那[个门]|这[个门]|嘛|吧|哈|咯)+$")
_NUMBER = re.compile(r"(?:就|选|学|要|上)*第?([1-9]|[一二三四五六七八九])(?:个|门|样|课|条|项)?")
_LONGEST = 12
_LEARNS = re.compile(r"学|课|培训|教|题|接到|接着|继续|下一|往下|订|退|发|看完|听|选|考|测|练|[A-Fa-f]")
_NO_LESSON = re.compile(
    r"学(?:雷锋|校|生|费|籍|历|区|期|堂|霸)|(?:老年|小|中|大|科|文|医|化|数|开|放|入|上|同|助|奖|休|退)学(?:校|生|堂)?|老年大学|听说|[高中]考|考[察虑古]|测[量电]"
)


def named(turn: Turn, found: list[Course]) -> Course | None:
    """The course that was pressed, picked or named; None sends people to the list."""
    wanted = str(turn.entities.get("course") or "")
    if wanted:
        return next((one for one in found if one.id == wanted), None)
    course = _picked(turn, found) or titled(turn.said, found)
    if course is not None:
        return course
    said = _pairs(turn.said)
    shared = {one.id: len(said & _pairs(_GENERAL.sub("", one.title))) for one in found}
    most = max(shared.values(), default=0)
    likely = [one for one in found if shared[one.id] == most] if most else found
    if len(likely) > 1:
        likely = [one for one in likely if any(word in turn.said for word in _TOPIC_WORDS.get(one.topic, ()))]
    return likely[0] if len(likely) == 1 else None


def titled(said: str, found: list[Course]) -> Course | None:
    """The course whose whole title is typed: 山火与野外用火课."""
    words = _TAIL.sub("", bare(said))
    meant = {words, _LEAD.sub("", words, count=1)}
    return next((one for one in found if bare(one.title) in meant), None)


def chosen(turn: Turn) -> bool:
    """Whether the sentence only names a course: by its title at any time, by a word of it where the list was shown."""
    if turn.button or not ("课" in turn.said or _offered(turn)) or len(bare(turn.said)) > _LONGEST + 4:
        return False
    with read(context().sessions) as session:
        found = lessons.courses(session)
    if titled(turn.said, found) is not None:
        return True
    short = len(bare(turn.said)) <= _LONGEST and not is_question(turn.said)
    return _offered(turn) and short and named(turn, found) is not None


def speaks_of_learning(said: str) -> bool:
    """Whether the words wish for a lesson; 学雷锋 and 老年大学 do not."""
    return _LEARNS.search(_NO_LESSON.sub("", said)) is not None


def only_sounds_like_learning(said: str) -> bool:
    """Whether a word with 学 or 听 in it is all that sounds like a lesson: 学雷锋, 村上有没得老年大学."""
    return _NO_LESSON.search(said) is not None and not speaks_of_learning(said)


def _picked(turn: Turn, found: list[Course]) -> Course | None:
    if not _offered(turn):
        return None
    ids: list[str] = turn.slot("offered")["ids"]
    words = _TAIL.sub("", bare(turn.said))
    number = _NUMBER.fullmatch(words)
    place = (numeral(number.group(1)) or 0) - 1 if number else ordinal(words)
    wanted = ids[place] if place is not None and -1 <= place < len(ids) else None
    return next((one for one in found if one.id == wanted), None)


def _offered(turn: Turn) -> bool:
    offered: dict[str, Any] = turn.slot("offered") or {}
    return offered.get("what") == "courses"


def _pairs(text: str) -> set[str]:
    return {first + second for first, second in pairwise(text)}
