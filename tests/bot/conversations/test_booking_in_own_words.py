"""Bookings as a stranger told them, with the real Rasa: whole stories, second thoughts, and changes afterwards."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.villager import Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


def booked(villager: Make) -> Villager:
    """Somebody with one visit to come."""
    someone = villager(village="shiyi", group=2)
    someone.says("约个师傅").says("郑小华").says("13512340001").presses("接电话的人").presses("跳过")
    someone.says("12月8号上午").says("对的").hears("约好了")
    return someone


def test_the_daughter_hears_the_result_and_the_caller_keeps_his_number(villager: Make) -> None:
    someone = villager()
    someone.says("约检查").says("石椅村二组").says("罗国强").says("13688887777").hears("结果告诉谁")
    someone.says("告诉我女子").hears("告诉谁？")
    someone.says("罗小芳 13699998888").hears("毛病")
    someone.says("昨天我老婆洗衣服遭麻了一哈 人没得事").hears_not("已经过了")
    someone.says("12月8号上午").hears("上门前打：136 8888 7777", "结果告诉：女儿罗小芳 136 9999 8888", "遭麻了")
    someone.says("对头").hears("约好了")
    assert someone.has_booking().call_phone == "13688887777"


@pytest.mark.parametrize(
    "said",
    [
        "明天下午来嘛 我屋头灯不亮",
        "我们屋头的灯老是闪 能不能请个师傅来一趟嘛",
        "今天能不能来人 我屋头一开灯就跳 黑灯瞎火的",
        "麻烦派个师傅来石椅村1组看哈漏保 我姓赵 电话13522228888 12月8号上午",
        "你们供电公司的能不能派个人来给我们看一哈嘛我住在五星村二组我叫何玉珍电话是13812121212随便哪天都可以",
        "我要约检查 还有我想问哈漏保跳了咋办",
    ],
)
def test_a_wish_for_somebody_to_come_begins_a_booking(villager: Make, said: str) -> None:
    villager().says(said).hears("姓名和电话", "算了")


@pytest.mark.parametrize("said", ["上门要好多钱", "咋个预约上门检查"])
def test_a_question_about_bookings_is_only_answered(villager: Make, said: str) -> None:
    villager().says(said).hears_not("师傅去哪个村")


@pytest.mark.parametrize("said", ["算了 电来了 不用来了", "哎呀莫约了", "不约了不约了 我喊我侄儿子看"])
def test_who_gives_it_up_is_out_of_the_form(villager: Make, said: str) -> None:
    someone = villager(village="shiyi", group=1)
    someone.says("约个师傅").says("周小英").says(said).hears("不约了", "清掉")
    someone.has_no_booking()


def test_who_has_no_telephone_keeps_the_booking(villager: Make) -> None:
    someone = villager(village="shiyi", group=1)
    someone.says("约个师傅").says("陈大爷").hears("哪个电话")
    someone.says("我莫得手机 不想给电话").hears("村委会", "哪个电话")
    someone.says("不给").hears("哪个电话")
    someone.says("打我隔壁的 13812340000").hears("结果告诉谁")


def test_kept_then_cancelled_after_all(villager: Make) -> None:
    someone = booked(villager)
    someone.says("取消预约").presses("不取消").hears("照旧")
    someone.says("要取消").hears("要取消").presses("取消").hears("已经取消")
    someone.has_no_booking()


def test_a_booked_visit_is_changed_in_words(villager: Make) -> None:
    someone = booked(villager)
    code = someone.has_booking().door_code
    someone.says("我电话换了 改成13512340002").hears("135 1234 0002").hears_not(code)
    someone.says("村组也错了 是三组").hears("石椅村3组")
    someone.says("名字写错了 郑晓华").hears("郑晓华")
    someone.says("还有插座也坏了 一起看哈").hears("插座也坏了")
    someone.says("师傅说的码不对咋办").hears("不要开门", "95598").hears_not(code)
    changed = someone.has_booking()
    assert (changed.call_phone, changed.group_number, changed.resident_name) == ("13512340002", 3, "郑晓华")
    assert (changed.problem, changed.door_code, changed.day) == ("插座也坏了", code, date(2026, 12, 8))
    someone.says("可不可以早点来").hears("改到哪天")
    someone.says("明天上午").hears("改好了", "11月25日")
