"""派人来没得, 帮我打120: nobody is sent or called from here, and that is said before anything else."""

import re

from rasa_sdk.events import SlotSet

from actions.chat import danger, first, my_reports  # the ear of danger must hear before these
from actions.chat.acting import Events, Say, hears_first
from actions.chat.turn import Turn
from content.normalize import bare

NUMBERS = frozenset(("110", "119", "120", "122", "12119", "95598", "12398", "12345", "96110"))
_SENT = re.compile(
    r"(?:你们|他们|公司|供电所|到底|已经|刚才|现在|那|是不是|有没有|都|还)*"
    r"派(?:了|过)?(?:人|师傅|电工|抢修队|车)?(?:过来|出来|来|去)?了?(?P<asks>没得|没有|没|吗|哇)?"
)
_WHETHER = re.compile(r"是不是|有没有")
_CALL = re.compile(
    r"(?:快|赶紧|麻烦|请|你们?|能不能|可不可以|我要|帮我|给我|替我|帮忙)*(?:打|拨|呼叫)(?:个|下|哈)?(?P<number>\d{3,5})"
    r"(?:电话|一下|嘛|噻|吧|哈)*"
)


def asks_whether_sent(said: str) -> bool:
    """Whether the sentence asks if somebody is on the way, and nothing else: 你们派人来没得."""
    words = bare(said)
    found = _SENT.fullmatch(words)
    return found is not None and (found["asks"] is not None or _WHETHER.search(words) is not None)


def number_to_call(said: str) -> str | None:
    """The number that somebody wants called for him, alone or in so many words: 120, 帮我打95598."""
    words = bare(said)
    return words if words in NUMBERS else _put_through(words)


def _put_through(words: str) -> str | None:
    found = _CALL.fullmatch(words)
    return found["number"] if found is not None and found["number"] in NUMBERS else None


def dial_yourself(number: str, say: Say) -> None:
    """Say that nobody is called from here, with the number to tap."""
    say("utter_dial_yourself", {"number": number}, custom={"kind": "numbers", "dial": [number]})


@hears_first
def _missing(turn: Turn, say: Say) -> Events | None:
    """老人走丢了 is a cry whatever a classifier takes 走 for."""
    return None if turn.button else first.missing(turn, say)


@hears_first
def _whether_sent(turn: Turn, say: Say) -> Events | None:
    """Nobody was sent by what was written here; how far one's own reports are is told with it."""
    if turn.button or not asks_whether_sent(turn.said) or danger.told_lately(turn) is not None:
        return None
    return tell_nobody_sent(turn, say)


def tell_nobody_sent(turn: Turn, say: Say) -> Events:
    """Say that nobody was sent from here, and how far what the account reported is."""
    say("utter_nobody_sent", custom={"kind": "numbers", "dial": ["95598"]})
    my_reports.tell_mine(turn, say)
    return [SlotSet("offered", None)]


@hears_first
def _call_for_me(turn: Turn, say: Say) -> Events | None:
    """打120 is a wish to be put through; a number alone may be an answer, and waits for what else it means."""
    number = None if turn.button else _put_through(bare(turn.said))
    if number is None or danger.told_lately(turn) is not None:
        return None
    dial_yourself(number, say)
    return [SlotSet("offered", None)]
