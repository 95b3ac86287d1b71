"""有帮助, 没帮上 right after an answer: the same as a tap on the buttons below it; 都不是 below suggestions."""

import re
from typing import Any, Literal

from rasa_sdk.events import SlotSet

from actions.chat import danger
from actions.chat.acting import Events, Say, hears_first
from actions.chat.context import context
from actions.chat.follow import just_said
from actions.chat.hearing import is_no
from actions.chat.turn import Turn
from actions.db.engine import begin
from actions.services import ratings
from content.normalize import bare

_LEAD = r"(?:嗯|哦|好|这个|这|你|您|说的|答的|还是|很|真|硬是|确实|蛮|挺|对我|都|根本|完全|一点)*"
_TAIL = r"(?:了|的|嘛|哈|哦|啊|呀|得很|谢谢)*"
_GOOD = re.compile(rf"{_LEAD}(?:有帮助|有用|帮上(?:忙|我)?|帮到(?:忙|我)?|管用){_TAIL}")
_BAD = re.compile(
    rf"{_LEAD}(?:(?:没|没有|莫)帮(?:上|到|助)(?:忙|我)?|帮不(?:上|到)(?:忙|我)?|(?:没得|没有|没|莫得)(?:啥子?)?(?:用|帮助)|"
    rf"不管用|答非所问){_TAIL}"
)
_THESE = r"(?:这些|这几个|这几条|这个|这|那些|上面|下面|里头)"
_MEANT = r"我?(?:想|要)?(?:问|找|要|晓得)(?:的)?"
_NONE = re.compile(
    rf"(?:嗯|哦|哎呀?|我|看了|好像|{_THESE})*(?:"
    rf"(?:都|全都?|全部|通通)(?:不是|莫是|不对|没得|没有)(?:{_MEANT})?|不是{_THESE}|不是{_THESE}?{_MEANT}|"
    rf"(?:一[个条样]都|哪[个条样]都)(?:不是|不对|没得|没有)|(?:没得|没有|莫得|没)(?:一[个条样])?(?:是)?{_MEANT}|"
    rf"(?:问|说|想问)的(?:都)?不是{_THESE}|不是(?:问|说){_THESE}|不是){_TAIL}"
)


def rating(said: str) -> Literal["good", "bad"] | None:
    """What a short sentence says of an answer and nothing else; None for all else."""
    words = bare(said)
    if _BAD.fullmatch(words):
        return "bad"
    return "good" if _GOOD.fullmatch(words) else None


def none_of_these(said: str) -> bool:
    """Whether a short sentence only says that nothing of what was offered is meant: 都不是, 没得我要问的."""
    return _NONE.fullmatch(bare(said)) is not None


@hears_first
def _rated(turn: Turn, say: Say) -> Events | None:
    """Keep the rating of the answer just said and thank for it; where it was no help, say what else there is.

    Nobody is thanked for what reaches no editor, as under suggestions or a danger's answer: whom that was of no help is
    asked to say it in other words.
    """
    value = rating(turn.said)
    last = just_said(turn) if value is not None else None
    if value is not None and last is not None:
        with begin(context().sessions) as session:
            kept = ratings.rate_newest(session, turn.person_id, str(last["article_id"]), value, turn.now)
        if kept:
            say(f"utter_rated_{value}")
            return [SlotSet("offered", turn.slot("offered"))]
    # 没得用 alone may speak of a thing; 没帮上 speaks of what was said here.
    told = turn.slot("last_article") or _suggested(turn) or "帮" in turn.said
    return _asked_again(turn, say) if value == "bad" and told else None


@hears_first
def _none_of_them(turn: Turn, say: Say) -> Events | None:
    """都不是 below suggestions refuses them and nothing else: asked to say it in other words."""
    if not _suggested(turn) or not none_of_these(turn.said):
        return None
    pending: dict[str, Any] = turn.slot("pending") or {}
    if pending.get("what") == "cancel" or (pending and is_no(turn.said)):
        return None  # a bare 不是 may answer what else was asked
    return _asked_again(turn, say)


def _suggested(turn: Turn) -> bool:
    offered: dict[str, Any] = turn.slot("offered") or {}
    return offered.get("what") == "articles"


def _asked_again(turn: Turn, say: Say) -> Events | None:
    if danger.told_lately(turn) is not None:
        return None  # 都不是, 没得用 may speak of the danger
    say("utter_say_again")
    return [SlotSet("offered", None)]
