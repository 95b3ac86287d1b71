"""Days, half days, places and phones as people read them."""

from datetime import date, datetime

from actions.clock import local
from actions.services import times
from content.model import Village

UNNAMED_PLACE = "您说的地方"
"""The place of a report whose village nobody could tell."""
_WEEKDAYS = "一二三四五六日"


def half_name(half: str) -> str:
    """上午 or 下午."""
    return times.read_back_half(half)


def day_name(day: date) -> str:
    """A day with weekday and lunar day, as it is read back."""
    return times.read_back(day)


def slot_title(day: date, half: str) -> str:
    """A half day short enough for a button."""
    return f"{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]} {times.read_back_half(half)}"


def place_name(village: Village, group: int | None) -> str:
    """A village with its group, if one is known."""
    return village.name if group is None else f"{village.name}{group}组"


def phone_name(number: str) -> str:
    """A number in groups, so that it can be compared with the one somebody meant."""
    if len(number) == 11 and number.startswith("1"):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return f"{number[:4]} {number[4:]}" if number.startswith("0") else number


def moment_name(moment: datetime) -> str:
    """A moment as people say it: 11月26日9点, 11月26日9点30分."""
    here = local(moment)
    minutes = f"{here.minute}分" if here.minute else ""
    return f"{here.month}月{here.day}日{here.hour}点{minutes}"
