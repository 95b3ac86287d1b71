"""What is said right after a danger: where it is, a number, what goes on there; nobody is left talking to a wall."""

import re

from actions.chat import danger  # its ear must hear before those of this module
from actions.chat.acting import Events, Say, hears_first
from actions.chat.context import context
from actions.chat.hearing import has_no_number, is_question
from actions.chat.places import said_place
from actions.chat.turn import Turn
from actions.chat.wishes import wish_of
from actions.chat.wording import phone_name
from actions.db.engine import begin
from actions.services import emergencies
from actions.services.emergencies import Alert
from actions.services.phones import parse_phone
from content.emergency import is_other_matter
from content.normalize import bare

_BESIDE_A_NUMBER, _BESIDE_A_PLACE = 14, 14
_SOME_WORDS = 4
_OTHER_MATTER = re.compile(r"约|派|来看|看一?[下哈]|检查|停电|来电|没得电|莫得电|预约|报修|投诉|电费|村支书|书记")
_GENERAL = ("120", "110")
"""Whom to call where no rule knew the danger."""


def just_told(turn: Turn) -> Alert | None:
    """The newest alert of this account of the last half hour; None once something else was reported after it."""
    if (turn.slot("pending") or {}).get("what") == "filed":
        return None
    with begin(context().sessions) as session:
        return emergencies.latest(session, turn.person_id, turn.now - emergencies.JUST_NOW)


@hears_first
def take_reach(turn: Turn, say: Say) -> Events | None:
    """A place or a number that stands almost alone is that of the danger told a moment ago; None without either."""
    if not turn.said or len(turn.said) > 60 or is_question(turn.said) or _OTHER_MATTER.search(turn.said):
        return None
    number = parse_phone(turn.said)
    place = said_place(turn)
    if number is not None and len(re.sub(r"[\W\d]", "", turn.said)) > _BESIDE_A_NUMBER:
        number = None
    if place is not None and len(bare(turn.said)) > len(place.words) + _BESIDE_A_PLACE:
        place = None
    if (number is None and place is None) or wish_of(turn) is not None:
        return None
    alert = just_told(turn)
    if alert is None or danger.heard(turn) is not None:
        return None
    _keep(turn, alert)
    if place is not None:
        _say(say, "utter_danger_place_noted", alert, place=place.words)
        return [place.remembered()]
    _say(say, "utter_danger_phone_noted", alert, phone=phone_name(str(number)))
    return []


@hears_first
def take_no_number(turn: Turn, say: Say) -> Events | None:
    """不留电话 right after a danger asks for nobody's number: it is fine without."""
    alert = just_told(turn) if has_no_number(turn.said) else None
    if alert is None:
        return None
    _say(say, "utter_danger_no_phone", alert)
    return []


def take_words(turn: Turn, say: Say) -> Events | None:
    """What the library has no answer to, said right after a danger, reaches the steward with it; None otherwise."""
    if turn.button or len(bare(turn.said)) < _SOME_WORDS or is_other_matter(turn.said, context().emergencies):
        return None
    alert = just_told(turn)
    if alert is None:
        return None
    _keep(turn, alert)
    _say(say, "utter_danger_question" if is_question(turn.said) else "utter_danger_words_noted", alert)
    return []


def _say(say: Say, response: str, alert: Alert, **values: str) -> None:
    """Say it with the numbers and the card of the danger that was told: a swindle needs others than a shock."""
    rules = context().emergencies.kinds
    rule = next((one for one in rules if one.kind == alert.kind), None)
    dial = list(rule.dial if rule else _GENERAL)
    card = rule.reply if rule else ""
    custom = {"kind": "emergency", "dial": dial}
    say(response, {**values, "numbers": "、".join(dial), "card": card}, custom=custom)


def _keep(turn: Turn, alert: Alert) -> None:
    with begin(context().sessions) as session:
        emergencies.add_words(session, alert.id, turn.said)
