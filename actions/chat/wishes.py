"""Wishes told as a whole story, which a classifier easily loses; these words leave no doubt what is wanted."""

import re

from actions.chat.booking.amendments import amends, booked, wants_another_time
from actions.chat.booking.wish import HAZARD, NO_POWER, books, needs_power
from actions.chat.courses import chosen
from actions.chat.hazards import tells_of_none
from actions.chat.hearing import is_no, is_question, is_stop
from actions.chat.outages import asks_of_damage
from actions.chat.places import said_place
from actions.chat.turn import Turn
from actions.services.times import parse_day
from content.normalize import bare

__all__ = ["asks_to_know", "books", "books_anew", "moves", "speaks_of_somebody", "wants_person", "wish_of"]

_BOOKING = re.compile(
    r"(?:约|喊|派|请|叫|找)(?:一)?(?:个|位|名)?(?:人|师傅|电工|电管家)?.{0,4}(?:上门|检查|来看|看一?[下哈]|看看|修)|"
    r"约(?:一?个|一?位)?(?:师傅|电工|人|检查|上门)|预约(?:上门|检查|师傅)|^(?:我|那|还是)*(?:要|想)?预?约[嘛吧哈]*$"
)
_ONCE_MORE = re.compile(
    r"^(?:我们?|那|还|就|想|要|麻烦|请|给我|帮我)*(?:再|重新|另外)预?约一?[次个回趟](?:上门|检查|师傅)*[嘛吧哈]?[\s,，。.!！;；、]"
)
_KNOWLEDGE = re.compile(
    r"收钱|要钱|好多钱|多少钱|啥价|费用|收费|免费|怎么|咋个|咋办|咋样|啷个|如何|为什么|为啥|是什么|是啥|啥意思|准备啥|准备什么|"
    r"要带|多久|好久能|多长|要得不|犯法|违法|罚"
)
_WANTED = re.compile(
    r"(?:能不能|可不可以|能否|可以不|麻烦|请).{0,8}(?:派|来|喊|叫|安排|帮|约|登记|报|修|联系|打)|"
    r"我要|我想(?!问)|给我|帮我|喊.{0,4}来"
)
_UNSUBSCRIBE = re.compile(r"退订|退课|莫给我发课|不要给?我?发课")
_PERSON = re.compile(
    r"真人|活人|转?人工|找个?人(?:说|问|来|$)|要找人|^找人|喊个人来|"
    r"(?:喊|叫|让|请|麻烦)(?:你们?|我们?)?(?:村|那个|的)*(?:电管家|网协员|客服|站长|工作人员).{0,6}(?:打|回|联系)"
)
_NO_CALL = re.compile(
    r"(?:没得|莫得|没有)(?:手机|电话)|不(?:想|愿|得)?(?:给|留)(?:你们)?(?:电话|号码)|找不到|没得人|没人|莫得人|一个人|打不通|不见了|不接|接电话的|"
    r"(?:到了|到之前|来之前|来的时候|来以前|上门前|上门之前|要来|出发|拢了).{0,8}(?:打|来|接).{0,4}电话"
)
_BEFORE_COMING = re.compile(
    r"(?:师傅|电工|电管家|他|你们|检查|人)?.{0,6}(?:到了|到之前|来之前|来的时候|来以前|上门前|上门之前|出发|拢了).{0,8}(?:给我|先|跟我|提前)?.{0,4}打.{0,3}电话"
)
_OTHER_WISHES = (
    *("book_inspection", "change_booking", "cancel_booking", "check_booking", "learn_lesson", "quiz"),
    *("ask_directory", "visitor_at_door", "ask_outage", "play_aloud", "need_power", "greet", "thank", "bye"),
)
_KIN = r"(?:妈|爸|爹|娘|老汉|老人|娃儿?|婆|爷|公|老太|老伴|男人|媳妇|女儿|儿子|孙)"
_WHERE_TO = r"不晓得(?:走|跑|去)(?:到|去)?(?:哪|啥)"
_MISSING = re.compile(
    rf"(?:找不到|寻不到)(?:人|他|她|我?{_KIN})(?!说|问|来|修|管|反映|办|换|帮|的)|"
    rf"{_KIN}.{{0,12}}(?:不见了|走丢|走失|失踪|联系不[上到]|电话.{{0,2}}打不通|没接电话|不接电话)|"
    rf"{_KIN}.{{0,6}}{_WHERE_TO}.{{0,8}}(?:找|没回|没落屋|不见|一天|一晚|一夜)"
)
_NOT_MISSING = re.compile(r"报修|师傅|电管家|供电|投诉|修|约|打我的|咋个办理|吗|电话号码")
_SOMEBODY = re.compile(r"人|客服|电管家|网协员|师傅|领导|主任|你们|值班|联系|回电|打.{0,3}电话|电话|打回|机器|喊|叫|找")
_CANCELS = re.compile(r"[对是嗯好我就那]*(?:确认|确定|要|同意|想)?(?:取消|退掉?|不约)(?:预约)?[了嘛吧哈的]*")
_CHOICE = re.compile(r"(?:我?选|答|填|就|是)?第?([A-Fa-f1-6一二三四])(?:个|项)?(?:嘛|吧|哈)?")

_DAY_ALONE = 12
CORRECTS = {"what": "corrects"}
"""Kept after a visit was booked and somebody only said that something is wrong."""
_MOVE = re.compile(r"(?:改|换|挪|推|提前|推迟|延)(?:一?下)?(?:到|成|在|为)")


def asks_to_know(said: str) -> bool:
    """Whether a sentence about something to do asks about it (预约收钱不) instead of wanting it (能不能来一趟)."""
    return bool(_KNOWLEDGE.search(said)) or (is_question(said) and not _WANTED.search(said))


def moves(turn: Turn) -> bool:
    """Whether the sentence moves or changes a visit that this account has booked: 我想改到12月2号下午, 我电话换了."""
    if turn.form is None and amends(turn):
        return True
    # A day alone is the new one where it was just asked what of the visit is wrong.
    asked = (turn.slot("pending") or {}).get("what") == CORRECTS["what"] and len(bare(turn.said)) <= _DAY_ALONE
    dated = (asked or _MOVE.search(turn.said)) and parse_day(turn.said, turn.now, None) is not None
    if not dated and not wants_another_time(turn.said):
        return False
    return bool(booked(turn))


def books_anew(turn: Turn) -> bool:
    """Whether an account without a visit says that it wants one: 那我改天约个检查 moves and looks up nothing.

    再约一次 with a place is a visit of its own, whatever is booked already.
    """
    if turn.button:
        return False
    wishes = books(turn.said) or (_BOOKING.search(turn.said) is not None and not is_question(turn.said))
    return _once_more(turn) or (wishes and not booked(turn))


def _once_more(turn: Turn) -> bool:
    """再约一次，石椅村二组，李四: one more visit, and where it goes."""
    return _ONCE_MORE.search(turn.said) is not None and not is_question(turn.said) and said_place(turn) is not None


def wants_person(said: str) -> bool:
    """Whether the sentence asks for a human being in so many words."""
    return bool(_PERSON.search(said))


def speaks_of_somebody(said: str) -> bool:
    """Whether a sentence speaks of somebody who could be fetched; without one a classifier alone calls nobody."""
    return _SOMEBODY.search(said) is not None and not _NO_CALL.search(said)


def calls_before_coming(said: str) -> bool:
    """Whether the sentence wishes for a call before a visit, not for one now: 师傅到了给我打个电话."""
    return _BEFORE_COMING.search(said) is not None and not is_question(said)


def is_missing(said: str) -> bool:
    """Whether the sentence cries that somebody cannot be found or reached."""
    return _MISSING.search(said) is not None and not _NOT_MISSING.search(said)


def wants_other(turn: Turn, *also: str) -> bool:
    """Whether a sentence is so clearly a wish of its own (or one of `also`) that it adds nothing to what was said."""
    wish = wish_of(turn)
    return turn.sure(*_OTHER_WISHES, *also, least=0.55) or wish in also or wish not in (None, "report_form")


def answers_quiz(turn: Turn) -> bool:
    """Whether the sentence chooses an answer to the question of a lesson: 选B, 我选第二个."""
    chosen_ = _CHOICE.fullmatch(turn.said.strip("。. "))
    offered = (turn.slot("offered") or {}).get("what")
    if chosen_ is None or turn.button:
        return False
    if offered in ("quiz", "quiz_given"):
        return True
    # Shown before something else was asked: a letter or 选 means it still, a bare number may mean anything.
    means_it = chosen_.group(1).isascii() and chosen_.group(1).isalpha()
    return (
        turn.form is None and turn.slot("quiz_open") is not None and (means_it or (not offered and "选" in turn.said))
    )


def wish_of(turn: Turn) -> str | None:
    """The form or action a sentence asks for beyond doubt, None for everything else."""
    said = turn.said
    if answers_quiz(turn):
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
    if _BOOKING.search(said) or books(said) or _once_more(turn):
        return "booking_form"
    if needs_power(said):
        return "report_form"
    if asks_of_damage(turn):
        return None
    hazard = HAZARD.search(said) and not tells_of_none(said)
    return "report_form" if hazard or NO_POWER.search(said) else None
