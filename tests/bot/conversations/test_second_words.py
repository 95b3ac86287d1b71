"""A name put right, a word added at the read-back, an unknown village, what follows a report: with the real Rasa."""

from collections.abc import Callable

import pytest

from tests.villager import Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


def test_a_name_and_a_number_are_put_right(villager: Make) -> None:
    someone = villager(village="shiyi", group=2).says("约检查").says("王德福")
    someone.says("不是，是王得福，得到的得").hears("王得福")
    someone.says("13511112222").says("接电话的人").says("都要得").says("最近的").hears("姓名：王得福", "没有特别的")
    someone.says("不是13511112222").hears("哪个电话").hears_not("改成")
    someone.says("可以噻").hears("上门前打：135 1111 2222")


def test_what_is_added_at_the_read_back_is_booked_too(villager: Make) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("约检查").says("王桂芳").says("13511112222").says("接电话的人").says("插座松").says("最近的")
    someone.says("莫忙，还有厕所灯也不亮").hears("要看的：插座松；厕所灯也不亮")
    someone.says("要得，但是我屋头狗凶，喊师傅先打电话").hears("狗凶", "上门前打：135 1111 2222")
    someone.says("莫得事，对的").hears("约好了")
    assert someone.has_booking().problem == "插座松；厕所灯也不亮；我屋头狗凶，喊师傅先打电话"


def test_a_name_of_a_day_and_a_word_that_is_no_name(villager: Make) -> None:
    villager(village="shiyi", group=2).says("约检查").says("周三娃").hears("哪个电话").hears_not("星期三")
    someone = villager(village="shiyi", group=2).says("约检查").says("电线").hears_not("几组")
    someone.says("你猜").hears("姓名").says("王桂芳").hears("哪个电话")


def test_a_village_nobody_registered(villager: Make) -> None:
    someone = villager().says("约检查").says("胜利村").hears("没登记").sees_buttons("请电管家联系我")
    someone.says("你那儿有哪些村").hears("石椅村、五星村")
    hazard = villager().says("电杆歪了").says("胜利村三组").hears("编号H")
    assert "胜利村三组" in hazard.reports()[0].text


def test_a_hazard_beside_a_booking_and_the_answer_to_the_booking(villager: Make) -> None:
    someone = villager(village="shiyi", group=3).says("约检查").says("王桂芳").says("13511112222").says("接电话的人")
    someone.says("跳过").says("路边上电杆歪了").hears("几组")
    someone.says("那就12月11号上午9点").hears("编号H", "石椅村3组", "时间：12月11日")
    assert [(one.group_number, one.text) for one in someone.reports()] == [(3, "路边上电杆歪了")]


def test_what_follows_an_outage(villager: Make) -> None:
    someone = villager(village="shiyi", group=2).says("停电了").hears("编号T")
    someone.says("我家也停了").hears("添到编号T")
    for asked in ("修好没得", "查一哈我报的", "我报的那个好久来修？"):
        someone.says(asked).hears("编号T", "还没有回话")


def test_who_waits_for_a_person_says_his_name(villager: Make) -> None:
    villager().says("我要找真人").says("我姓张").hears("记给电管家").says("王幺婆").hears("记给电管家")
