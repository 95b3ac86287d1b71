"""Danger that only the classifier hears: the general advice, and a steward who is told."""

from actions.chat.emergency import EmergencyAction
from actions.context import Context
from actions.db.engine import begin
from actions.services import emergencies
from tests.actions.chat.conftest import Phone


def test_danger_no_rule_knows_is_still_told_to_the_steward(phone: Phone, opened: Context) -> None:
    heard = phone.at("shiyi", 2).to(EmergencyAction(), "锅炉要爆炸了", "emergency")
    assert heard.names == ["utter_emergency"]
    with begin(opened.sessions) as session:
        (alert,) = emergencies.open_alerts(session)
    assert (alert.kind, alert.village_code, alert.group_number) == ("other", "shiyi", 2)
    assert "锅炉要爆炸了" in alert.text


def test_a_classifier_alone_alarms_nobody(phone: Phone, opened: Context) -> None:
    phone.to(EmergencyAction(), "电费好多钱一度", "emergency")
    with begin(opened.sessions) as session:
        assert emergencies.open_alerts(session) == []
