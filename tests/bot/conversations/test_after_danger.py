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


def test_what_is_over_lets_go_whatever_the_classifier_took_it_for(villager: Make, service: Service) -> None:
    for cried, said, advice in (
        ("房子着火了", "没得事了哈", "总闸莫合"),
        ("有人遭电了", "送医院了，醒了", "请电工查"),
        ("电线断了", "撤销，看错了", "没得那回事"),
    ):
        someone = villager()
        someone.says(cried)
        someone.says(said).hears(advice).hears_not("请马上打电话")
        with begin(service.sessions) as session:
            (alert,) = [one for one in emergencies.open_alerts(session) if one.person_id == someone.person_id]
        assert said in alert.text


def test_a_village_nobody_registered_is_noted_after_a_danger(villager: Make) -> None:
    someone = villager()
    someone.says("胜利村电杆断了")
    someone.says("胜利村").hears("胜利村，记下了")
    someone.says("三组").hears("三组，记下了")
    someone.says("就在王家祠堂门口那根").hears("记下了").hears_not("不要给钱")


def test_a_call_or_an_illness_keeps_nobody_from_the_sick(villager: Make) -> None:
    villager().says("娃儿烧到41度抽起来了").hears("120", "莫离人").hears_not("不要碰人")
    villager().says("120打了，在等").hears("打了就好")


def test_the_code_a_visitor_names_is_not_judged(villager: Make) -> None:
    someone = villager()
    someone.says("门口有个人说是查电表的").hears("先不要开门")
    someone.says("他说的码是蜂蜜-月亮-30").hears("一字不差", "95598")


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
