"""Danger to life, where it reaches the dialogue engine: what to do and whom to call, first and word for word."""

import re

from rasa_sdk.events import FollowupAction

from actions.chat import courses
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import answer_turn
from actions.chat.danger import UNNAMED, tell_steward
from actions.chat.going_on import LEARN
from actions.chat.turn import Turn

_DANGER = re.compile(
    r"火|燃|冒烟|触电|遭电|电到|电倒|打到|救|命|晕|昏|倒在|烧|炸|爆|掉下|断了|水里|没得气|没反应|爬上|流血|快来|120|119"
)


class EmergencyAction(ChatAction):
    """An emergency that Rasa heard; the rules of emergency.yml decide which advice is given."""

    called = "action_emergency"

    def act(self, turn: Turn, say: Say) -> Events:
        """Give the advice of the rules, or the general one when no rule knows the wording."""
        if courses.chosen(turn):
            return [FollowupAction(LEARN)]
        if turn.said and not _DANGER.search(turn.said):
            # A classifier alone must not frighten anybody.
            return answer_turn(turn, say)
        say("utter_emergency")
        # No rule knows the wording, so no card fits; the steward is told all the same.
        tell_steward(UNNAMED, turn)
        return []
