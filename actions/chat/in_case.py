"""Whom to call, beside whatever else is said, where a message sounds like a danger that no rule has words for.

What sounds very much like one is shown to the stewards as well.
"""

from typing import Any

from actions.chat.acting import Say, speaks_beside
from actions.chat.context import context
from actions.chat.danger import UNNAMED, tell_steward
from actions.chat.hearing import is_question
from actions.chat.turn import Turn
from content.after_emergency import denies
from content.distress import SWINDLES, is_unlikely, stored_distress
from content.emergency import detect, is_talk_of, without_everyday

GUESSED = 0.17
"""From this likelihood on where the library has no answer, only titles, or one about something harmless."""
MISTAKEN = 0.3
"""The same where the message was taken for a wish that a cry for help is often taken for."""
TOLD = 0.5
"""From this likelihood on loudly; what asks nothing is shown to the steward."""
ELSEWHERE = 0.7
"""The same where the message was understood as an answer or a wish."""
_DIAL = ["120", "119", "110", "95598"]
_LIBRARY = frozenset(("refused", "suggest", "answer"))
_OFTEN_MISTAKEN = frozenset(("action_reach_person", "action_check_booking", "action_cancel_booking"))
_QUIET = frozenset(("action_emergency", "action_quiz"))
_SAYS_ENOUGH = frozenset(("emergency", "caution", "numbers"))


@speaks_beside
def name_the_numbers(turn: Turn, say: Say, called: str) -> None:
    """Say 120, 119 and 110 first where the message may be a cry for help; nothing where that was said already."""
    if called in _QUIET or any(map(_says_enough, say.cards)) or denies(turn.said, context().emergencies):
        return
    guessed = any(card.get("kind") in _LIBRARY for card in say.cards)
    mistaken = called in _OFTEN_MISTAKEN
    least: float = GUESSED if guessed else MISTAKEN if mistaken else ELSEWHERE
    loudly = TOLD if guessed or mistaken else ELSEWHERE
    kind, _share, likelihood = stored_distress().likeliest(without_everyday(turn.said, context().emergencies))
    if kind in SWINDLES and any(card.get("topic") == "fraud" for card in say.cards):
        return  # the answer itself says what to do and whom to call: nobody lies there
    overruled = detect(turn.said, context().emergencies) is not None and is_unlikely(turn.said)
    if overruled:
        # A rule heard a danger where the whole is like none: an answer as to any question, and the numbers with it.
        least = 0
    if likelihood >= least:
        say.because(overruled=True) if overruled else say.because(beside=round(likelihood, 4))
    if likelihood >= loudly and not is_question(turn.said) and not is_talk_of(turn.said, context().emergencies):
        say.put("utter_refused_in_danger", instead_of="utter_refused")
        say.first("utter_may_be_danger", custom={"kind": "emergency", "dial": _DIAL})
        tell_steward(UNNAMED, turn)
    elif likelihood >= least:
        say.put("utter_refused_in_case", instead_of="utter_refused")
        say.first("utter_in_case", custom={"kind": "numbers", "dial": _DIAL})


def _says_enough(card: dict[str, Any]) -> bool:
    """Whether it was said what to do, or whom to call; an article about a danger says both."""
    return card.get("kind") in _SAYS_ENOUGH or bool(card.get("danger"))
