"""Danger that only the classifier hears: the general advice, and a steward who is told."""

import pytest

from actions.chat.answer import AnswerAction
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


def test_an_illness_keeps_nobody_away_from_the_one_who_lies_there(phone: Phone, responses: dict[str, object]) -> None:
    heard = phone.to(EmergencyAction(), "娃儿烧到41度抽起来了", "emergency")
    assert heard.names == ["utter_emergency_ill"]
    assert "莫离人" in str(responses["utter_emergency_ill"])
    assert "不要碰人" not in str(responses["utter_emergency"])


def test_a_call_that_is_made_is_taken(phone: Phone) -> None:
    assert phone.to(EmergencyAction(), "120打了，在等", "emergency").names == ["utter_emergency_called"]


def test_what_is_over_alarms_nobody(phone: Phone, opened: Context) -> None:
    assert phone.to(EmergencyAction(), "火扑灭了", "emergency").names == ["utter_danger_past"]
    with begin(opened.sessions) as session:
        assert emergencies.open_alerts(session) == []


def test_who_cannot_get_through_hears_how_and_a_steward_is_told(phone: Phone, opened: Context) -> None:
    heard = phone.to(AnswerAction(), "没得信号打不出去120", "unclear")
    assert heard.names == ["utter_emergency_unreachable"]
    with begin(opened.sessions) as session:
        assert len(emergencies.open_alerts(session)) == 1


def test_a_classifier_alone_alarms_nobody(phone: Phone, opened: Context) -> None:
    phone.to(EmergencyAction(), "电费好多钱一度", "emergency")
    with begin(opened.sessions) as session:
        assert emergencies.open_alerts(session) == []


@pytest.mark.parametrize(
    "said",
    [
        "火锅店起火爆了生意好得很",
        "我们屋头死火了打不燃车",
        "上个月屋头着火了保险赔不赔",
        "摩托车打不燃火",
        "农家乐生意火得很",
        "去年灶房失火了民政给不给补助，赔好多",
    ],
)
def test_everyday_fire_and_what_an_insurance_pays_alarm_nobody(phone: Phone, opened: Context, said: str) -> None:
    heard = phone.to(EmergencyAction(), said, "emergency")
    assert not {"utter_emergency", "utter_emergency_ill", "utter_may_be_danger"} & set(heard.names)
    with begin(opened.sessions) as session:
        assert emergencies.open_alerts(session) == []


@pytest.mark.parametrize("said", ["死火的车子冒烟了", "锅炉房起火爆炸了", "火锅店的厨房烧得凶"])
def test_a_fire_beside_everyday_words_is_one(phone: Phone, said: str) -> None:
    heard = phone.to(EmergencyAction(), said, "emergency")
    assert heard.text or heard.names == ["utter_emergency"]
