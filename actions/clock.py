"""Time at the edge: people live by Asia/Shanghai, the database by UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Nobody is written to in the night.
FIRST_HOUR, LAST_HOUR = 7, 21


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as people here read it from their clocks; naive values are refused."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(SHANGHAI)


def local_day(moment: datetime) -> date:
    """The day it is here at that moment."""
    return local(moment).date()


def is_night(moment: datetime) -> bool:
    """Whether people here are left in peace at that moment."""
    return not FIRST_HOUR <= local(moment).hour < LAST_HOUR


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A clock time of a day here."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def evening_before(day: date) -> datetime:
    """18:00 on the day before."""
    return at(day - timedelta(days=1), 18)
