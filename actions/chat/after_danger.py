"""What is said right after a danger: where it is, a number, what goes on there; nobody is left talking to a wall."""

import re

from rasa_sdk.events import SlotSet

from actions.chat import danger, my_reports  # the ear of danger must hear before those of this module
from actions.chat.acting import Events, Say, hears_first
from actions.chat.context import context
from actions.chat.hearing import has_no_number, is_no, is_question, is_wait, is_yes
from actions.chat.places import said_place
from actions.chat.turn import Turn
from actions.chat.wishes import wish_of
from actions.chat.wording import phone_name
from actions.db.engine import begin
from actions.services import emergencies
from actions.services.emergencies import Alert
from actions.services.phones import parse_phone
from content.after_emergency import again, denies, is_false_alarm, is_over, what_is_over
from content.emergency import is_other_matter
from content.normalize import bare

_BESIDE_A_NUMBER, _BESIDE_A_PLACE = 14, 14
_THANKS = re.compile(r"(?!啊{3})(?:谢|多谢|再见|拜拜|好|嗯|哦|哈|了|嘛|您|你|啊)+")
_SOMEWHERE = re.compile(
    r"(?:是|就|在|我们?|这里|地方|地址|这儿)*[\u4e00-\u9fff0-9]{1,12}?"
    r"(?:村|组|社|队|湾|坝|镇|乡|沟|院子|桥|街|路口|祠堂|学校|小学|庙|水库|垭口|沱)"
    r"(?:里|头|上|边|旁边|口|门口|背后|后头|那里|这里|那儿|对面|下头|底下|的|嘛|哈|那根|这根)*"
)
"""Where something is, in a village nobody registered: 胜利村, 三组, 王家祠堂门口那根."""
_OTHER_MATTER = re.compile(r"约|派|来看|看一?[下哈]|检查|停电|来电|没得电|莫得电|预约|报修|投诉|电费|村支书|书记")
_GENERAL = ("120", "110")
"""Whom to call where no rule knew the danger."""


def just_told(turn: Turn) -> Alert | None:
    """The newest alert of this account of the last half hour; None once something else was reported after it."""
    alert = danger.just_told(turn)
    return None if alert is None or _filed_since(turn, alert) else alert


@hears_first
def take_end(turn: Turn, say: Say) -> Events | None:
    """火扑灭了, 送医院了, 看错了: what to do is not said again, the steward reads it; None where nothing is over."""
    alert = danger.ended(turn)
    if alert is None or _filed_since(turn, alert):
        return None
    _keep(turn, alert)
    rules = context().emergencies
    if is_false_alarm(turn.said, rules, alert.kind):
        say("utter_danger_none")
    else:
        numbers = "、".join(_dial(alert))
        say("utter_danger_over", {"after": what_is_over(alert.kind, rules), "numbers": numbers})
    return [SlotSet("offered", None)]


@hears_first
def take_reach(turn: Turn, say: Say) -> Events | None:
    """A place or a number that stands almost alone is that of the danger told a moment ago; None without either."""
    if not turn.said or len(turn.said) > 60 or is_question(turn.said) or _OTHER_MATTER.search(turn.said):
        return None
    number = parse_phone(turn.said)
    place = said_place(turn)
    unknown = place is None and _SOMEWHERE.fullmatch(bare(turn.said)) is not None
    if number is not None and len(re.sub(r"[\W\d]", "", turn.said)) > _BESIDE_A_NUMBER:
        number = None
    if place is not None and len(bare(turn.said)) > len(place.words) + _BESIDE_A_PLACE:
        place = None
    if (number is None and place is None and not unknown) or wish_of(turn) is not None:
        return None
    alert = just_told(turn)
    if alert is None or danger.heard(turn) is not None:
        return None
    _keep(turn, alert)
    if place is not None:
        _say(say, "utter_danger_place_noted", alert, place=place.words)
        return [place.remembered()]
    if number is None:
        _say(say, "utter_danger_place_noted", alert, place=turn.said.strip("。，,.！! "))
        return []
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
    said = turn.said
    if turn.button or not bare(said) or is_other_matter(said, context().emergencies):
        return None
    if is_yes(said) or is_no(said) or is_wait(said) or _THANKS.fullmatch(bare(said)):
        return None
    alert = just_told(turn)
    if alert is None:
        return None
    _keep(turn, alert)
    _say(say, "utter_danger_question" if is_question(turn.said) else "utter_danger_words_noted", alert)
    return []


def take_denial(turn: Turn, say: Say) -> Events | None:
    """没得人触电, said of no danger told here, is good news; beside another danger it is a word on that one.

    None where nothing is denied.
    """
    rules = context().emergencies
    if not turn.said or not (is_over(turn.said, rules) or denies(turn.said, rules)):
        return None
    alert = just_told(turn)
    if alert is None:
        say("utter_danger_past")
        return []
    _keep(turn, alert)
    _say(say, "utter_danger_words_noted", alert)
    return []


def _filed_since(turn: Turn, alert: Alert) -> bool:
    """Whether a report was filed after the danger was told; what is said now belongs to the newer of the two."""
    pending = turn.slot("pending") or {}
    if pending.get("what") != "filed":
        return False
    report = next((one for one in my_reports.mine(turn) if one.id == int(pending["report"])), None)
    return report is None or report.created_at >= alert.created_at


def _say(say: Say, response: str, alert: Alert, **values: str) -> None:
    """Say it with the numbers and the card of the danger that was told: a swindle needs others than a shock."""
    found = again(alert.kind, context().emergencies)
    dial = _dial(alert)
    card = found.reply if found else ""
    custom = {"kind": "emergency", "dial": dial}
    say(response, {**values, "numbers": "、".join(dial), "card": card}, custom=custom)


def _dial(alert: Alert) -> list[str]:
    found = context().emergencies.of_kind(alert.kind)
    return list(found.dial if found else _GENERAL)


def _keep(turn: Turn, alert: Alert) -> None:
    with begin(context().sessions) as session:
        emergencies.add_words(session, alert.id, turn.said)
