"""Somebody stands at the door: whether the words speak of him, and what is said to the code he names."""

import re

from rasa_sdk.events import SlotSet

from actions.chat.acting import Events, Say
from actions.chat.booking.amendments import speaks_of_code
from actions.chat.turn import Turn

_VISITOR = re.compile(
    r"敲|来了|来人|来个|来的人|上门|进屋|屋头来|冒充|生人|陌生|师傅|电工|工作服|他说|这个人|那个人|是不是你们|上门码|"
    r"门(?:口|外|上|前|边)?.{0,6}(?:站|等|喊|有个|有(?:人|几)|人|男的|女的|说是|自称|查|收|推销)|(?:有个?人|男的|女的).{0,8}门|"
    r"开(?:不开|得)?门|派.{0,4}(?:人|来)"
)
_REPORTED = re.compile(r"(?:我|昨天|前天|上回|上次).{0,6}(?:报|反映|说|登记)(?:的|了|过)")
_CODE = re.compile(
    r"(?:他|她|那个?人|这个?人|对方|师傅|来的?人|门口的?人?).{0,4}(?:说|报|讲|念|给|喊|拿)(?:的|了|出|出来)*.{0,4}(?:上门)?(?:码|暗号|口令|密码)|"
    r"(?:上门)?(?:码|暗号|口令).{0,4}(?:他|她|那个?人|师傅)(?:说|报|讲|念)"
)
_OWN = re.compile(r"验证码|二维码|扫.{0,2}码|收款码|银行|转账|密码给|短信")
_DIAL = ["95598", "110"]


def speaks_of_visitor(said: str) -> bool:
    """Whether the words speak of somebody who came; 王家祠堂门口那根 and 我报的电杆有人来看没得 do not."""
    return _VISITOR.search(said) is not None and not _REPORTED.search(said)


def told_code(turn: Turn, say: Say) -> Events | None:
    """他说的码是…: how to compare it, never whether it is right; None for anything else.

    Whoever holds the phone may be the one outside, so the code is not compared here.
    """
    if not _CODE.search(turn.said) or _OWN.search(turn.said) or speaks_of_code(turn.said):
        return None
    say("utter_visitor_code", custom={"kind": "visitor", "dial": _DIAL})
    return [SlotSet("offered", None)]
