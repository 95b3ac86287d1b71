"""A cry for help and the lines after it, with the real Rasa: each is heard, none is searched for in the library."""

from collections.abc import Callable

import pytest

from actions.db.engine import begin
from actions.services import emergencies
from tests.villager import Service, Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


def test_the_lines_after_a_cry_reach_the_steward(villager: Make, service: Service) -> None:
    someone = villager()
    someone.says("电线断了 掉在我们村口").hears("别靠近")
    someone.says("石椅村二组 小学门口").hears("石椅村2组，记下了", "没有人值守")
    someone.says("我守到的 等你们来").hears("记在一起了", "派不了人").hears_not("编辑")
    someone.says("电话13812345678").hears("138 1234 5678，记下了").hears_not("12345。")
    someone.says("好久来人").hears("派不了人", "至少8米").hears_not("编辑")
    with begin(service.sessions) as session:
        (alert,) = [one for one in emergencies.open_alerts(session) if one.person_id == someone.person_id]
    for words in ("小学门口", "我守到的", "13812345678", "好久来人"):
        assert words in alert.text


def test_a_booking_after_a_danger_keeps_its_own_answers(villager: Make) -> None:
    someone = villager()
    someone.says("插座在冒火花 有滋啦滋啦的声音").hears("没断电别泼水")
    someone.says("我想约人上门检查").hears("哪个村")
    someone.says("石椅村二组").hears("姓名")
    someone.says("王桂芳").hears("哪个电话")
    someone.says("13812345678").hears("结果告诉谁")


def test_a_plan_that_kills_is_stopped_in_the_middle_of_a_report(villager: Make) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("报隐患").hears("是什么情况")
    someone.says("我能不能先把漏保短接到 等你们来").hears_not("编辑")
    someone.says("湿手去推闸得不得行").hears_not("编辑")
