"""Danger to life, where it reaches the dialogue engine: what to do and whom to call, first and word for word."""

import re

from rasa_sdk.events import FollowupAction

from actions.chat import courses
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import answer_turn
from actions.chat.contact import reach, words_with
from actions.chat.context import context
from actions.chat.going_on import LEARN
from actions.chat.turn import Turn
from actions.db.engine import begin
from actions.services import emergencies, messages
from content.emergency import Emergency

_DANGER = re.compile(
    r"火|燃|冒烟|触电|遭电|电到|电倒|打到|救|命|晕|昏|倒在|烧|炸|爆|掉下|断了|水里|没得气|没反应|爬上|流血|快来|120|119"
)


def heard(turn: Turn) -> Emergency | None:
    """The emergency the message speaks of, or None."""
    return emergencies.check(turn.said, context().emergencies) if turn.said else None


def told_before(turn: Turn) -> str | None:
    """The danger told just before this message; the channel answered it itself, so no form has heard it."""
    with begin(context().sessions) as session:
        said = messages.said_before(session, turn.channel, turn.request_id, emergencies.JUST_NOW)
    return next((one for one in said if emergencies.check(one, context().emergencies) is not None), None)


def speak(emergency: Emergency, turn: Turn, say: Say) -> None:
    """Say what to do and alert the stewards, once per message."""
    custom = {"kind": "emergency", "article_id": emergency.article_id, "dial": list(emergency.dial)}
    say.words(emergency.reply, custom=custom)
    _alert(emergency, turn)


def _alert(emergency: Emergency, turn: Turn) -> None:
    place = reach(turn)
    with begin(context().sessions) as session:
        emergencies.alert(
            session,
            emergency,
            request_id=turn.request_id,
            person_id=turn.person_id,
            village_code=place.village_code if place else None,
            group_number=place.group_number if place else None,
            text=words_with(turn),
            now=turn.now,
        )


class EmergencyAction(ChatAction):
    """An emergency that Rasa heard; the rules of emergency.yml decide which advice is given."""

    called = "action_emergency"

    def act(self, turn: Turn, say: Say) -> Events:
        """Give the advice of the rules, or the general one when no rule knows the wording."""
        emergency = heard(turn)
        if emergency is not None:
            speak(emergency, turn, say)
            return []
        if courses.chosen(turn):
            return [FollowupAction(LEARN)]
        if turn.said and not _DANGER.search(turn.said):
            # A classifier alone must not frighten anybody.
            return answer_turn(turn, say)
        say("utter_emergency")
        # No rule knows the wording, so no card fits; the steward is told all the same.
        _alert(Emergency("other", "life-in-danger", (), ""), turn)
        return []
