"""Whoever wants to lay hands on what kills hears 先莫动手 before anything the library only guesses at."""

import re

from actions.chat.acting import Say
from actions.chat.context import context
from actions.chat.hearing import is_question
from content.emergency import is_dangerous_act

_HIMSELF = re.compile(r"我(?!们?村|屋|家|看到|发现|要报|想报|们这)|自己|咱")
# Somebody reports what others do; that is no plan of one's own.
_OTHERS = re.compile(r"有人|别个|别人|人家|隔壁.{0,6}在|邻居.{0,4}在|举报|哪个|他们")


def wants_to(said: str) -> bool:
    """Whether the sentence asks about, or speaks of, doing something oneself that kills."""
    if not said or _OTHERS.search(said):
        return False
    return is_dangerous_act(said, context().emergencies) and (is_question(said) or _HIMSELF.search(said) is not None)


def warn(said: str, say: Say) -> bool:
    """Say 先莫动手 where the sentence wants to do such a thing; whether it was said."""
    if not wants_to(said):
        return False
    say("utter_do_not", custom={"kind": "caution", "dial": ["95598"]})
    return True
