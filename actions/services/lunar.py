"""The lunar calendar and its feasts, always the next ones."""

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


@lru_cache(maxsize=2048)
def lunar_of(day: date) -> tuple[int, int]:
    """Month (negative for a leap month) and day of the lunar calendar."""
    from lunar_python import Solar

    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return int(lunar.getMonth()), int(lunar.getDay())


def lunar_text(day: date) -> str:
    """The lunar day as people write it, such as 农历十月十八 or 农历闰六月初三."""
    from lunar_python import Solar

    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"农历{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def next_lunar(today: date, month: int | None, day: int) -> date | None:
    """The next day with this lunar day (and month, if given), today counting; None when there is none."""
    if not 1 <= day <= 30 or (month is not None and not 1 <= month <= 12):
        return None
    for ahead in range(800 if month else 70):
        candidate = today + timedelta(days=ahead)
        lunar_month, lunar_day = lunar_of(candidate)
        if lunar_day == day and (month is None or lunar_month == month):
            return candidate
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
    from lunar_python import Solar

    for ahead in range(400):
        day = today + timedelta(days=ahead)
        if Solar.fromYmd(day.year, day.month, day.day).getLunar().getJieQi() == term:
            return day
    return None
