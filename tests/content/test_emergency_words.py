"""People in danger are understood before anything else, in their own words; people who only ask are not alarmed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.emergency import Emergency, EmergencyRules, detect
from content.emergency_rules import load_rules

CONTENT = Path(__file__).parents[2] / "content"
MESSAGES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / "emergencies.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def rules() -> EmergencyRules:
    found, problems = load_rules(CONTENT / "emergency.yml")
    assert problems == []
    return found


def kind_of(found: Emergency | None) -> str | None:
    return found.kind if found else None


def test_every_emergency_is_recognised_and_answered_with_its_own_advice(rules: EmergencyRules) -> None:
    wrong = [
        (message["text"], message["kind"], kind_of(detect(message["text"], rules)))
        for message in MESSAGES["emergencies"]
        if kind_of(detect(message["text"], rules)) != message["kind"]
    ]
    assert wrong == []


def test_the_messages_are_as_mixed_as_people_are() -> None:
    emergencies = MESSAGES["emergencies"]
    assert len(emergencies) >= 80
    assert sum(message["way"] == "indirect" for message in emergencies) >= len(emergencies) / 2
    assert sum(message["dialect"] for message in emergencies) >= len(emergencies) / 3
    assert len(MESSAGES["others"]) >= 120


def test_at_most_two_in_a_hundred_questions_raise_a_false_alarm(rules: EmergencyRules) -> None:
    alarmed = [text for text in MESSAGES["others"] if detect(text, rules)]
    assert len(alarmed) <= 0.02 * len(MESSAGES["others"]), alarmed


def test_punctuation_traditional_characters_and_speech_endings_change_nothing(rules: EmergencyRules) -> None:
    for text in ("電線、斷咯！！", "电 线 断 了", "电线断哒"):
        assert kind_of(detect(text, rules)) == "wire_down"


def test_a_cry_at_the_end_of_a_long_message_is_heard(rules: EmergencyRules) -> None:
    assert kind_of(detect("我们村今天赶场，人多得很。" * 300 + "变压器着火了", rules)) == "equipment_fire"


def test_nobody_is_told_that_help_is_on_its_way_and_no_stick_near_high_voltage(rules: EmergencyRules) -> None:
    for rule in rules.kinds:
        lines = rule.reply.split("\n")
        assert lines[-1] == "这里没有人值守，请马上打电话"
        assert len(lines) == 4
        assert all(len(line) <= 25 for line in lines)
        assert not re.search(r"已.{0,3}派|马上到|正在赶", rule.reply)
        assert "干燥" not in rule.reply
        assert all(number in rule.reply for number in rule.dial[:1])
