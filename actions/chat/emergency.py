"""Danger to life, where it reaches the dialogue engine: what to do and whom to call, first and word for word."""

import re

from rasa_sdk.events import FollowupAction

from actions.chat import courses
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.after_danger import take_denial
from actions.chat.answer import answer_turn
from actions.chat.context import context
from actions.chat.danger import UNNAMED, tell_steward
from actions.chat.going_on import LEARN
from actions.chat.in_case import GUESSED
from actions.chat.turn import Turn
from content.after_emergency import is_called
from content.distress import stored_distress
from content.emergency import is_talk_of, without_everyday

_DANGER = re.compile(
    r"火|燃|冒烟|触电|遭电|电到|电倒|打到|救|命|晕|昏|倒在|烧|炸|爆|掉下|断了|水里|没得气|没反应|爬上|流血|快来|120|119"
)


_ILL = re.compile(
    r"烧到|发烧|高烧|抽(?:起|筋|搐|风)|喘|吐|痛|疼|血|晕|昏|不省|没得气|没反应|醒|中暑|摔|绊|咬|噎|卡到|肿|过敏|生了|心口|胸口"
)
_OUTER = re.compile(r"电|线|杆|火|燃|烟|爆|炸|水|气罐|煤气|垮|塌")


def _is_none(said: str) -> bool:
    """Whether nothing in the words is a danger, or they only talk of one and do not sound like a cry either."""
    if not _DANGER.search(without_everyday(said, context().emergencies)):
        return True
    return is_talk_of(said, context().emergencies) and stored_distress().likelihood(said) < GUESSED


class EmergencyAction(ChatAction):
    """An emergency that only Rasa heard: no rule of emergency.yml knows the wording, so no card fits."""

    called = "action_emergency"

    def act(self, turn: Turn, say: Say) -> Events:
        """Say whom to call: more where the words tell of an illness, or that somebody has called already."""
        if courses.chosen(turn):
            return [FollowupAction(LEARN)]
        if turn.said and _is_none(turn.said):
            # A classifier alone must not frighten anybody.
            return answer_turn(turn, say)
        denied = take_denial(turn, say)
        if denied is not None:
            return denied
        if is_called(turn.said, context().emergencies):
            say("utter_emergency_called")
        else:
            say("utter_emergency_ill" if _ILL.search(turn.said) and not _OUTER.search(turn.said) else "utter_emergency")
        tell_steward(UNNAMED, turn)
        return []
