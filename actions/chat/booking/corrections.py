"""不对，是石椅村; 电话错了，36收尾; 时间改到后天下午: what was said before is put right, or asked again."""

import re
from collections.abc import Callable
from dataclasses import replace

from rasa_sdk.events import EventType, SlotSet

from actions.chat.acting import Events, Say
from actions.chat.booking import when
from actions.chat.booking.denied import denies_group, denies_number, name_said, spelt
from actions.chat.booking.gather import time_slot
from actions.chat.booking.names import parse_name, stated_name
from actions.chat.booking.parts import is_place, place_events, take_phone, take_result, whose
from actions.chat.booking.put_right import another_character, another_trouble
from actions.chat.booking.state import HERE, OTHER, Draft
from actions.chat.context import context
from actions.chat.form_steps import quiet, stay
from actions.chat.hearing import is_correction
from actions.chat.turn import Turn
from actions.chat.wording import day_name, half_name, phone_name, place_name
from actions.db.engine import begin
from actions.services.phones import parse_phone
from actions.services.times import parse_day
from content.corrected import said_last
from content.normalize import bare
from content.villages import find_place

_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "result_to",
        re.compile(r"结果|接电话的(?:人|那)|(?:^|[，,。 改就是换要成别莫])(?:在?这里)?(?:告诉|通知)(?!你|您|过|了)"),
    ),
    ("call_phone", re.compile(r"电话|号码|手机|尾号|末尾|收尾|结尾")),
    ("resident_name", re.compile(r"名字|姓名|[写叫]错|人名|姓错|户主")),
    (
        "visit_time",
        re.compile(
            r"时间|日子|哪天|改天|换天|换一?个?时间|[早晚](?:一?点|些|几天|两天)|[换改]一天|[换改]成?(?:上午|下午)"
        ),
    ),
    ("problem", re.compile(r"毛病|要看的|看的|问题")),
    ("village", re.compile(r"村组|村|哪组|组|社|地方|地址|地点|位置")),
)
_VILLAGE = re.compile(r"(?:不对|错了|是|在|改成|换成|叫)([\u3400-\u9fff]{2,6})(?:村|社区)(?:的|嘛|哈|吧)*$")
_NO_NAME = re.compile(r"[哪那这]个?|我们|别的|隔壁|不对|错")
_WHOSE_PHONE = re.compile(r"电话(?:号码)?(?:就)?是.{1,8}的|打.{1,6}的|电话(?:要)?打(?:给)?")
_END = re.compile(
    r"(?:收尾|结尾|尾号|末尾|尾数|最后|后头|后面)(?:的?[几一两二三四](?:位|个))?(?:数字?)?(?:应该|就)?"
    r"(?:是|为|改成)?[，, ]*[0-9零一二三四五六七八九幺]"
)
_MENU = frozenset(
    (
        "村组",
        "村子",
        "村",
        "姓名",
        "名字",
        "电话",
        "号码",
        "结果",
        "结果告诉谁",
        "告诉谁",
        "要看的",
        "毛病",
        "时间",
        "日子",
    )
)
_FIELD_IS = re.compile(r"^(?:村子?|村组|地方|地址|名字|姓名|电话|号码|时间|日子)(?:就|应该)?(?:是|叫|写)")
_CHANGES = re.compile(
    r"改|换|错|不对|不是|莫是|变|重新|另外|重说|再说|早|晚|提前|推|不合适|不得行|不行|不方便|没得?空|莫得?空|不在|[不莫别]要?(?:告诉|通知|打|跟|给)"
)
"""Without one of these a sentence that speaks of a field only speaks of it: 喊师傅先打电话."""
_NAMED = re.compile(r"(?:名字|姓名)?(?:应该)?(?:叫|是叫|(?<!还)是|改成|写成)([^，。,.]{2,8})$")


def field_of(said: str) -> str | None:
    """The slot a correction speaks of, None when it does not say."""
    return next((name for name, pattern in _FIELDS if pattern.search(said)), None)


def picks_from_menu(turn: Turn) -> bool:
    """Whether the sentence is a word of 要改哪一样 for what is filled, or names such a field and its value."""
    field = field_of(turn.said)
    if field is None or field == turn.requested or turn.slot(field) is None:
        return False
    if field == "call_phone" and ends_number(turn):
        return True
    return bare(turn.said) in _MENU or _FIELD_IS.search(turn.said.strip()) is not None


def ends_number(turn: Turn) -> bool:
    """Whether the sentence gives another end to the number that was said: 就是电话尾号是6."""
    return _END.search(turn.said) is not None and turn.slot("call_phone") is not None


def names_unknown_village(said: str) -> bool:
    """Whether a correction names a village by what sounds like a name: 不对，是黄家坝村; 村错了 names none."""
    found = _VILLAGE.search(bare(said))
    return found is not None and not _NO_NAME.search(found.group(1))


def correct(turn: Turn, say: Say) -> Events | None:
    """Put right what the sentence corrects; ask again where it only says that something is wrong."""
    field = str(turn.entities.get("field") or "") or field_of(turn.said)
    if denies_number(turn):
        return stay(turn, *_emptied(turn, "call_phone"), SlotSet("confirm", None))
    if field == "village" and denies_group(turn, say):
        return stay(turn, SlotSet("group", None), SlotSet("confirm", None))
    for take in _order(turn, field):
        events = take(turn, say)
        if events is not None:
            return stay(turn, *events, SlotSet("confirm", None))
    if field == "village" and names_unknown_village(turn.said):
        say("utter_booking_wrong_village")
    if field and turn.slot(field) is not None and _wants_change(turn):
        return stay(turn, *_emptied(turn, field), SlotSet("confirm", None))
    return None


def _wants_change(turn: Turn) -> bool:
    said = turn.said
    return not said or is_correction(said) or bare(said) in _MENU or _CHANGES.search(said) is not None


def ask_which(turn: Turn, say: Say) -> Events:
    """Ask what is to be changed."""
    say("utter_booking_which_to_change")
    return stay(turn, quiet(turn), SlotSet("confirm", None), tries=int(turn.slot("tries") or 0))


def _order(turn: Turn, field: str | None) -> list[Callable[[Turn, Say], list[EventType] | None]]:
    takers: dict[str, Callable[[Turn, Say], list[EventType] | None]] = {
        "result_to": _result,
        "call_phone": _phone,
        "village": _place,
        "visit_time": _time,
        "resident_name": _name,
        "problem": _problem,
    }
    if field in takers:
        return [takers[field]]
    if field:
        return []
    # 改成12月1号 names a day; its last digit must not become the end of the phone number.
    dated = parse_day(turn.said, turn.now, None) is not None and parse_phone(turn.said) is None
    return [_problem, _time, _place, _name] if dated else [_problem, _phone, _place, _time, _name]


def _emptied(turn: Turn, field: str) -> list[EventType]:
    names = ("village", "group") if field == "village" else (field,)
    before = when.kept(turn)
    pending = SlotSet("pending", None)
    if field == "visit_time" and before is not None:
        # 时间晚点要得不, then 下午: the afternoon of the day that was chosen.
        pending = when.in_mind(before[0], None)
    if field == "result_to" and whose(turn.said):
        pending = SlotSet("pending", {"what": "result", "whose": whose(turn.said)})
    was = {name: turn.slot(name) for name in names}
    pending = SlotSet("pending", {"what": "was", **(pending["value"] or {}), "was": was})
    return [*(SlotSet(name, None) for name in names), SlotSet("offered", None), pending]


def _phone(turn: Turn, say: Say) -> list[EventType] | None:
    events = take_phone(turn)
    if events is None:
        return _known_phone(turn, say)
    kept = events[0]["value"]
    kept["whose"] = kept["whose"] or Draft.of(turn).whose
    say("utter_booking_changed", {"value": phone_name(kept["number"])})
    return events


def _known_phone(turn: Turn, say: Say) -> list[EventType] | None:
    """电话打我妈的, 电话是我隔壁的: whose the number is, or the number of hers that was said already."""
    relation, draft = whose(turn.said), Draft.of(turn)
    if not relation or not _WHOSE_PHONE.search(turn.said):
        return None
    number = draft.phone
    belongs = re.search(r"电话(?:号码)?(?:就)?是", turn.said) is not None
    if draft.result.get("how") == OTHER and str(draft.result.get("whose") or "").startswith(relation):
        number = str(draft.result["number"])
    elif relation != draft.whose and not belongs:
        return None
    if not number:
        return None
    say("utter_booking_changed", {"value": f"{phone_name(number)}（{relation}）"})
    return [SlotSet("call_phone", {"number": number, "whose": relation})]


def _place(turn: Turn, say: Say) -> list[EventType] | None:
    found = find_place(turn.said, context().villages, hint=turn.slot("village"))
    if found is None:
        return None
    village = context().village(found.village_code)
    if village is None:
        return None
    say("utter_booking_changed", {"value": place_name(village, found.group_number)})
    events = place_events(found.village_code, found.group_number)
    return events + moved_place(turn, say, found.village_code)


def moved_place(turn: Turn, say: Say, village_code: str) -> list[EventType]:
    """Keep the chosen half day in another village where it is free there too, else say why it is asked again.

    Another village may have another steward, other market days and other free times.
    """
    chosen = when.kept(turn)
    if village_code == turn.slot("village") or chosen is None:
        return []
    with begin(context().sessions) as session:
        choice = when.free_on(session, village_code, turn, *chosen)
    if isinstance(choice, when.Chosen):
        return [time_slot(choice, say), SlotSet("offered", None)]
    village = context().village(village_code)
    place = village.name if village else ""
    say("utter_booking_time_again", {"place": place, "day": day_name(chosen[0]), "half": half_name(chosen[1])})
    return [SlotSet("visit_time", None), SlotSet("offered", None)]


def _time(turn: Turn, say: Say) -> list[EventType] | None:
    village_code = turn.slot("village")
    if not village_code:
        return None
    with begin(context().sessions) as session:
        choice = when.choose(session, village_code, turn)
    if isinstance(choice, when.Chosen):
        say("utter_booking_changed", {"value": f"{day_name(choice.day)}，{half_name(choice.half)}"})
        return [time_slot(choice, say)]
    if isinstance(choice, when.Refused):
        say(choice.response, choice.values)
        if choice.day is None:
            # What was chosen before stays and is read back once more.
            return [SlotSet("pending", None)]
        return [SlotSet("visit_time", None), when.awaiting(choice.day), quiet(turn)]
    return None


def _name(turn: Turn, say: Say) -> list[EventType] | None:
    match = _NAMED.search(turn.said.rstrip("。.!！嘛哈的"))
    given = another_character(turn.said, Draft.of(turn).name) or spelt(turn.said) or name_said(turn)
    *last, _whole = said_last(turn.said)
    name = given or (parse_name(match.group(1)) if match else None) or next(filter(None, map(stated_name, last)), None)
    if name is None or is_place(name):
        return None
    say("utter_booking_changed", {"value": name})
    return [SlotSet("resident_name", name)]


def _problem(turn: Turn, say: Say) -> list[EventType] | None:
    words = another_trouble(turn.said, str(turn.slot("problem") or ""))
    if words is None:
        return None
    say("utter_booking_changed", {"value": words})
    return [SlotSet("problem", words)]


def say_result(turn: Turn, say: Say, events: list[EventType]) -> None:
    """Read back who hears the result."""
    kept = events[0]["value"]
    if kept["how"] == HERE:
        say("utter_booking_result_here")
    else:
        before = "utter_booking_changed" if turn.slot("result_to") else "utter_booking_noted"
        say(before, {"value": "结果告诉" + replace(Draft.of(turn), result=kept).result_words()})


def _result(turn: Turn, say: Say) -> list[EventType] | None:
    events = take_result(turn)
    if events is not None:
        say_result(turn, say, events)
    return events
