"""What is known about power cuts of a place, as the stewards entered it."""

from actions.chat.acting import Say
from actions.chat.context import context
from actions.chat.places import Where
from actions.chat.turn import Turn
from actions.chat.wording import moment_name, place_name
from actions.db.engine import begin
from actions.services import outages
from actions.services.outages import OutageInfo

_SHOWN = 3


def known(turn: Turn, place: Where) -> list[OutageInfo]:
    """The power cuts somebody of this place should hear of."""
    with begin(context().sessions) as session:
        return outages.for_place(session, place.village_code, place.group_number, now=turn.now)


def tell(turn: Turn, say: Say, place: Where) -> None:
    """Say what is known, or that nothing is and what to do without power."""
    found = known(turn, place)
    if not found:
        say("utter_outage_none", {"place": place.words}, custom={"kind": "outages", "dial": ["95598"]})
    for info in found[:_SHOWN]:
        tell_one(say, info, place)


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
