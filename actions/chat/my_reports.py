"""What somebody reported before: how far it is, and a number to call that is sent afterwards."""

import re
from datetime import timedelta
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.chat.acting import Events, Say
from actions.chat.context import context
from actions.chat.hearing import is_question
from actions.chat.places import only_place, said_place
from actions.chat.turn import Turn
from actions.chat.wording import phone_name
from actions.db.engine import begin, read
from actions.services import reports
from actions.services.phones import parse_phone
from actions.services.reports import Report
from content.normalize import bare

_SHOWN = 3
_NEW = timedelta(days=30)
_SOME_WORDS = 4
_BESIDE_A_NUMBER = 14
_PROGRESS = re.compile(
    r"(?:办|处理|弄|修|整|查|落实|解决)(?:得|的|到|起|成)?(?:咋个?样|怎么样|怎样|啥样|如何|哪一步|好了?没|完了?没)|"
    r"(?:我|刚才|上回|上次)(?:的|报|说|反映|投诉).{0,8}(?:进度|结果|咋个?样|怎么样|回音|处理|办了?没)|"
    r"^(?:我想|我要|帮我)*(?:查|看|问)(?:一?[下哈]|看)?(?:我|上回|上次|刚才|昨天)+(?:的|报的|提的)*(?:投诉|报修|隐患|意见|需求|编号)|"
    r"(?:报|反映|登记|投诉)(?:的|了|过)(?!码).{0,14}(?:有人|来人|派人|师傅|抢修|你们|人)(?:们|的)?(?:都|去|已经)?(?:来|去|看|修|弄|管)(?:看|修|过|了)*(?:没得?|没有|不|吗|哇)[嘛哦呢]?[?？]?$|"
    r"^(?:我想|我要|帮我|给我)*(?:查|看|问)(?:一?[下哈]|看)?(?:我们?)?(?:上回|上次|刚才|昨天)*(?:报|说|反映|投诉)(?:过)?的|"
    r"^(?:查|看)?一?[下哈]?(?:办理)?进度|有(?:结果|回音|消息)(?:了)?(?:没|不|吗)"
)

_NUMBER = re.compile(r"(?<![A-Za-z0-9])([THSNCthsnc])\s?(\d{4})[-—\s]?(\d{4,6})(?!\d)")
_ASKS_NUMBER = re.compile(
    r"(?:报修|隐患|投诉|报的|登记的|我的)?(?:编号|单号)(?:是|有)?(?:好多|多少|啥子?|什么|几号|忘了|不记得|记不到|搞忘|掉了|找不到)"
)
_BOOKING_NUMBER = re.compile(r"(?<![A-Za-z0-9])[Yy]\s?\d{4}[-—\s]?\d{4,6}(?!\d)")
_WHEN_COME = re.compile(
    r"(?:好久|啥子?时候|什么时候|几点钟?|哪阵)(?:才|能|得|会)*(?:来(?!电|复|有电)|派人|修得?好|弄得?好|搞得?好)|咋还(?:不|没)(?:得)?(?:人)?来"
)
_MINE = re.compile(r"我们?(?:上回|上次|刚才|昨天|前天)?(?:报|反映|投诉)(?:过)?的")
_NAMES_A_REPORT = re.compile(r"报的|隐患|报修|投诉|反映|报过|编号|单号")


def asks_progress(said: str) -> bool:
    """Whether the sentence asks how far something is that was reported or booked: 办得咋样了."""
    mine = _MINE.search(said) is not None and _WHEN_COME.search(said) is not None
    return mine or (_PROGRESS.search(said) is not None and "抢修" not in said)


def mine(turn: Turn) -> list[Report]:
    """The newest reports of the account that writes."""
    with read(context().sessions) as session:
        found = reports.mine(session, turn.person_id)
    return [one for one in found if one.created_at > turn.now - _NEW][:_SHOWN]


def tell_mine(turn: Turn, say: Say) -> bool:
    """Say how far each report is; False when there is none."""
    found = mine(turn)
    for one in found:
        say(f"utter_my_report_{one.state}", {"number": one.number}, custom={"kind": "report", "number": one.number})
    if not found and _NAMES_A_REPORT.search(turn.said):
        say("utter_no_report_here", custom={"kind": "numbers", "dial": ["95598"]})
        return True
    return bool(found)


def asked_for(turn: Turn, say: Say) -> Events | None:
    """A report's number alone, or the wish to hear it; None when the sentence says something else."""
    named = _NUMBER.search(turn.said)
    if named is not None and len(bare(turn.said)) <= len(bare(named.group())) + _BESIDE_A_NUMBER:
        number = f"{named.group(1).upper()}{named.group(2)}-{named.group(3)}"
        with read(context().sessions) as session:
            found = [one for one in reports.mine(session, turn.person_id) if one.number == number]
        for one in found:
            say(f"utter_my_report_{one.state}", {"number": one.number}, custom={"kind": "report", "number": one.number})
        if not found:
            say("utter_no_report_here", custom={"kind": "numbers", "dial": ["95598"]})
        return [SlotSet("offered", None)]
    if _BOOKING_NUMBER.search(turn.said) and len(bare(turn.said)) <= 2 * _BESIDE_A_NUMBER:
        return [FollowupAction("action_check_booking")]
    just_filed = (turn.slot("pending") or {}).get("what") == "filed"
    short = len(bare(turn.said)) <= _BESIDE_A_NUMBER
    when = short and (just_filed or _MINE.search(turn.said)) and _WHEN_COME.search(turn.said)
    if when or (_ASKS_NUMBER.search(turn.said) and "预约" not in turn.said):
        tell_mine(turn, say)
        return [SlotSet("offered", None)]
    return None


def filed(report: Report) -> EventType:
    """The event that keeps what was just filed."""
    return SlotSet("pending", {"what": "filed", "report": report.id})


def take_phone(turn: Turn, say: Say) -> Events | None:
    """A number sent after a report was filed belongs to it; None when this is something else."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    number = parse_phone(turn.said) if pending.get("what") == "filed" else None
    if number is None or len(re.sub(r"[\W\d]", "", turn.said)) > _BESIDE_A_NUMBER:
        return None
    with begin(context().sessions) as session:
        report = reports.set_phone(session, int(pending["report"]), turn.person_id, number)
    say("utter_report_phone_added", {"number": report.number, "phone": phone_name(number)})
    return [SlotSet("pending", pending)]


def take_place(turn: Turn, say: Say) -> Events | None:
    """A place alone sent after a report was filed puts its place right; None when this is something else."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    if pending.get("what") != "filed" or not turn.said or is_question(turn.said):
        return None
    place = said_place(turn)
    if place is None or not only_place(turn, place):
        return None
    with begin(context().sessions) as session:
        moved = reports.set_place(
            session, int(pending["report"]), turn.person_id, place.village_code, place.group_number
        )
    say("utter_report_place_changed", {"number": moved.number, "place": place.words})
    return [SlotSet("pending", pending), place.remembered()]


def take_words(turn: Turn, say: Say) -> Events | None:
    """What the library has no answer to, said right after a report was filed, belongs to it."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    if pending.get("what") != "filed" or turn.button or is_question(turn.said) or len(bare(turn.said)) < _SOME_WORDS:
        return None
    with begin(context().sessions) as session:
        told = reports.add_words(session, int(pending["report"]), turn.person_id, turn.said)
    say("utter_report_words_added", {"number": told.number}, custom={"kind": "report", "dial": ["95598", "120"]})
    return [SlotSet("pending", pending)]
