"""Wishes told as a whole story, which a classifier easily loses; these words leave no doubt what is wanted."""

import re

from actions.chat.booking.amendments import amends, booked, wants_another_time
from actions.chat.booking.wish import HAZARD, NO_POWER, books
from actions.chat.courses import chosen
from actions.chat.hearing import is_no, is_stop
from actions.chat.outages import asks_of_damage
from actions.chat.turn import Turn
from actions.services.times import parse_day
from content.normalize import bare

__all__ = ["books", "moves", "speaks_of_somebody", "wants_person", "wish_of"]

_BOOKING = re.compile(
    r"(?:约|喊|派|请|叫|找)(?:一)?(?:个|位|名)?(?:人|师傅|电工|电管家)?.{0,4}(?:上门|检查|来看|看一?[下哈]|看看|修)|"
    r"约(?:一?个|一?位)?(?:师傅|电工|人|检查|上门)|预约(?:上门|检查|师傅)|^(?:我|那|还是)*(?:要|想)?预?约[嘛吧哈]*$"
)
_UNSUBSCRIBE = re.compile(r"退订|退课|莫给我发课|不要给?我?发课")
_PERSON = re.compile(r"真人|活人|转?人工|找个?人(?:说|问|来|$)|要找人|^找人|喊个人来")
_SOMEBODY = re.compile(r"人|客服|电管家|网协员|师傅|领导|主任|你们|值班|联系|回电|打.{0,3}电话|电话|打回|机器|喊|叫|找")
_CANCELS = re.compile(r"[对是嗯好我就那]*(?:确认|确定|要|同意|想)?(?:取消|退掉?|不约)(?:预约)?[了嘛吧哈的]*")
_CHOICE = re.compile(r"(?:我?选|答|填|就|是)?第?([A-Fa-f1-6一二三四])(?:个|项)?(?:嘛|吧|哈)?")

_MOVE = re.compile(r"(?:改|换|挪|推|提前|推迟|延)(?:一?下)?(?:到|成|在|为)")


def moves(turn: Turn) -> bool:
    """Whether the sentence moves or changes a visit that this account has booked: 我想改到12月2号下午, 我电话换了."""
    if turn.form is None and amends(turn):
        return True
    dated = _MOVE.search(turn.said) and parse_day(turn.said, turn.now, None) is not None
    if not dated and not wants_another_time(turn.said):
        return False
    return bool(booked(turn))


def wants_person(said: str) -> bool:
    """Whether the sentence asks for a human being in so many words."""
    return bool(_PERSON.search(said))


def speaks_of_somebody(said: str) -> bool:
    """Whether a sentence speaks of somebody who could be fetched; without one a classifier alone calls nobody."""
    return _SOMEBODY.search(said) is not None


def wish_of(turn: Turn) -> str | None:
    """The form or action a sentence asks for beyond doubt, None for everything else."""
    said = turn.said
    if (turn.slot("offered") or {}).get("what") in ("quiz", "quiz_given") and _CHOICE.fullmatch(said.strip("。. ")):
        return "action_quiz"
    if wants_person(said):
        return "action_reach_person"
    if _UNSUBSCRIBE.search(said):
        return "action_learn_lesson"
    if chosen(turn):
        return "action_learn_lesson"
    if turn.form is None and amends(turn):
        return "action_amend_booking"
    if turn.form is None and moves(turn):
        return "move_form"
    if (turn.slot("pending") or {}).get("what") == "cancel":
        answered = "action_affirm" if _CANCELS.fullmatch(bare(said)) else "action_deny" if is_no(said) else None
        if answered is not None:
            return answered
    if is_stop(said):
        return "action_stop"
    if turn.form is None and _CANCELS.fullmatch(bare(said)) and booked(turn):
        return "action_cancel_booking"
    if _BOOKING.search(said) or books(said):
        return "booking_form"
    if asks_of_damage(turn):
        return None
    return "report_form" if HAZARD.search(said) or NO_POWER.search(said) else None
