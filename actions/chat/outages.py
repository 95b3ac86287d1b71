"""What is known about power cuts of a place, as the stewards entered it."""

import re
from datetime import date, timedelta

from actions.chat import my_reports
from actions.chat.acting import Say
from actions.chat.booking.beside import wish_and_questions
from actions.chat.context import context
from actions.chat.hearing import is_question
from actions.chat.places import Where, said_place
from actions.chat.turn import Turn
from actions.chat.wording import moment_name, place_name
from actions.clock import local_day
from actions.db.engine import read
from actions.services import outages, times
from actions.services.outages import OutageInfo
from actions.services.reports import Report

_SHOWN = 3
_OF_NOW = timedelta(hours=12)
"""So long a report of one's own is about the power that is off now."""
_POWER = re.compile(
    # 没电表 and 有电管家 are not about the power.
    r"停不停电|(?:[停断没来有复]了?|[没莫]得)电(?!信号|[动管费视表杆话器线工池脑梯压磁热商影显号])|恢复供电|电.{0,4}(?:好久|几点|几时|啥时|什么时候|多久).{0,2}[来停]"
)
_ASKS = re.compile(r"没有$|(?:停电|没电|断电)(?:信息|安排|情况|计划)?$")
_NOT_HERE_AND_NOW = re.compile(
    r"(?:咋个?|怎么|啷个)(?:办|整|做|弄|报|查|看|通知)|报修|报停电|赔|补偿|费|要准备|注意|冰[箱柜]|发电机|电话|哪里[查看]|提前|手机|骗|陌生|村支?书"
)

_WHETHER = re.compile(
    r"(?:[停断来没]|恢复)(?:了?电|电了?)(?:了?没得?|没有|吗|不|否)$|(?:是不是|有没有|有没得|会不会).{0,6}(?:停电|断电|没电|没得电|来电)|停不停电|[停来]没[停来]电"
)
_DAMAGE = re.compile(
    r"补偿|赔|偷.{0,6}电(?!动|瓶|视|线|缆)|停电.{0,4}(?:害|把|将).{0,10}(?:坏|烧|死)|"
    r"(?:冰[箱柜]|电视|电器|电脑|饲料|鱼|鸡).{0,6}(?:坏|死|烧).{0,6}停电"
)

_DEVICE_FLAT = re.compile(
    r"(?:手机|电动车|电瓶车?|电池|遥控器?|手电筒?|充电宝|平板|手表|三轮车?|对讲机|计算器|收音机).{0,3}(?:没|莫|没得|莫得|没有|不得)电"
)
_HOUSE_OR_HEALTH = re.compile(r"屋头|家里|停电|断电|都没|灯|呼吸|制氧|救|充不")
_AGAIN_OFF = re.compile(
    r"(?:咋个?|为啥子?|怎么|为什么|啷个)(?:又|还|老是|就|突然|今天|总是|我们|这儿|屋头)*(?:停电|停了|没得?电|莫得电|断电|没有电)"
)
_WHEN_BACK = re.compile(
    r"(?:啥子?时候|什么时候|好久|几点钟?|几时|多久|哪阵)(?:才|能|得|会|就|又)*(?:来电(?!话|管)|有电(?![费动瓶管视器])|送电|复电|来得?到电|恢复供电)"
)
_OFF_NOW = re.compile(
    r"(?:没|没得|莫得|没有|停|断)电了|[停断](?:起在|起|了)[的电]|黑漆漆|黑黢黢|跳闸了|都黑了|全黑|"
    r"(?:又|还在|一直|突然|已经|正在|现在|这会儿?|这哈)(?:就|都|在)?[停断]电"
)
_NO_POWER_NOW = re.compile(
    r"(?=.*(?:现在|今[天晚早]|刚[才刚]|这[会哈阵]|已经|又|还|一直|突然|都))"
    r".*(?:没|没得|莫得|没有)电(?!信号|[动管费视表杆话器线工池脑梯压磁热商影显号])"
)
_LATER = re.compile(r"明[天早晚]|后天|下[周个]|要[停断]电")
_NOT_NOW = re.compile(r"报修|办理|通知|赔|补偿|电费|如果|要是|公告|电动")


def is_off_now(said: str) -> bool:
    """Whether the words tell that the power is off at this moment: 没电了, 现在没得电咋回事, 停起电的."""
    if asks_whether(said) or _LATER.search(said):
        return False
    return _OFF_NOW.search(said) is not None or _NO_POWER_NOW.search(said) is not None


def of_a_device(said: str) -> bool:
    """Whether the sentence tells of a flat battery and not of the power of a house: 我手机没得电了."""
    return _DEVICE_FLAT.search(said) is not None and not _HOUSE_OR_HEALTH.search(said)


def asks_here_and_now(said: str) -> bool:
    """Whether the sentence asks why the power is off now or when it comes back: 今天咋个又没得电, 啥时候来电嘛."""
    return (_AGAIN_OFF.search(said) or _WHEN_BACK.search(said)) is not None and not _NOT_NOW.search(said)


def asks_of_damage(turn: Turn) -> bool:
    """Whether the words are about what a power cut broke or who takes power: the library's business, no report."""
    return not turn.button and _DAMAGE.search(turn.said) is not None


def asks_whether(said: str) -> bool:
    """Whether the sentence asks if the power is off or back, and does not tell that it is: 隔壁停电了没得."""
    words = said.strip().rstrip("。.!！~?？ 嘛哦呢哈啊呀")
    return _WHETHER.search(words) is not None and not _NOT_HERE_AND_NOW.search(words)


def asked_of(turn: Turn) -> Where | None:
    """The place whose power a sentence asks about by name, which no article can know; None for everything else."""
    said = turn.said.strip().rstrip("。.!！~?？ ")
    # Beside a wish for a visit the booking answers it, so that neither is lost.
    if turn.button or not _POWER.search(said) or _NOT_HERE_AND_NOW.search(said) or wish_and_questions(said):
        return None
    return said_place(turn) if is_question(turn.said) or _ASKS.search(said) else None


def known(turn: Turn, place: Where, day: date | None = None) -> list[OutageInfo]:
    """The power cuts somebody of this place should hear of, on a day to come if one is asked for."""
    with read(context().sessions) as session:
        return outages.for_place(session, place.village_code, place.group_number, now=turn.now, day=day)


def tell(turn: Turn, say: Say, place: Where, asked: str | None = None) -> None:
    """Say what is known for the day the words ask about, or that nothing is and what to do without power.

    `asked` is what was asked before the place was known; empty where only another place is named.
    """
    words = turn.said if asked is None else f"{asked}，{turn.said}" if asked else ""
    choice = times.parse_day(words, turn.now, None)
    day = choice.day if choice is not None and choice.day > local_day(turn.now) else None
    found = known(turn, place, day)
    if not found and day is None and tell_own_report(turn, say, place):
        return
    if not found:
        named = f"{place.words}{day.month}月{day.day}日" if day else place.words
        say("utter_outage_none", {"place": named}, custom={"kind": "outages", "dial": ["95598"]})
    for info in found[:_SHOWN]:
        tell_one(say, info, place)
    # What is planned for later is not why the power is off now.
    later = bool(found) and all(one.starts_at > turn.now for one in found)
    if later and any(is_off_now(said) for said in (asked or "", turn.said)):
        say("utter_or_report_outage")


def tell_own_report(turn: Turn, say: Say, place: Where | None) -> bool:
    """Say that this account's own report is noted and no time is known; False where there is none of this place."""
    own = next((one for one in my_reports.mine(turn) if one.kind == "outage" and one.state != "done"), None)
    if own is None or turn.now - own.created_at > _OF_NOW or not _same_place(place, own):
        return False
    say("utter_outage_reported", {"number": own.number}, custom={"kind": "report", "dial": ["95598"]})
    return True


def _same_place(place: Where | None, own: Report) -> bool:
    if place is None or own.village_code is None:
        return True
    groups = {place.group_number, own.group_number} - {None}
    return place.village_code == own.village_code and len(groups) < 2


def tell_one(say: Say, info: OutageInfo, place: Where) -> None:
    """Say one power cut in the words of its state."""
    dial = ["95598"] if info.overdue else []
    values = {
        "place": _places(info, place),
        "start": moment_name(info.starts_at),
        "end": moment_name(info.expected_end) if info.expected_end else "",
        "restored": moment_name(info.restored_at) if info.restored_at else "",
        "reason": info.reason,
    }
    say(f"utter_outage_{_state(info)}", values, custom={"kind": "outage", "dial": dial})


def _state(info: OutageInfo) -> str:
    if info.state == "restored":
        return "restored"
    if info.overdue:
        return "overdue"
    return info.state if info.expected_end else f"{info.state}_open"


def _places(info: OutageInfo, place: Where) -> str:
    village = context().village(place.village_code)
    if village is None:
        return place.words
    groups = [group for code, group in info.places if code == place.village_code]
    named = sorted({group for group in groups if group is not None})
    if not named or None in groups:
        return village.name
    return "、".join(place_name(village, group) for group in named)
