"""The lunar calendar and its feasts, always the next ones."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

LUNAR_MONTHS = {"正月": 1, "冬": 11, "腊": 12}

_LUNAR_FEASTS = {
    "春节": (1, 1),
    "过年": (1, 1),
    "元宵": (1, 15),
    "大年十五": (1, 15),
    "端午": (5, 5),
    "端阳": (5, 5),
    "中秋": (8, 15),
    "八月十五": (8, 15),
    "重阳": (9, 9),
    "九月九": (9, 9),
    "七月半": (7, 15),
    "中元": (7, 15),
    "月半节": (7, 15),
    "腊八": (12, 8),
}
_SOLAR_FEASTS = {
    "国庆": (10, 1),
    "五一": (5, 1),
    "劳动": (5, 1),
    "元旦": (1, 1),
    "妇女": (3, 8),
    "三八": (3, 8),
    "儿童": (6, 1),
    "六一": (6, 1),
    "教师": (9, 10),
}


@dataclass(frozen=True)
class LunarMonth:
    """One month of the lunar calendar; a leap month has a negative number."""

    number: int
    first: date
    days: int


def lunar_of(day: date) -> tuple[int, int]:
    """Month (negative for a leap month) and day of the lunar calendar."""
    for year in (day.year, day.year - 1):
        for month in lunar_months(year):
            passed = (day - month.first).days
            if 0 <= passed < month.days:
                return month.number, passed + 1
    raise ValueError(f"no lunar day for {day}")


@lru_cache(maxsize=32)
def lunar_months(year: int) -> tuple[LunarMonth, ...]:
    """The months of a lunar year, which begins in January or February of the same solar year."""
    from lunar_python import LunarYear, Solar

    months = []
    for month in LunarYear.fromYear(year).getMonths():
        if month.getYear() == year:
            first = Solar.fromJulianDay(month.getFirstJulianDay())
            first_day = date(first.getYear(), first.getMonth(), first.getDay())
            months.append(LunarMonth(month.getMonth(), first_day, month.getDayCount()))
    return tuple(sorted(months, key=lambda one: one.first))


def lunar_text(day: date) -> str:
    """The lunar day as people write it, such as 农历十月十八 or 农历闰六月初三."""
    from lunar_python import Solar

    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"农历{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def next_lunar(today: date, month: int | None, day: int) -> date | None:
    """The next day with this lunar day (and month, if given), today counting; None when there is none."""
    if not 1 <= day <= 30 or (month is not None and not 1 <= month <= 12):
        return None
    for year in (today.year - 1, today.year, today.year + 1, today.year + 2):
        for one in lunar_months(year):
            if day > one.days or (month is not None and one.number != month):
                continue
            found = one.first + timedelta(days=day - 1)
            if found >= today:
                return found
    return None


def festival(name: str, today: date) -> date | None:
    """The next day of a feast, by one of its common names."""
    for key, (month, day) in _LUNAR_FEASTS.items():
        if name.startswith(key):
            return next_lunar(today, month, day)
    for key, (month, day) in _SOLAR_FEASTS.items():
        if name.startswith(key):
            found = date(today.year, month, day)
            return found if found >= today else found.replace(year=today.year + 1)
    if name in ("除夕", "大年三十", "年三十", "三十夜"):
        new_year = next_lunar(today + timedelta(days=1), 1, 1)
        return new_year - timedelta(days=1) if new_year else None
    return _solar_term(name.removesuffix("节"), today)


def _solar_term(term: str, today: date) -> date | None:
    days = [_term_days(year).get(term) for year in (today.year, today.year + 1)]
    return next((day for day in days if day is not None and day >= today), None)


@lru_cache(maxsize=16)
def _term_days(year: int) -> dict[str, date]:
    """The days of the solar terms of a solar year."""
    from lunar_python import Solar

    found = {}
    for month in (1, 6, 12):
        table = Solar.fromYmd(year, month, 28).getLunar().getJieQiTable()
        for name, solar in table.items():
            if solar.getYear() == year:
                # The table runs from winter to winter: the second winter solstice has a name of its own.
                found["冬至" if name == "DONG_ZHI" else name] = date(year, solar.getMonth(), solar.getDay())
    return found
