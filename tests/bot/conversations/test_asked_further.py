"""Asked further, two things asked at once, and a question wrapped in politeness."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.villager import Service, Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]
FISHING = "高压线底下能不能钓鱼"


def given(someone: Villager) -> list[dict[str, Any]]:
    """The last answer without its trace, which tells of every word that was said."""
    return [{**one, "custom": {**(one.get("custom") or {}), "trace": None}} for one in someone.heard]


def kinds(someone: Villager) -> list[str]:
    """Of which kind each message of the last answer is."""
    return [one["custom"]["kind"] for one in someone.heard if "kind" in (one.get("custom") or {})]


def test_who_asks_further_is_understood_with_what_he_asked_before(villager: Make) -> None:
    someone = villager()
    answered = someone.says(FISHING).sees("answer")
    assert someone.says("为啥子").sees("same")["article_id"] == answered["article_id"]
    someone.hears("没得更细的了", "95598").sees_buttons("电管家")
    someone.says("那晚上呢").sees("same")
    assert someone.says("那堆柴呢").sees("answer")["article_id"] == "power-line-protection-zone"
    someone.says("没看清，再说一遍")
    assert someone.sees("answer")["article_id"] == "power-line-protection-zone"
    someone.says("谢谢").says("打哪个电话").sees("same")
    # After something else was done nothing is inherited.
    someone.says("我要投诉").says("算了")
    someone.says("那晚上呢")
    assert "same" not in kinds(someone)


def test_two_questions_at_once_are_both_answered(villager: Make) -> None:
    someone = villager()
    someone.says(f"我想问两个事，{FISHING}，还有湿手能不能摸开关")
    cards = [one["custom"] for one in someone.heard]
    assert [card["article_id"] for card in cards] == ["fishing-under-lines", "wet-hands"]
    assert all("样稿，待本单位审定" in one["text"] for one in someone.heard)
    someone.says(f"{FISHING}，还有母猪产后不吃食灌啥子药好").hears("线下和线旁都不能钓", "另外问的", "母猪产后不吃食")
    # Whoever has no buttons picks what was only likely by its place.
    someone.says(f"{FISHING}，还有电动车充电呢").hears("另外问的那件事")
    someone.says("第一个").sees("answer")


@pytest.mark.parametrize(
    "said", ["小王你好，{}", "打扰一哈，电管家同志，{}", "{}，谢谢哈", "喂你好，我是石椅村的老张，{}，祝你身体健康"]
)
def test_politeness_changes_nothing(villager: Make, said: str) -> None:
    for question in (FISHING, "电表改名字", "反诈电话是好多"):
        plain = villager().says(question)
        assert given(villager().says(said.format(question))) == given(plain)


def test_what_was_asked_lies_in_the_conversation_and_outlives_a_process(villager: Make, service: Service) -> None:
    someone = villager().says(FISHING)
    service.stop_actions()
    service.start_actions()
    someone.says("那晚上呢").sees("same")
