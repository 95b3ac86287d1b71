"""Numbers that people read out over the phone: a letter, the day, five digits without a pattern."""

import secrets
from datetime import datetime

from actions.clock import local


def make_number(prefix: str, now: datetime) -> str:
    """A number such as `Y1126-48213`; it gives away neither how many there are nor the next one."""
    return f"{prefix}{local(now):%m%d}-{secrets.randbelow(90_000) + 10_000}"


_WORDS = [
    "核桃",
    "清泉",
    "石椅",
    "梨花",
    "松树",
    "竹林",
    "蜂蜜",
    "花椒",
    "玉米",
    "稻田",
    "山歌",
    "灯笼",
    "炊烟",
    "石桥",
    "油菜",
    "枇杷",
    "柑橘",
    "银杏",
    "杜鹃",
    "白云",
    "星星",
    "月亮",
    "太阳",
    "彩虹",
    "喜鹊",
    "燕子",
    "黄牛",
    "山羊",
    "小溪",
    "茶园",
    "豆花",
    "红薯",
]


def make_door_code() -> str:
    """What the worker says first at the door: two words and two digits, such as `核桃-清泉-47`."""
    first = secrets.choice(_WORDS)
    second = secrets.choice([word for word in _WORDS if word != first])
    return f"{first}-{second}-{secrets.randbelow(90) + 10}"
