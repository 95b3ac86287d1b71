"""What a stranger said to the product and was not understood, with the real Rasa."""

from collections.abc import Callable

import pytest

from tests.villager import Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


def test_a_wish_beside_a_question_a_name_in_pieces_and_a_step_back(villager: Make) -> None:
    someone = villager()
    someone.says("我要约检查，另外我们村好久来电").hears("说了村名", "哪个村")
    someone.says("石椅村2组").hears("没有查到", "姓名").says("我姓王，叫王大明").hears("电话")
    someone.says("电话是123").hears("不完整").hears_not("12398")
    someone.says("返回").hears("回到前面", "姓名").says("不改了").says("13511112222")
    someone.says("接电话的人").says("跳过")
    someone.says("明天再说，这会儿忙").hears("先放着", "还没有约")
    someone.says("继续").says("最近的").hears("王大明")


def test_the_question_first_and_the_wish_after_it(villager: Make) -> None:
    villager(village="shiyi", group=2).says("我们村好久来电，另外我要约检查").hears("停电", "姓名")


def test_a_time_is_no_hazard_and_a_picture_cannot_be_sent(villager: Make) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("有照片咋个发给你").hears("发不了照片", "电管家")
    someone.says("/report_hazard").says("2月30号").hears("什么事").says("有照片咋个发给你").hears("发不了照片")
    someone.says("昨天").hears("编号H")
    (report,) = someone.reports()
    assert "没说清" in report.text


def test_none_of_these_and_no_help_are_asked_in_other_words(villager: Make) -> None:
    someone = villager().says("漏电").hears("您是不是想问")
    someone.says("都不是").hears("再说一遍").hears_not("那就不办")
    someone.says("没帮上").hears("再说一遍").says("我打错了").hears("再说一遍")


def test_who_does_not_know_the_answer_of_a_lesson_sees_its_question_again(villager: Make) -> None:
    someone = villager(village="shiyi").says("我要学安全用电").hears("想一想")
    someone.says("不晓得").hears("不急", "想一想").says("A").hears("不对")
    villager(village="shiyi").says("再学一遍").hears("想学哪一门")
