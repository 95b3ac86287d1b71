"""长长长长…, 哈哈哈, AAAA: what says nothing is not understood, whatever a classifier takes it for."""

import re

from rasa_sdk.events import SlotSet

from actions.chat import danger  # its ear must hear before this one
from actions.chat.acting import Events, Say, hears_first
from actions.chat.hearing import (
    is_bye,
    is_enough,
    is_going_on,
    is_no,
    is_skip,
    is_stop,
    is_thanks,
    is_wait,
    is_yes,
)
from actions.chat.turn import Turn
from content.normalize import bare
from content.nothing import says_nothing

_LEAST, _A_WORD = 3, 2
_HEARD = (is_yes, is_no, is_wait, is_stop, is_thanks, is_bye, is_skip, is_going_on, is_enough)
_MAY_CRY = re.compile(r"[火烟救命痛疼血死电水晕人来]|11[09]|120|955")
"""Who types 火火火火 or 119119 may be in need; that is for the rules and the guess that know danger."""
_NO_WORD = re.compile(r"[^\u3400-\u9fff0-9]+")


def means_nothing(said: str) -> bool:
    """Whether a message of some length says nothing, not even yes, no or thanks."""
    words = bare(said)
    if len(words) < _LEAST or _MAY_CRY.search(words):
        return False
    pieces = (said, words[:1], words[:_A_WORD])  # 行行行 says 行
    return says_nothing(said) and not any(hears(piece) for hears in _HEARD for piece in pieces)


def has_no_word(said: str) -> bool:
    """Whether there is neither a Chinese character nor a digit in it: AAAA, affirm{."""
    return _NO_WORD.fullmatch(said) is not None


@hears_first
def _not_understood(turn: Turn, say: Say) -> Events | None:
    """Say that it was not understood; what was asked before stays open."""
    if not means_nothing(turn.said) or danger.told_lately(turn) is not None:
        return None  # whoever cries 啊啊啊 after a danger hears the numbers again
    say("utter_unclear")
    return [SlotSet("offered", turn.slot("offered"))]
