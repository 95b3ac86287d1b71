"""Dates and moments as people in Sichuan read them."""

from datetime import date, datetime

from actions.clock import SHANGHAI, local, local_day, utc_now

_WEEKDAYS = "一二三四五六日"


def today() -> date:
    """The date in Sichuan."""
    return local_day(utc_now())


def day_text(day: date) -> str:
    """11月26日 星期四, with the year when it is another one."""
    year = "" if day.year == today().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"


def moment_text(moment: datetime | None) -> str:
    """11月26日 09:30, with the year when it is another one; empty without a moment."""
    if moment is None:
        return ""
    here = local(moment)
    year = "" if here.year == today().year else f"{here.year}年"
    return f"{year}{here.month}月{here.day}日 {here:%H:%M}"


def full_moment_text(moment: datetime | None) -> str:
    """2026年11月26日 09:30, as paper says it that is read in another year; empty without a moment."""
    if moment is None:
        return ""
    here = local(moment)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"


def from_form(text: str) -> datetime | None:
    """The moment a `datetime-local` field holds, taken as Sichuan time; None when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment
