"""Outages, hazards, complaints and needs for power: taken in the villager's own words, in as few turns as possible."""

import re
from dataclasses import replace
from typing import Any, Literal

from rasa_sdk.events import FollowupAction, SlotSet

from actions.chat import after_report, caution, danger, footers, handed, hazards, outages, people, photos, sent
from actions.chat.acting import ChatAction, Events, Say
from actions.chat.answer import answer_instead, answer_turn
from actions.chat.booking.names import stated_name
from actions.chat.booking.when import half_alone
from actions.chat.booking.wish import needs_power
from actions.chat.finding import recall, tell
from actions.chat.form_steps import Form, clear, concluded, leave, stay
from actions.chat.forms import (
    ENOUGH_TRIES,
    anything_else,
    check_opens,
    danger_opens,
    first_things,
    tell_outage_wanted,
    wrong_try,
)
from actions.chat.going_on import resumed
from actions.chat.hearing import (
    is_all_well,
    is_bye,
    is_enough,
    is_no,
    is_question,
    is_skip,
    is_unknown,
    is_wait,
    is_yes,
    only_asks,
    without_end,
)
from actions.chat.no_story import is_no_story, is_only_time, names_no_day
from actions.chat.places import Where, asks_villages, only_place, said_place, sounds_like_village, village_names, where
from actions.chat.putting_off import puts_off
from actions.chat.turn import Turn
from actions.chat.wishes import asks_to_know, books
from actions.services import reports
from actions.services.phones import parse_phone
from actions.services.times import parse_day
from content.normalize import bare

SLOTS = ("report_kind", "report_text", "report_place", "report_phone")
FORM = Form(
    "report_form", SLOTS, SLOTS[1:], "action_finish_report", "utter_stopped", "utter_ask_help", "utter_emergency_kept"
)
KINDS = {
    "report_outage": "outage",
    "report_hazard": "hazard",
    "complain": "complaint",
    "need_power": "power_need",
}
Kind = Literal["outage", "hazard", "complaint", "power_need"]
FOR_BOOKING = {"what": "answers_booking"}
"""Kept while a hazard is filed with the place of the visit, because an answer to the visit's question came instead."""
THEN_BOOK = {"what": "then_book"}
"""Kept while a hazard is filed by somebody who wishes for a visit in the same breath."""
_A_WORD = 3
NOWHERE = {"village": None, "group": None, "said": ""}
NO_POWER = re.compile(r"报停电|停电报修|停电了|没电了|没得电|没有电|断电了|没电$|电没了|电停了")
# A message about a swindle is a question of its own, though it may say 停电 or 电费: it must not be filed as an outage.
_SWINDLE = re.compile(r"短信|链接|验证码|银行卡|转账|刷单|骗|中奖|退款|扫码|密码")
_HERE = re.compile(
    r"^(?:就|是|在)*(?:我们?)?(?:这里|这儿|这边|我?屋头|我家|家里|同一个|一样|同个地方|刚才(?:说的)?那?里?)"
)
_POWER = re.compile(r"[停断没来]了?(?:得)?电|电.{0,2}[停断没来]")
_NO_IDEA = re.compile(r"不晓得|说不清|不清楚|不知道|记不到|搞不清|忘了")
_WHOM = re.compile(r"(?:找|打|问|喊|联系)(?:哪个|谁|啥子?|什么|哪里|哪儿)|哪个电话|(?:哪个|谁)(?:来)?管|归(?:哪个|谁)")
_BARE_WISH = re.compile(
    r"(?:我|要|想|先|去|来|给|帮|请|麻烦|一下|一哈|一个|个|你们|登记|记|提)*"
    r"(?:报修|报停电|报隐患|投诉|举报|反映|意见|建议|用电需求|隐患上报|发现隐患|停电报修|反映情况|反映问题)"
    r"(?:一下|一哈|一个|个|登记|你们|问题|情况|嘛|哈|了)*"
)


def open_form(turn: Turn, say: Say) -> Events:
    """Fill what the first sentence already says; answer it instead where it only asks."""
    again = resumed(turn, FORM.name)
    if again is not None:
        return stay(turn, *again)
    if not turn.button and not _POWER.search(turn.said) and danger.is_over_now(turn):
        danger.keep_with_it(turn)
        say("utter_danger_stopped")
        return leave()  # 没有了，刚刚停了 after a wire on fire tells of no power cut
    hazard = hazards.told(turn)
    elsewhere = None if hazard else _elsewhere(turn, say)
    if elsewhere is not None:
        return elsewhere
    guessed = KINDS.get(turn.meant) or ("outage" if NO_POWER.search(turn.said) else "hazard")
    kind = "hazard" if hazard else "power_need" if not turn.button and needs_power(turn.said) else guessed
    bare_wish = _BARE_WISH.fullmatch(bare(turn.said)) is not None
    again = after_report.same_again(turn, say, kind, bare_wish)
    if again is not None:
        return [*again, *leave()]
    # Only about a power cut: beside a hazard the advice to keep away goes before any number.
    if kind == "outage" and not turn.button and _WHOM.search(turn.said) and parse_phone(turn.said) is None:
        events = people.tell_numbers(turn, say)
        say("utter_or_report_outage")
        return leave(*events)
    swindle = _swindle(turn, say, kind)
    if swindle is not None:
        return [*swindle, *leave()]
    if kind == "hazard":
        say(hazards.advice(turn.said), custom={"kind": "hazard", "dial": hazards.dial(turn.said)})
        photos.answer(turn.said, say, reporting=True)
    if hazard:
        handed.with_hazard(turn, say)
    # A hazard seen on the way is not at the house a visit is being booked for.
    place = said_place(turn) if kind == "hazard" and books_now(turn) else where(turn)
    if kind == "outage" and place is not None and _known_already(turn, say, place):
        return [*clear(FORM), place.remembered()]
    text = "" if bare_wish else turn.said
    phone = parse_phone(turn.said) or (None if kind == "power_need" else "")
    kept = _kept(place, turn.said) if place is not None else (NOWHERE if kind == "complaint" else None)
    return stay(
        turn,
        SlotSet("report_kind", kind),
        SlotSet("report_text", text or None),
        SlotSet("report_place", kept),
        SlotSet("report_phone", phone),
        *([place.remembered()] if place is not None else []),
        *([SlotSet("pending", THEN_BOOK)] if hazard and hazards.wants_visit_too(turn.said) else []),
    )


def _elsewhere(turn: Turn, say: Say) -> Events | None:
    """What the first sentence gets when it reports nothing: an answer, another form; None when it reports."""
    unfounded = turn.meant == "report_hazard" and hazards.tells_of_none(turn.said)
    if not turn.button and (unfounded or hazards.asks_distance(turn.said)):
        return [*answer_turn(turn, say), *leave()]
    if not turn.button and sent.asks_whether_sent(turn.said):
        return [*sent.tell_nobody_sent(turn, say), *leave()]
    if outages.asks_of_damage(turn) and turn.meant != "complain":
        return [*answer_turn(turn, say), *leave()]
    if books(turn.said):
        return leave(FollowupAction("booking_form"))
    answered = answer_instead(turn, say)
    if answered is not None:
        return [*answered, *leave()]
    near = recall(turn) if not turn.button and hazards.asks_leave(turn.said) and asks_to_know(turn.said) else None
    if near is not None:
        # Titles say nothing yet: what keeps people alive goes before them.
        if not caution.warn(turn.said, say) and hazards.sort_of(turn.said) is not None:
            say(hazards.advice(turn.said), custom={"kind": "hazard", "dial": hazards.dial(turn.said)})
        events = tell(near, say, turn.said)
        footers.offer(turn, say, turn.meant)
        return [*events, *leave()]
    return leave(FollowupAction("outage_form")) if not turn.button and outages.asks_whether(turn.said) else None


def books_now(turn: Turn) -> bool:
    """Whether a visit is being booked beside the report."""
    return bool(turn.slot("village")) and not turn.slot("confirm")


def take(turn: Turn, say: Say) -> Events:
    """Take the answer to the question that is open."""
    done = _only_asked(turn, say) or _closed(turn, say) or first_things(turn, say, FORM, person=0.85)
    if done is not None:
        return done
    swindle = _swindle(turn, say, str(turn.slot("report_kind")))
    if swindle is not None:
        return stay(turn, *swindle)
    if turn.requested == "report_place":
        return _take_place(turn, say)
    if turn.requested == "report_phone":
        return _take_phone(turn, say)
    return _take_text(turn, say)


def _only_asked(turn: Turn, say: Say) -> Events | None:
    """别个那边停了，我就问哈: there is no power cut of one's own to report, and the form is left as with 算了."""
    if turn.button or turn.slot("report_kind") != "outage" or not only_asks(turn.said):
        return None
    say(FORM.stopped)
    return clear(FORM)


def _closed(turn: Turn, say: Say) -> Events | None:
    """就这些, 拜拜, 二天再说 instead of a place or a number: what was told is filed as it is; None for all else.

    没事了 after a danger is about that; with none told it ends the talk, and is filed so that the steward judges it.
    """
    told = turn.slot("report_text")
    if turn.button or not turn.said or not told:
        return None
    well = is_all_well(turn.said) and danger.told_lately(turn) is None
    if not (well or is_enough(turn.said) or is_bye(turn.said) or puts_off(turn.said)):
        return None
    events = [SlotSet("report_text", f"{told}；{turn.said}")] if well else []
    if turn.slot("report_place") is None:
        say("utter_report_without_place")
        events.append(SlotSet("report_place", NOWHERE))
    return stay(turn, *events, SlotSet("report_phone", turn.slot("report_phone") or ""))


def _swindle(turn: Turn, say: Say, kind: str) -> Events | None:
    """What the library says to a message about a swindle; None when it is none, or is what somebody complains of."""
    if kind == "complaint" or turn.button or not _SWINDLE.search(turn.said):
        return None
    found = recall(turn)
    return tell(found, say, turn.said) if found is not None else None


def _take_text(turn: Turn, say: Say) -> Events:
    words = bare(turn.said)
    told = danger.told_before(turn)
    if told is not None:
        # 电线在打火 was answered as a danger before this form could hear it: it is the story that was asked for.
        nothing_new = not words or any(
            says(turn.said) for says in (is_skip, is_unknown, is_yes, is_no, is_enough, is_bye)
        )
        turn = replace(turn, said=told if nothing_new else f"{told}；{turn.said}")
    elif is_enough(turn.said):
        return wrong_try(turn, say, "utter_report_wrong_text")
    elif (is_no_story(turn.said) or _only_number(turn)) and not _tells_when(turn):
        return _no_story(turn, say)
    elif not words or is_skip(turn.said) or is_unknown(turn.said):
        return anything_else(turn, say, FORM, "utter_report_wrong_text")
    if is_question(turn.said) and turn.meant in ("ask_library", "ask_directory", "ask_outage", "ask_help"):
        return anything_else(turn, say, FORM, "utter_report_wrong_text")
    place = said_place(turn)
    if turn.slot("report_kind") == "outage" and place is not None and _known_already(turn, say, place):
        return [*clear(FORM), place.remembered()]
    events = [] if place is not None and only_place(turn, place) else [SlotSet("report_text", without_end(turn.said))]
    if place is not None:
        events += [SlotSet("report_place", _kept(place, turn.said)), place.remembered()]
    return stay(turn, *events)


def _tells_when(turn: Turn) -> bool:
    """Whether the answer is the time a power cut began, which its question asks for."""
    return turn.slot("report_kind") == "outage" and is_only_time(turn.said) and not names_no_day(turn.said)


def _only_number(turn: Turn) -> bool:
    return parse_phone(turn.said) is not None and not re.search(r"[\u3400-\u9fff]{3}", turn.said)


def _no_story(turn: Turn, say: Say) -> Events:
    """昨天, 2月30号 to the question what it is: asked once more, then taken with a note for the steward."""
    number = parse_phone(turn.said)
    also = [SlotSet("report_phone", number)] if number is not None else []
    if not turn.slot("tries") or also:
        return [*also, *wrong_try(turn, say, "utter_report_wrong_text")]
    say("utter_report_as_said")
    return stay(turn, SlotSet("report_text", f"{turn.said}{reports.NOT_CLEAR}"))


def _take_place(turn: Turn, say: Say) -> Events:
    place = said_place(turn)
    if place is not None:
        if turn.slot("report_kind") == "outage" and _known_already(turn, say, place):
            return [*clear(FORM), place.remembered()]
        wanted = tell_outage_wanted(turn, say, place)
        return stay(turn, *wanted, SlotSet("report_place", _kept(place, turn.said)), place.remembered())
    if asks_villages(turn.said):
        say("utter_report_villages", {"names": village_names()})
        return stay(turn, tries=int(turn.slot("tries") or 0))
    visited = _of_the_visit(turn, say)
    if visited is not None:
        return visited
    nowhere = is_no_story(turn.said) and not _tells_when(turn)
    if nowhere and not turn.slot("tries"):
        return wrong_try(turn, say, "utter_report_wrong_place")
    tries = int(turn.slot("tries") or 0) + (ENOUGH_TRIES if sounds_like_village(turn.said) else 1)
    lost = _NO_IDEA.search(turn.said) is not None
    if lost or (tries >= ENOUGH_TRIES and not is_question(turn.said) and not is_wait(turn.said)):
        # A hazard is not lost because we do not know the place's name: the steward reads what was said.
        say("utter_report_as_said" if nowhere else "utter_report_place_as_said")
        said = "" if lost else f"{turn.said}{reports.NOT_CLEAR}" if nowhere else turn.said
        return stay(turn, SlotSet("report_place", {**NOWHERE, "said": said}))
    events = anything_else(turn, say, FORM, "utter_report_wrong_place")
    if any(event["name"] == "tries" and event["value"] for event in events if event["event"] == "slot"):
        # No place, but perhaps more of the story: it is kept with the rest.
        told = f"{turn.slot('report_text')}；{without_end(turn.said)}"
        events = [SlotSet("report_text", told), *events]
    return events


def _of_the_visit(turn: Turn, say: Say) -> Events | None:
    """The place of the visit that is being booked, where 就在我屋头 says so or the visit's question is answered."""
    village, group = turn.slot("village"), turn.slot("group")
    if not books_now(turn) or is_question(turn.said):
        return None
    here = is_yes(turn.said) or _HERE.search(turn.said) is not None
    dated = parse_day(turn.said, turn.now, None) is not None or half_alone(turn) is not None
    if not (here or dated or parse_phone(turn.said) or stated_name(turn.said)):
        return None
    place = Where(str(village), group if isinstance(group, int) else None)
    say("utter_report_place_of_visit", {"place": place.words})
    kept = SlotSet("report_place", _kept(place, ""))
    return stay(turn, kept, *([] if here else [SlotSet("pending", FOR_BOOKING)]))


def _take_phone(turn: Turn, say: Say) -> Events:
    if is_skip(turn.said):
        return stay(turn, SlotSet("report_phone", ""))
    number = parse_phone(turn.said)
    if number is not None:
        return stay(turn, SlotSet("report_phone", number))
    place = said_place(turn)
    if place is not None:
        return stay(turn, SlotSet("report_place", _kept(place, turn.said)), place.remembered())
    if is_no_story(turn.said):
        if not turn.slot("tries"):
            return wrong_try(turn, say, "utter_report_wrong_phone")
        say("utter_report_without_phone")  # what was told is worth more than the number
        return stay(turn, SlotSet("report_phone", ""))
    events = anything_else(turn, say, FORM, "utter_report_wrong_phone")
    told = bare(turn.said)
    missed = any(event["event"] == "slot" and event["name"] == "tries" and event["value"] for event in events)
    if missed and len(told) >= _A_WORD and not re.search(r"\d{3}", told) and not is_question(turn.said):
        # No number, but more of the story: 开加工厂.
        if int(turn.slot("tries") or 0) == 0:
            say.forget()  # nobody began to say a number
        say.first("utter_report_kept_too")
        events = [SlotSet("report_text", f"{turn.slot('report_text')}；{without_end(turn.said)}"), *events]
    return events


def _known_already(turn: Turn, say: Say, place: Where) -> bool:
    off = [info for info in outages.known(turn, place) if info.state == "off"]
    if not off:
        return False
    # Another group of the village may be dark as well: what its people report is not thrown away.
    here = (place.village_code, None)
    certain = place.group_number is not None or any(here in info.places for info in off)
    say("utter_outage_known" if certain else "utter_outage_known_part")
    for info in off[:2]:
        outages.tell_one(say, info, place)
    return certain


def _kept(place: Where, said: str) -> dict[str, Any]:
    return {"village": place.village_code, "group": place.group_number, "said": said}


class ValidateReportForm(ChatAction):
    """Decides what goes into the report."""

    called = "validate_report_form"

    def act(self, turn: Turn, say: Say) -> Events:
        """Open the form or take the next answer."""
        if turn.requested is not None:
            return concluded(turn, FORM, take(turn, say))
        return concluded(turn, FORM, danger_opens(turn, say, FORM) or check_opens(turn, say) or open_form(turn, say))
