"""Short questions the library can answer but has not the words of: put in plainer words, and offered, not asserted."""

import re

_PLAINER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"停电.{0,8}(?:赔|补偿)|(?:赔|补偿).{0,8}停电|(?:坏|死|烧).{0,6}停电"), "停电造成损失能不能赔"),
    (re.compile(r"偷.{0,6}电(?!动|瓶|视|线|缆)"), "偷电要承担什么责任"),
    (re.compile(r"(?:师傅|电工|上门|检查|来屋头|来看).{0,8}(?:钱|收费|免费)"), "上门检查收费吗"),
    (re.compile(r"电费.{0,10}(?:涨|凶|翻|多了|恁个?多|这么多|这么高|恁个?高)"), "这个月电费怎么突然多了这么多"),
)


def plainer(said: str) -> str | None:
    """The question in plainer words, None where the words are as good as any."""
    return next((plain for pattern, plain in _PLAINER if pattern.search(said)), None)
