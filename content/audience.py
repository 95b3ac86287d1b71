"""For whom an article is, beside its villages: months, role, language; each left out means everybody, all year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

MONTHS = tuple(str(month) for month in range(1, 13))
EVERYBODY = "villager"
STEWARD = "steward"
CHINESE = "zh"
ROLES = {EVERYBODY: "所有人", STEWARD: "只给电管家", "pupil": "写给学生的"}
# The codes are those of ISO 639, which browsers and screen readers know too.
LANGUAGES = {
    CHINESE: "汉语",
    "qxs": "羌语（南部）",
    "cng": "羌语（北部）",
    "jya": "嘉绒语",
    "bo": "藏语",
    "ii": "彝语",
    "en": "英语",
}


def in_season(months: Sequence[str], day: date) -> bool:
    """True in those months, and always where none is named."""
    return not months or str(day.month) in months
