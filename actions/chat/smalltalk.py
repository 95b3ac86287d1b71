"""A bare yes, no, "that was wrong" or "stop" outside a form, taken for what was asked last."""

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.chat import after_report, first
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import answer_turn
from actions.chat.booking.amendments import amends, booked
from actions.chat.going_on import agreed, go_on
from actions.chat.hearing import is_correction, is_question, is_yes
from actions.chat.my_bookings import cancel_pending, stop_or_cancel
from actions.chat.turn import Turn
from actions.chat.wishes import CORRECTS, moves
from content.normalize import bare

_BARE = 6
_WORD = 2
_MISTYPED = re.compile(
    r"(?:哎呀?|哦豁?|不对|不好意思|对不起|我|刚才|刚刚|将才|前面|那句|字|都|是)*(?:打|说|写|输|发|讲|按)错(?:字|话|了|咯|哦|哈|嘛)*"
)


def _pending(turn: Turn) -> dict[str, Any]:
    return turn.slot("pending") or {}


def _asks_what(turn: Turn, say: Say) -> Events:
    """Ask what is to be changed; a day alone is then the new one of the visit. 我打错了 without a visit types again."""
    if booked(turn):
        say("utter_nothing_to_correct")
        return [SlotSet("pending", CORRECTS)]
    say("utter_say_again" if _MISTYPED.fullmatch(bare(turn.said)) else "utter_nothing_to_correct")
    return []


class Thank(ChatAction):
    """Thanks; an action, so that 火扑灭了，谢谢 is heard by those who told of the fire."""

    called = "action_thank"

    def act(self, turn: Turn, say: Say) -> Events:
        """Say that it was nothing."""
        say("utter_thank")
        return []


class Bye(ChatAction):
    """Goodbye; an action, so that 没得事了 after a danger is heard as its end."""

    called = "action_bye"

    def act(self, turn: Turn, say: Say) -> Events:
        """Say goodbye."""
        say("utter_bye")
        return []


class Help(ChatAction):
    """What can be done here; an action, so that 有帮助 is heard as what it says of an answer."""

    called = "action_help"

    def act(self, turn: Turn, say: Say) -> Events:
        """Say it."""
        say("utter_ask_help")
        return []


class Affirm(ChatAction):
    """Yes."""

    called = "action_affirm"

    def act(self, turn: Turn, say: Say) -> Events:
        """Do what was asked about; a longer sentence that Rasa took for a yes is looked up instead."""
        if _pending(turn).get("what") == "cancel":
            return cancel_pending(turn, say, _pending(turn))
        if len(bare(turn.said)) > _WORD and is_question(turn.said):
            return answer_turn(turn, say)
        going_on = agreed(turn) if is_yes(turn.said) else go_on(turn) or first.instead(turn, say)
        if going_on is not None:
            return going_on
        if len(turn.said) > _BARE:
            return answer_turn(turn, say)
        say("utter_nothing_to_affirm")
        return []


class Deny(ChatAction):
    """No."""

    called = "action_deny"

    def act(self, turn: Turn, say: Say) -> Events:
        """Leave what was asked about."""
        if _pending(turn).get("what") == "cancel":
            say("utter_cancel_kept")
            return [SlotSet("pending", None)]
        if len(turn.said) > _BARE or (
            len(bare(turn.said)) > _WORD and is_question(turn.said)
        ):  # 要不要紧 only sounds like a no
            return answer_turn(turn, say)
        told = first.instead(turn, say)
        if told is not None:
            return told
        if is_correction(turn.said) and booked(turn):
            return _asks_what(turn, say)  # 不对 right after 约好了 undoes nothing
        say("utter_nothing_to_deny")
        return []


class Correct(ChatAction):
    """That was wrong."""

    called = "action_correct"

    def act(self, turn: Turn, say: Say) -> Events:
        """Change what was booked or reported, where the words say what; ask what is to be changed where they do not."""
        if amends(turn):
            return [FollowupAction("action_amend_booking")]
        if moves(turn):
            return [FollowupAction("move_form")]
        told = first.instead(turn, say) or after_report.asks_what_is_wrong(turn, say)
        if told is not None:
            return told
        return _asks_what(turn, say)


class Stop(ChatAction):
    """Enough."""

    called = "action_stop"

    def act(self, turn: Turn, say: Say) -> Events:
        """Stop what was asked about; 取消 to the question whether to cancel is a yes."""
        if _pending(turn).get("what") == "cancel":
            if "取消" in turn.said and "不取消" not in turn.said:
                return cancel_pending(turn, say, _pending(turn))
            say("utter_cancel_kept")
            return [SlotSet("pending", None)]
        return first.instead(turn, say) or stop_or_cancel(turn, say)
