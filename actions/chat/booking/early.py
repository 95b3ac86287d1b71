"""What is said to another question than the open one (a day, a trouble, a name): kept, or said why it cannot be."""

import re
from collections.abc import Callable

from rasa_sdk.events import EventType, SlotSet

from actions.chat.acting import Events, Say
from actions.chat.booking import parts, remarks, when
from actions.chat.booking.corrections import correct, field_of, moved_place, say_result
from actions.chat.booking.gather import refused_time, time_slot
from actions.chat.booking.names import stated_name
from actions.chat.booking.put_right import added_trouble
from actions.chat.booking.state import FORM, Draft
from actions.chat.booking.words import RELATION, TROUBLE
from actions.chat.context import context
from actions.chat.form_steps import quiet, stay
from actions.chat.forms import wrong_try
from actions.chat.hearing import is_correction, is_going_on, is_no, is_question, is_yes
from actions.chat.places import sounds_like_village
from actions.chat.turn import Turn
from actions.chat.wishes import wish_of
from actions.chat.wording import day_name, half_name, phone_name, place_name
from actions.db.engine import begin
from actions.services.phones import parse_phone
from content.normalize import bare
from content.villages import find_place

_FOR_SOMEBODY = re.compile(
    r"(?:我|这|是|就是|要|想|主要|其实)*(?:帮|给|替|代|为)(?:我们?)?(?:屋头|家里?)?的?"
    rf"(?:{RELATION}|妈老汉|父母|老人家?|老年人|隔壁.{{0,3}}|别人|别个|人家|他们?|她们?|娘家|丈母娘|老丈人|老人婆|岳母|岳父)"
    r"(?:屋头|家|那边|他们?|她们?)*(?:预?约|喊|弄|问|办|报)(?:上门|检查|师傅|人|的|一?个|一?次|嘛|哈|了|哦)*"
)
_AWAY = re.compile(r"(?:我|人|我们|那天)?(?:都)?不在(?:屋头|家|屋里|家里)|[来去]不成了?|莫来了|不用来了|不来了")
_ELSEWHERE = (
    "check_booking",
    "change_booking",
    "cancel_booking",
    "ask_directory",
    "play_aloud",
    "learn_lesson",
    "thank",
)
_SURE = 0.7
_LONGEST_NUMBER = 20
_A_WORD = 4
_BESIDE_THE_PLACE = 3


def keep(turn: Turn, say: Say) -> list[EventType]:
    """The slots, beyond the open question, that the sentence fills; says what was kept and which day cannot be."""
    if turn.button or not turn.said or is_question(turn.said) or wish_of(turn) not in (None, FORM.name):
        return []
    takers: tuple[Callable[[Turn, Say], list[EventType]], ...] = (
        _trouble,
        place,
        _time,
        _result,
        _phone,
        _name,
        _remark,
    )
    return next((events for events in (take(turn, say) for take in takers) if events), [])


def acknowledge(turn: Turn, say: Say, events: list[EventType]) -> None:
    """Say which answers to later questions were kept, where the open one is still open and comes again."""
    given = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    if turn.requested in given:
        return
    told = (given.get("resident_name"), phone_name((given.get("call_phone") or {}).get("number", "")))
    words = "，".join(filter(None, told))
    if words:
        say("utter_booking_noted", {"value": words})


def _remark(turn: Turn, say: Say) -> list[EventType]:
    """屋头狗凶 喊师傅莫进院坝 beside another question."""
    # Before the trouble was asked for it would stand for it, and nobody would be asked any more.
    return remarks.keep(turn, say) if turn.slot("problem") is not None else []


def take_problem(turn: Turn, say: Say) -> Events | None:
    """The trouble in the villager's words; what is plainly the answer to another question goes there."""
    events = parts.take_problem(turn)
    if events is None or TROUBLE.search(turn.said) or not events[0]["value"]:
        return stay(turn, *events) if events is not None else None
    if _AWAY.search(turn.said):
        say("utter_booking_away")
        return stay(turn, quiet(turn), tries=int(turn.slot("tries") or 0))
    if is_correction(turn.said):
        return None
    if len(bare(turn.said)) <= _A_WORD and field_of(turn.said) not in (None, "problem"):
        return correct(turn, say) or wrong_try(turn, say, "utter_booking_wrong_problem")
    if bare(turn.said) in ("毛病", "问题") or is_yes(turn.said) or is_no(turn.said) or is_going_on(turn.said):
        return wrong_try(turn, say, "utter_booking_wrong_problem")
    kept = place(turn, say) or _time(turn, say) or _result(turn, say) or _phone(turn, say)
    if kept:
        return stay(turn, *kept, tries=int(turn.slot("tries") or 0))
    if is_question(turn.said) or turn.sure(*_ELSEWHERE, least=_SURE):
        return None
    return stay(turn, *events)


def for_somebody(turn: Turn, say: Say) -> Events | None:
    """帮我妈约的: whose home the visit is for is no question about a booking; the open question follows."""
    if turn.button or not _FOR_SOMEBODY.fullmatch(bare(turn.said)):
        return None
    say("utter_booking_for_somebody")
    return stay(turn, tries=int(turn.slot("tries") or 0))


def elsewhere(turn: Turn, say: Say) -> Events | None:
    """结果莫告诉我 告诉我妈: words that say in so many words which question they answer, whatever is asked."""
    if turn.requested in ("result_to", "confirm") or "结果" not in turn.said or is_question(turn.said):
        return None
    events = _result(turn, say)
    return stay(turn, *events, tries=int(turn.slot("tries") or 0)) if events else None


def _trouble(turn: Turn, say: Say) -> list[EventType]:
    asked = ("village", "group", "resident_name", "result_to", "visit_time", "call_phone")
    # 火星村 is a place nobody registered, and no sparks.
    if turn.requested not in asked or not TROUBLE.search(turn.said) or sounds_like_village(turn.said):
        return []
    words = added_trouble(turn.said) or parts.trouble_in(turn.said)
    before = str(turn.slot("problem") or "")
    say("utter_booking_noted", {"value": words})
    return [SlotSet("problem", f"{before}；{words}" if before else words)]


def _time(turn: Turn, say: Say) -> list[EventType]:
    """The day, and the half where it is said; the half alone is asked when its question comes."""
    village = turn.slot("village")
    if not village or turn.requested == "visit_time":
        return []
    with begin(context().sessions) as session:
        choice = when.choose(session, str(village), turn)
    if isinstance(choice, when.Chosen):
        say("utter_booking_noted", {"value": f"{day_name(choice.day)}，{half_name(choice.half)}"})
        return [time_slot(choice, say), SlotSet("pending", None)]
    return refused_time(say, choice) if choice is not None else []


def place(turn: Turn, say: Say) -> list[EventType]:
    """A part of the sentence that is a place and nothing else is the place put right, whatever is asked."""
    if turn.requested in ("village", "group", "confirm") or not turn.slot("village"):
        return []
    found = find_place(turn.said, context().villages, hint=turn.slot("village"))
    village = context().village(found.village_code) if found is not None else None
    if found is None or village is None or not _alone(turn.said, found.matched):
        return []
    same = found.village_code == turn.slot("village")
    if same and found.group_number in (None, turn.slot("group")):
        return []
    say("utter_booking_changed", {"value": place_name(village, found.group_number)})
    events = parts.place_events(found.village_code, found.group_number)
    return events + moved_place(turn, say, found.village_code)


def _alone(said: str, words: str) -> bool:
    """Whether a part of the sentence is hardly more than these words."""
    pieces = (bare(part) for part in re.split(r"[，,。;；!！\s]+", said))
    return any(words in piece and len(piece) <= len(words) + _BESIDE_THE_PLACE for piece in (*pieces, bare(said)))


def _name(turn: Turn, say: Say) -> list[EventType]:
    name = stated_name(bare(turn.said).removeprefix("是"))
    if (
        turn.requested not in ("village", "group", "call_phone")
        or name is None
        or parts.is_place(name)
        or name == turn.slot("resident_name")
    ):
        return []
    say("utter_booking_changed" if turn.slot("resident_name") else "utter_booking_noted", {"value": name})
    return [SlotSet("resident_name", name)]


def _result(turn: Turn, say: Say) -> list[EventType]:
    """就在这里告诉我, said again after the question for it."""
    words = re.sub(r"\d", "", bare(turn.said))
    if len(words) > _LONGEST_NUMBER or not re.search(r"告诉|通知|跟我说|给我说|^接电话的?人?$", words):
        return []
    events = parts.take_result(turn) or []
    if events:
        say_result(turn, say, events)
    return events


def _phone(turn: Turn, say: Say) -> list[EventType]:
    """A number alone is the number to call, said once more."""
    number = parse_phone(turn.said) if len(bare(turn.said)) <= _LONGEST_NUMBER else None
    if number is None:
        return []
    beside = parts.result_of(turn) if turn.slot("call_phone") and turn.requested != "call_phone" else None
    if beside is not None and not re.search(r"电话|打", turn.said):
        # 罗小芳 13699998888 beside a number to call that is known: hers is where the result goes.
        say_result(turn, say, beside)
        return beside
    say("utter_booking_changed" if turn.slot("call_phone") else "utter_booking_noted", {"value": phone_name(number)})
    return [SlotSet("call_phone", {"number": number, "whose": parts.whose(turn.said) or Draft.of(turn).whose})]
