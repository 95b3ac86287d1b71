"""Half days a steward can visit on: made when first asked for, never on market days or Sundays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.clock import at, utc_now
from actions.db.models import User, VisitSlot
from actions.db.rows import changed, insert_missing
from actions.services.places import is_market_day, places_of
from content.model import Market

Half = Literal["am", "pm"]
HALVES: tuple[Half, Half] = ("am", "pm")
STARTS = {"am": 9, "pm": 14}
DAYS_AHEAD = 30
FARTHEST = timedelta(days=90)
CAPACITY = 3
_SUNDAY = 6


@dataclass(frozen=True)
class Slot:
    """A half day with room left; `free` counts the visits still possible."""

    day: date
    half: str
    free: int
    steward_name: str


def free_slots(
    session: Session, village_code: str, from_day: date, limit: int = 3, now: datetime | None = None
) -> list[Slot]:
    """The next half days with room for a village, from a day on; never one that has begun."""
    now = now or utc_now()
    open_days(session, village_code, from_day)
    steward = steward_of(session, village_code)
    name = steward_name(session, steward)
    market = places_of(session).village(village_code).market
    rows = session.execute(
        select(VisitSlot.day, VisitSlot.half, (VisitSlot.capacity - VisitSlot.taken).label("free"))
        .where(
            VisitSlot.steward_login == steward,
            VisitSlot.day >= from_day,
            VisitSlot.day <= from_day + timedelta(days=DAYS_AHEAD),
            VisitSlot.taken < VisitSlot.capacity,
        )
        .order_by(VisitSlot.day, VisitSlot.half)
    )
    # A steward may serve two towns with different market days, so each village's days are looked at here.
    free = [Slot(row.day, row.half, row.free, name) for row in rows if bookable(market, row.day, row.half, now)]
    return free[:limit]


def open_days(session: Session, village_code: str, from_day: date) -> None:
    """Make the slot rows of the next 30 days; those that are there stay as they are."""
    steward = steward_of(session, village_code)
    market = places_of(session).village(village_code).market
    days = [from_day + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    wanted = {(day, half) for day in days if is_visit_day(market, day) for half in HALVES}
    have = session.execute(
        select(VisitSlot.day, VisitSlot.half).where(
            VisitSlot.steward_login == steward, VisitSlot.day >= days[0], VisitSlot.day <= days[-1]
        )
    )
    missing = sorted(wanted - {(row.day, row.half) for row in have})
    insert_missing(
        session,
        VisitSlot,
        [
            {"steward_login": steward, "day": day, "half": half, "capacity": CAPACITY, "taken": 0}
            for day, half in missing
        ],
    )


def find_slot(session: Session, village_code: str, day: date, half: str, now: datetime) -> int | None:
    """The id of the slot of a half day, None when nobody visits the village then or the half day has begun."""
    if not bookable(places_of(session).village(village_code).market, day, half, now):
        return None
    return session.scalar(
        select(VisitSlot.id).where(
            VisitSlot.steward_login == steward_of(session, village_code), VisitSlot.day == day, VisitSlot.half == half
        )
    )


def take(session: Session, slot_id: int) -> bool:
    """Take one place in a slot; False when it is full. The database decides, however many ask at once."""
    statement = (
        update(VisitSlot)
        .where(VisitSlot.id == slot_id, VisitSlot.taken < VisitSlot.capacity)
        .values(taken=VisitSlot.taken + 1)
        .execution_options(synchronize_session=False)
    )
    return changed(session, statement) == 1


def lock(session: Session, *slot_ids: int) -> None:
    """Hold several slots in one order for all, so that two moves in opposite directions never wait for each other."""
    session.execute(select(VisitSlot.id).where(VisitSlot.id.in_(slot_ids)).order_by(VisitSlot.id).with_for_update())


def give_back(session: Session, slot_id: int) -> None:
    """Free one place in a slot."""
    session.execute(
        update(VisitSlot)
        .where(VisitSlot.id == slot_id, VisitSlot.taken > 0)
        .values(taken=VisitSlot.taken - 1)
        .execution_options(synchronize_session=False)
    )


def set_capacity(session: Session, slot_id: int, capacity: int) -> bool:
    """Change how many visits a half day holds; False when more are booked already."""
    statement = (
        update(VisitSlot)
        .where(VisitSlot.id == slot_id, VisitSlot.taken <= capacity)
        .values(capacity=capacity)
        .execution_options(synchronize_session=False)
    )
    return changed(session, statement) == 1


def is_visit_day(market: Market | None, day: date) -> bool:
    """Whether anybody is visited on that day: not on Sundays, and not on market days, when people are away."""
    return day.weekday() != _SUNDAY and not is_market_day(market, day)


def bookable(market: Market | None, day: date, half: str, now: datetime) -> bool:
    """Whether a half day can still be booked: somebody visits then, and it has not begun."""
    return half in STARTS and is_visit_day(market, day) and at(day, STARTS[half]) > now


def steward_of(session: Session, village_code: str) -> str:
    """The login of the steward who serves a village."""
    return places_of(session).village(village_code).steward or "unassigned"


def steward_name(session: Session, login: str) -> str:
    """The name of a steward as villagers hear it."""
    return session.scalar(select(User.name).where(User.login == login)) or "电管家"
