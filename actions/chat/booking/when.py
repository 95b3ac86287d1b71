"""When somebody should come: one of the offered half days, or a day in people's own words that is really possible."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from sqlalchemy.orm import Session

from actions.chat.hearing import ordinal
from actions.chat.turn import Turn
from actions.chat.wording import day_name, slot_title
from actions.clock import local, local_day
from actions.services import bookings, places, times
from actions.services.bookings import Slot
from actions.services.slots import DAYS_AHEAD
from content.corrected import put_right, said_last
from content.model import Market
from content.normalize import bare

_SUNDAY, _NOON = 6, 12
_SMALL_HOURS = re.compile(
    r"凌晨|半夜|夜[里头]|天没亮|天不亮|没天亮|鸡叫|[三四五]更|(?:早上|早晨|清早|清晨|[今明后]早)[1-4一二两三四](?:点|[:：]\d)"
)
_NIGHT = re.compile(r"晚上|晚间|晚黑|黑了|摸黑|天黑|(?<!半)夜(?![里头])|[今明后]晚")
_BY_DAY = re.compile(r"上午|下午")
_EITHER = re.compile(r"[今明][明后](?:两)?天|都|或者?|要么|随便|哪天|任")
_RULES_OUT = re.compile(
    r"不(?:行|得|空|在|方便|合适|可以|要|想|能|来)|[没莫]得?(?:空|时间|人)|忙|要不得|除了|[莫别]|走人户|有事"
)
"""27号28号都不行，12月8号上午: which of several days is ruled out is asked and not guessed."""
_MARKET = re.compile(r"(?:逢|赶)场|当场|场期")
_EVENING = re.compile(r"晚黑(?:上|些|点)?|摸黑|天黑(?:了|以后)?")
_ANY = re.compile(
    r"随便|都行|都可以|都得行|都要得|无所谓|(?:你们|师傅|看你们|听你们)(?:的|来)?(?:定|安排|方便)|越快越好|最近的?(?:那?个|一个|空档)?$|最早"
)
_A_FEW_WORDS = 10
_NO_TIME_OF_A_VISIT = re.compile(r"现在|刚才|刚刚|才将|将才|先前|这阵儿?|这会儿|这哈儿?|刚(?=[\u3400-\u9fff])")
"""Words that tell what happened or how it is; nobody chooses a day with them (刚才娃儿摸了插座 现在手上起泡)."""
_LONG_NUMBER = re.compile(r"(?<!\d)\d{7,12}(?!\d)")
"""A number to call right before a day must not become part of it: 13522228888 12月8号."""
_NO_SUCH_DAY = re.compile(r"(?<!\d)(1[0-2]|[1-9])月份?(3[0-9])[号日]?")
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEKDAY_ALONE = re.compile(r"(?<!下)(?:周|星期|礼拜)[一二三四五六]")
_LAST_HOUR = {"am": 8, "pm": 11}
"""Somebody who wants a visit today has to say so before this hour; nobody can drive out at once."""


@dataclass(frozen=True)
class Chosen:
    """A half day that is free, with the name of who comes; `other` is a day that was named beside it and would do."""

    day: date
    half: str
    steward: str
    other: date | None = None


@dataclass(frozen=True)
class Refused:
    """A day that was understood and cannot be; `response` says why.

    `day` is kept where only the half is open, `half` for another day where only the day cannot be.
    """

    response: str
    values: dict[str, Any] = field(default_factory=dict)
    day: date | None = None
    half: str | None = None


def next_free(session: Session, village_code: str, turn: Turn, limit: int = 3) -> list[Slot]:
    """The next half days that can still be had."""
    found = bookings.free_slots(session, village_code, local_day(turn.now), limit=limit + 2)
    return [one for one in found if not _too_late(one.day, one.half, turn)][:limit]


def choose(session: Session, village_code: str, turn: Turn) -> Chosen | Refused | None:
    """What the sentence chooses, after its last word of correction where that names a day; None when it names none."""
    cut = put_right(turn.said)
    if cut is not None:
        before, last = cut
        halved = _another_half(turn, before, last, places.market_of(session, village_code))
        if halved is not None:
            return free_on(session, village_code, turn, *halved)
        choice = _choose(session, village_code, replace(turn, said=last))
        if choice is not None:
            return choice
    return _choose(session, village_code, turn)


def _choose(session: Session, village_code: str, turn: Turn) -> Chosen | Refused | None:
    said, today = _words(turn), local_day(turn.now)
    picked = _offered(turn)
    if picked is not None:
        return free_on(session, village_code, turn, *picked)
    if not bare(said):
        return None
    market = places.market_of(session, village_code)
    several = times.days_named(said, turn.now, market)
    if len(several) > 1 and _EITHER.search(said) and not _RULES_OUT.search(said):
        return _one_of(session, village_code, turn, said, several)
    choice = times.parse_day(said, turn.now, market)
    if choice is not None and choice.day == today and _MARKET.search(said) and "今" not in said:
        # Said on a market day, 逢场那天 means the next one, and nobody is visited then.
        choice = times.parse_day(said, turn.now.replace(hour=_NOON), market) or choice
    waiting = awaited(turn) or _chosen_day(turn) or _day_in_mind(turn)
    if choice is None:
        if not _names_past(said) and times.names_past(said, turn.now):
            return Refused("utter_booking_past_time")  # before a day in mind: 去年12月5号上午 is not its morning
        half = times.parse_half(said)
        if waiting is not None and half is not None:
            if _at_night(said):
                return Refused("utter_booking_day_only", {"day": day_name(waiting)}, day=waiting)
            return free_on(session, village_code, turn, waiting, half)
        gone = _NO_SUCH_DAY.search(said)
        if gone is not None and int(gone.group(2)) > _LONGEST_MONTH[int(gone.group(1)) - 1]:
            return Refused("utter_booking_no_such_day", {"month": gone.group(1), "day": gone.group(2)})
        if _names_past(said):
            return Refused("utter_booking_past_time")
        return _first_free(session, village_code, turn, awaited(turn)) if _any_will_do(turn) else None
    if choice.day < today:
        return Refused("utter_booking_past_time")
    if not choice.certain:
        return _uncertain(said, choice.day, today)
    at_night = _at_night(said)
    before = half_in_mind(turn)
    if choice.half is None and before is not None and not at_night:
        return free_on(session, village_code, turn, choice.day, before)
    if choice.half is None or (at_night and (choice.half == "pm" or _SMALL_HOURS.search(said))):
        refused = _possible(session, village_code, turn, choice.day)
        response = "utter_booking_day_only" if at_night else "utter_booking_which_half"
        return refused or Refused(response, {"day": day_name(choice.day)}, day=choice.day)
    return free_on(session, village_code, turn, choice.day, choice.half)


def _another_half(turn: Turn, before: str, last: str, market: Market | None) -> tuple[date, str] | None:
    """The afternoon of that day in 明天上午，不对，下午, to the question when; None for all else."""
    if turn.requested not in ("visit_time", "move_to") or times.parse_day(last, turn.now, market) is not None:
        return None
    day, half = times.parse_day(before, turn.now, market), times.parse_half(last)
    return (day.day, half) if day is not None and day.certain and half is not None and not _at_night(last) else None


def _one_of(session: Session, village_code: str, turn: Turn, said: str, days: list[date]) -> Chosen | Refused:
    """The first of several days that can be, with the next that would do as well: 明后天都行."""
    at_night = _at_night(said)
    half = half_in_mind(turn) if at_night else times.parse_half(said) or half_in_mind(turn)
    found = [_on(session, village_code, turn, day, half) for day in days]
    fit = [one for one in found if isinstance(one, Chosen) or one.day is not None]
    if not fit:
        return found[0]
    first, other = fit[0], fit[1].day if len(fit) > 1 else None
    if isinstance(first, Chosen) or other is None:
        return replace(first, other=other) if isinstance(first, Chosen) else first
    values = {**first.values, "other": day_name(other)}
    return replace(first, response="utter_booking_which_half_of_two", values=values)


def _on(session: Session, village_code: str, turn: Turn, day: date, half: str | None) -> Chosen | Refused:
    if half is not None:
        return free_on(session, village_code, turn, day, half)
    refused = _possible(session, village_code, turn, day)
    return refused or Refused("utter_booking_which_half", {"day": day_name(day)}, day=day)


def _at_night(said: str) -> bool:
    """Whether the words wish for a visit in the evening or the small hours; 凌晨停的电，下午来 does not."""
    return _NIGHT.search(said) is not None or (_SMALL_HOURS.search(said) is not None and not _BY_DAY.search(said))


def _uncertain(said: str, day: date, today: date) -> Refused:
    """Why a day is asked for again: 礼拜一 on a Monday, 明年正月, or just not clear."""
    if day - today == timedelta(weeks=1) and _WEEKDAY_ALONE.search(said):
        values = {"weekday": f"星期{'一二三四五六日'[today.weekday()]}", "next": day_name(day)}
        return Refused("utter_booking_this_or_next", values)
    far = day >= today + timedelta(days=DAYS_AHEAD)
    return Refused("utter_booking_too_far" if far else "utter_booking_vague_time")


def _words(turn: Turn) -> str:
    """What of the sentence may name a time; 晚黑7点 is no morning."""
    said = _LONG_NUMBER.sub("，", _NO_TIME_OF_A_VISIT.sub("，", turn.said))
    return _EVENING.sub("晚上", said)


def awaited(turn: Turn) -> date | None:
    """The day that is chosen while its half is still asked for."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    return date.fromisoformat(pending["day"]) if pending.get("what") == "half" else None


def awaiting(day: date) -> EventType:
    """The event that keeps a day until its half is said."""
    return SlotSet("pending", {"what": "half", "day": day.isoformat()})


def wished(turn: Turn) -> list[EventType]:
    """Keeps a day that was said before the village, whose market and free half days decide: 明天下午来嘛."""
    # 明天，不，后天: what stands after the last word of correction counts, as where the village is known.
    read = (times.parse_day(said, turn.now, None) for said in said_last(_words(turn)))
    choice = next(filter(None, read), None)
    if choice is None or not choice.certain or choice.day >= local_day(turn.now) + timedelta(days=DAYS_AHEAD):
        return []
    waits = {"outage": True} if (turn.slot("pending") or {}).get("outage") else {}
    return [SlotSet("pending", {"what": "wish", "day": choice.day.isoformat(), "half": choice.half, **waits})]


def wish_kept(turn: Turn, session: Session, village_code: str) -> Chosen | Refused | None:
    """What becomes of the day that was said before the village, now that it is known; None where none was."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    if pending.get("what") != "wish":
        return None
    return _on(session, village_code, turn, date.fromisoformat(pending["day"]), pending.get("half") or None)


def half_alone(turn: Turn) -> str | None:
    """The half of a day that a short answer names without a day: am, pm or night; None where it names none."""
    *corrected, _whole = said_last(turn.said)
    half = next(filter(None, (half_alone(replace(turn, said=words)) for words in corrected)), None)
    if half is not None:
        return half
    said = _NO_TIME_OF_A_VISIT.sub("", turn.said)
    if len(bare(said)) > _A_FEW_WORDS or times.parse_day(said, turn.now, None) is not None:
        return None
    return "night" if _at_night(said) else times.parse_half(said)


def half_in_mind(turn: Turn) -> str | None:
    """The half of the day that was said while its day is still open: 下周二上午 where that day has a market."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    return str(pending["half"]) if pending.get("what") == "day" and pending.get("half") else None


def in_mind(day: date | None, half: str | None) -> EventType:
    """The event that keeps what of a half day was said or chosen while the rest is asked again."""
    if day is not None:
        return SlotSet("pending", {"what": "near", "day": day.isoformat()})
    return SlotSet("pending", {"what": "day", "half": half} if half else None)


def _day_in_mind(turn: Turn) -> date | None:
    """The day whose time was to be another; 下午 alone then means that day."""
    pending: dict[str, Any] = turn.slot("pending") or {}
    return date.fromisoformat(pending["day"]) if pending.get("what") == "near" else None


def steward_on(session: Session, village_code: str, day: date, half: str) -> str | None:
    """Who comes on that half day, None when it is full or nobody visits then."""
    return next((one.steward_name for one in _of_day(session, village_code, day) if one.half == half), None)


def _any_will_do(turn: Turn) -> bool:
    """随便, 哪天都行, 你们定 to the question when; the half day is read back before anything is booked."""
    asked = turn.requested in ("visit_time", "move_to")
    return asked and len(bare(turn.said)) <= _A_FEW_WORDS and _ANY.search(turn.said) is not None


def _first_free(session: Session, village_code: str, turn: Turn, day: date | None) -> Chosen | Refused | None:
    free = next_free(session, village_code, turn) if day is None else _of_day(session, village_code, day)
    found = next((one for one in free if not _too_late(one.day, one.half, turn)), None)
    return Chosen(found.day, found.half, found.steward_name) if found is not None else None


def free_on(session: Session, village_code: str, turn: Turn, day: date, half: str) -> Chosen | Refused:
    """Whether that half day can be had in this village, with who comes, or why not."""
    if _too_late(day, half, turn):
        return Refused("utter_booking_past_time")
    refused = _possible(session, village_code, turn, day)
    if refused is not None:
        return replace(refused, half=half)
    steward = steward_on(session, village_code, day, half)
    if steward is None:
        return Refused("utter_booking_slot_full", {"day": slot_title(day, half)})
    return Chosen(day, half, steward)


def _possible(session: Session, village_code: str, turn: Turn, day: date) -> Refused | None:
    named = {"day": day_name(day)}
    if day >= local_day(turn.now) + timedelta(days=DAYS_AHEAD):
        return Refused("utter_booking_too_far")
    if day.weekday() == _SUNDAY:
        return Refused("utter_booking_sunday", named)
    if places.is_market_day(places.market_of(session, village_code), day):
        return Refused("utter_booking_market_day", named)
    if not _of_day(session, village_code, day):
        return Refused("utter_booking_slot_full", named)
    return None


def _of_day(session: Session, village_code: str, day: date) -> list[Slot]:
    return [one for one in bookings.free_slots(session, village_code, day, limit=2) if one.day == day]


def _too_late(day: date, half: str, turn: Turn) -> bool:
    here = local(turn.now)
    return day < here.date() or (day == here.date() and here.hour >= _LAST_HOUR[half])


def _offered(turn: Turn) -> tuple[date, str] | None:
    offered: dict[str, Any] = turn.slot("offered") or {}
    if offered.get("what") != "slots":
        return None
    slots = [(date.fromisoformat(day), half) for day, half in offered["slots"]]
    for day, half in slots:
        if bare(slot_title(day, half)) == bare(turn.said):
            return day, half
    place = ordinal(turn.said)
    return slots[place] if place is not None and -1 <= place < len(slots) else None


def kept(turn: Turn) -> tuple[date, str] | None:
    """The half day chosen before."""
    before = turn.slot("visit_time")
    return (date.fromisoformat(before["day"]), str(before["half"])) if before else None


def _chosen_day(turn: Turn) -> date | None:
    """The day chosen before, which 改成下午 keeps."""
    before = kept(turn)
    return before[0] if before else None


def _names_past(said: str) -> bool:
    return any(word in said for word in ("昨天", "前天", "昨晚", "上周", "上个", "今早", "今天早", "今天上午"))
