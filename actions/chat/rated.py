"""有帮助, 没帮上 right after an answer: the same as a tap on the buttons below it."""

import re
from typing import Literal

from rasa_sdk.events import SlotSet

from actions.chat.acting import Events, Say, hears_first
from actions.chat.context import context
from actions.chat.follow import just_said
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


def rating(said: str) -> Literal["good", "bad"] | None:
    """What a short sentence says of an answer and nothing else; None for all else."""
    words = bare(said)
    if _BAD.fullmatch(words):
        return "bad"
    return "good" if _GOOD.fullmatch(words) else None


@hears_first
def _rated(turn: Turn, say: Say) -> Events | None:
    """Keep the rating of the answer just said and thank for it; where it was no help, say what else there is.

    Where nothing can be rated, as under an answer for an emergency, the words are heard like any others.
    """
    value = rating(turn.said)
    last = just_said(turn) if value is not None else None
    if value is None or last is None:
        return None
    with begin(context().sessions) as session:
        kept = ratings.rate_newest(session, turn.person_id, str(last["article_id"]), value, turn.now)
    if not kept:
        return None  # nobody is thanked for what reaches no editor
    say(f"utter_rated_{value}")
    return [SlotSet("offered", turn.slot("offered"))]
