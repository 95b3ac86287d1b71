"""What is said after a report: the place put right, more of the same, or that nobody needs to come any more."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rasa_sdk.events import SlotSet

from actions.chat import hazards, my_reports
from actions.chat.acting import Events, Say
from actions.chat.context import context
from actions.chat.hearing import has_no_number, is_no, is_question, is_stop, is_wait, is_yes
from actions.chat.places import Where, only_place, said_place, where
from actions.chat.turn import Turn
from actions.chat.wishes import books, wants_other, wish_of
from actions.db.engine import begin, read
from actions.services import bookings, reports
from actions.services.phones import parse_phone
from actions.services.reports import AUTHOR_SAYS, Report
from content.normalize import bare
from content.villages import names_group

_SAME = timedelta(minutes=30)
_LATELY = timedelta(days=2)
_SAME_CUT = timedelta(hours=4)
"""So long a household that reports its power cut once more speaks of the same one; later it may be off anew."""
_SHORT, _LEAST = 20, 3
_CORRECTED = re.compile(
    r"^(?:(?:哎|唉|哦|哟|不对|错了|错咯|(?:我|刚才|地方|村|组)*(?:说|搞|弄|写|打|讲|记)错了?|不是|莫|改一?[下哈]|改成|改到|更正|地方|应该|是|在|我们?|的|[\s,，。！!、])++)"
)
_ANOTHER = re.compile(r"另外|另一|还有一?[处根个件]|还要报|还要反映|再报|重新报|别处|第二[处件个]|又有")
_WITHDRAWN = re.compile(
    r"(?:不[用要]|莫|别).{0,2}(?:来|派).{0,3}|取消|撤[销回了]|看错|已经(?:好|修好)|(?<!没)(?:修|弄|整)好了"
)
_PLAINLY = re.compile(r"(?:不[用要]|莫|别)(?:再)?(?:来|派)人?(?:了|看|修)|看错了|(?:已经|自己)(?:修|弄|整)?好了")
_OTHER_THING = re.compile(
    r"(?:看|说|认|搞|听)错(?:了|咯)?[，,。 ]*(?:不是|是|应该是)(?!我|真|假|虚)[\u3400-\u9fff]{2,}|"
    r"^不是(?:电杆|电线|变压器|线|杆子|电表箱|表箱)[，,。 ]*是"
)
_PLAINLY_OFF = re.compile(r"没得?事|没有事|莫得事|不[用要消]来|莫来|好的|没(?:有|得)?(?:倒|断|歪|坏)")
_POWER_BACK = re.compile(
    r"^(?:现在|刚才|又|屋头|我们这儿?|我家|好了|都|电|[\s,，])*(?:来电|电来|有电|来起电|来了电)(?:了|咯)"
)
_OFF_AGAIN = re.compile(r"又(?:停|没)|没(?:得|有)?来|莫来电|才来电|电话")
_MORE = re.compile(
    r"^(?:他|她|它|那个|那人|这个人|是个|姓|就是|还|而且|当时|现在|都|全|我们|隔壁|只有|已经|从|连|娃|有|好多|附近|(?:我|我们)(?:屋头?|家|这边|这儿|院子|隔壁|也|都)|屋头|家里|邻居|对门|这边|这儿|周围|旁边|边上|整|一片)"
)
_USE = re.compile(
    r"^(?:要|想|准备|打算|主要|就是|是|拿来|用来|我们?|屋头|还|也)*"
    r"(?:(?:开|办|搞|起|建|修|做|弄|喂|养|种|烘|烤|打|磨|抽|装|安|添|加|买|上)(?:了|个|一个)?[\u3400-\u9fff]{1,10}|"
    r"(?:[0-9一二三四五六七八九十两几]+(?:台|个|千瓦|匹|瓦|度|亩|头|只)).*|.{1,8}(?:厂|坊|店|馆|场|棚|房|机|民宿|农家乐|冷库|烤房|千瓦|三相)(?:用|的|嘛|哈)*)$"
)
_ALL_OUT = re.compile(r"(?:都|也|还|全|一直)(?:没得|没有|莫得|没)[了嘛哦。！!]*$")
"""全组都没得 tells; it only ends as a question does."""
_REPORTS = ("report_outage", "report_hazard", "complain", "report_form")
"""What the report form decides about itself: more of the same, or another report."""
_THING = {"wire": "wire", "pole": "wire", "transformer": "transformer", "box": "box"}


def taken(turn: Turn, say: Say) -> Events | None:
    """Keep what belongs to the report filed last; None when this is something else."""
    if turn.button or not turn.said:
        return None
    return (
        my_reports.take_phone(turn, say)
        or _without_number(turn, say)
        or my_reports.take_place(turn, say)
        or _place_put_right(turn, say)
        or _thing_put_right(turn, say)
        or _power_back(turn, say)
        or _withdrawn(turn, say)
    )


def _just_filed(turn: Turn, within: timedelta = _SAME) -> Report | None:
    pending: dict[str, Any] = turn.slot("pending") or {}
    if pending.get("what") != "filed":
        return None
    found = next((one for one in my_reports.mine(turn) if one.id == int(pending["report"])), None)
    return found if found is not None and turn.now - found.created_at < within else None


def _without_number(turn: Turn, say: Say) -> Events | None:
    """没得电话 after a report asks for nobody's number: it is fine without."""
    mine = _just_filed(turn) if has_no_number(turn.said) else None
    if mine is None:
        return None
    say("utter_report_no_phone", {"number": mine.number}, custom={"kind": "report", "dial": ["95598"]})
    return [SlotSet("pending", turn.slot("pending"))]


def _place_put_right(turn: Turn, say: Say) -> Events | None:
    rest = _CORRECTED.sub("", turn.said.strip())
    if not rest or rest == turn.said.strip():
        return None
    return my_reports.take_place(replace(turn, said=rest), say)


def _thing_put_right(turn: Turn, say: Say) -> Events | None:
    """看错了，不是电杆 takes nothing back: what was reported is another thing, and that is kept with it."""
    said = turn.said.strip()
    mine = _just_filed(turn) if _OTHER_THING.search(said) and not _PLAINLY_OFF.search(said) else None
    if mine is None or is_question(said) or len(bare(said)) > _SHORT:
        return None
    _keep_more(turn, say, mine)
    return [SlotSet("pending", turn.slot("pending"))]


def _power_back(turn: Turn, say: Say) -> Events | None:
    """来电了 tells the steward that nobody needs to come; without a report of one's own it asks for nothing."""
    said = turn.said.strip()
    if not _POWER_BACK.search(said) or is_question(said) or _OFF_AGAIN.search(said) or len(bare(said)) > _SHORT:
        return None
    mine = _newest_open(turn, "outage")
    if mine is None:
        say("utter_power_back")
        return [SlotSet("offered", None)]
    _add(turn, mine, f"{AUTHOR_SAYS}：{said}")
    say("utter_report_power_back", {"number": mine.number})
    return [SlotSet("offered", None)]


def _withdrawn(turn: Turn, say: Say) -> Events | None:
    """不用来了 stands in the report and the steward decides: a hazard is not closed by one sentence."""
    said = turn.said.strip()
    if len(bare(said)) > _SHORT or is_question(said) or not (_WITHDRAWN.search(said) or is_stop(said)):
        return None
    just = _just_filed(turn)
    mine = just or (_newest_open(turn) if _PLAINLY.search(said) and not _books(turn) else None)
    if mine is None:
        return None
    _add(turn, mine, f"{AUTHOR_SAYS}不用来了：{said}")
    say("utter_report_withdrawn", {"number": mine.number}, custom={"kind": "report", "dial": ["95598"]})
    return [SlotSet("offered", None)]


def same_again(turn: Turn, say: Say, kind: str, bare_wish: bool) -> Events | None:
    """More of what was filed just now, though it sounds like a report of its own; None when it is another one."""
    if turn.button or not turn.said or _ANOTHER.search(turn.said):
        return None
    mine = _just_filed(turn)
    if mine is None or mine.kind != kind or _elsewhere(turn, mine):
        # 啥时候来电, 谢谢 or a lesson in between makes no second household of the one that is dark.
        mine = standing_outage(turn, where(turn)) if kind == "outage" else None
    if mine is None or (bare_wish and kind != "complaint"):
        return None
    if kind == "hazard":
        now, before = (_THING.get(str(hazards.sort_of(words)), "") for words in (turn.said, mine.text))
        if hazards.sort_of(turn.said) is not None and now != before:
            return None
    _keep_more(turn, say, mine)
    _keep_phone(turn, mine, parse_phone(turn.said))
    say("utter_report_another")
    return [my_reports.filed(mine)]


def standing_outage(turn: Turn, place: Where | None) -> Report | None:
    """The power cut this account reported of this place some hours ago, still without power; None without one."""
    if place is None:
        return None
    with read(context().sessions) as session:
        found = (place.village_code, place.group_number)
        return reports.standing_outage(session, turn.person_id, found, turn.now - _SAME_CUT, besides=turn.request_id)


def same_outage(turn: Turn, say: Say, place: Where | None, told: str, phone: str) -> Report | None:
    """Keep a power cut told in full with the report of it that stands; None where it is the first or another one."""
    mine = standing_outage(turn, place) if not _ANOTHER.search(told) else None
    if mine is None or place is None:
        return None
    _add(turn, mine, told)
    _keep_phone(turn, mine, phone)
    if mine.group_number is None and place.group_number is not None:
        with begin(context().sessions) as session:
            reports.set_place(session, mine.id, turn.person_id, place.village_code, place.group_number)
    say("utter_report_same_outage", {"number": mine.number, "place": place.words}, custom=_card(mine))
    say("utter_report_another")
    return mine


def more(turn: Turn, say: Say) -> Events | None:
    """他骂人, 是个姓刘的: a short sentence that only makes sense with the report before it."""
    said = turn.said
    need = _more_of_need(turn, say)
    if need is not None:
        return need
    asks = is_question(said) and not _ALL_OUT.search(said)
    if turn.button or not _MORE.search(said) or len(bare(said)) < _LEAST or asks:
        return None
    if is_yes(said) or is_no(said) or is_wait(said) or is_stop(said) or wants_other(turn, *_REPORTS):
        return None
    mine = _just_filed(turn)
    if mine is None or (mine.kind != "complaint" and len(bare(said)) > _SHORT) or _elsewhere(turn, mine):
        return None
    _keep_more(turn, say, mine)
    return [SlotSet("pending", turn.slot("pending"))]


def _more_of_need(turn: Turn, say: Say) -> Events | None:
    """开加工厂, 两台烘干机 right after a need for power was filed: what it is for, and kept with it."""
    said = turn.said
    if turn.button or is_question(said) or not _USE.search(said) or len(bare(said)) > _SHORT or books(said):
        return None
    mine = _just_filed(turn)
    if mine is None or mine.kind != "power_need" or _ANOTHER.search(said) or _elsewhere(turn, mine):
        return None
    if wish_of(turn) not in (None, "report_form") or turn.sure("report_outage", "report_hazard", "complain"):
        return None
    _keep_more(turn, say, mine)
    return [SlotSet("pending", turn.slot("pending"))]


def asks_what_is_wrong(turn: Turn, say: Say) -> Events | None:
    """不对 alone after a report asks what; with more words they are kept with it."""
    mine = _just_filed(turn)
    if mine is None:
        return None
    rest = bare(_CORRECTED.sub("", turn.said.strip()))
    if len(rest) < _LEAST and not names_group(rest):
        say("utter_report_what_wrong", {"number": mine.number})
    else:
        _keep_more(turn, say, mine)
    return [SlotSet("pending", turn.slot("pending"))]


def _elsewhere(turn: Turn, mine: Report) -> bool:
    place = said_place(turn)
    if place is None or only_place(turn, place):
        return False
    groups = {place.group_number, mine.group_number} - {None}
    return place.village_code != mine.village_code or len(groups) > 1


def _keep_more(turn: Turn, say: Say, mine: Report) -> None:
    _add(turn, mine, turn.said)
    if mine.kind == "hazard":
        say(hazards.advice(mine.text), custom={"kind": "hazard", "dial": hazards.dial(mine.text)})
    if mine.kind == "complaint":
        say("utter_report_words_added_complaint", {"number": mine.number})
    else:
        custom = {"kind": "report", "dial": ["95598", "120"]}
        say("utter_report_words_added", {"number": mine.number}, custom=custom)


def _keep_phone(turn: Turn, mine: Report, phone: str | None) -> None:
    if phone:
        with begin(context().sessions) as session:
            reports.set_phone(session, mine.id, turn.person_id, phone)


def _card(mine: Report) -> dict[str, Any]:
    return {"kind": "report", "number": mine.number, "dial": ["95598"]}


def _newest_open(turn: Turn, kind: str | None = None) -> Report | None:
    return next(
        (
            one
            for one in my_reports.mine(turn)
            if one.state != "done" and (kind is None or one.kind == kind) and turn.now - one.created_at < _LATELY
        ),
        None,
    )


def _books(turn: Turn) -> bool:
    with read(context().sessions) as session:
        return bool(bookings.mine(session, turn.person_id, now=turn.now))


def _add(turn: Turn, mine: Report, words: str) -> None:
    with begin(context().sessions) as session:
        reports.add_words(session, mine.id, turn.person_id, words)
