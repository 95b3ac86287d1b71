"""Booking a visit in talk, with the real Rasa and the real actions: as people speak, not as forms would like it."""

from collections.abc import Callable
from datetime import date

import pytest

from actions.db.engine import begin
from actions.services import bookings
from actions.services.bookings import BookingRequest
from tests.moment import NOW
from tests.villager import STEWARD, Service, Villager

pytestmark = pytest.mark.rasa

Make = Callable[..., Villager]


def test_a_booking_from_the_first_word_to_the_door_code(villager: Make) -> None:
    someone = villager()
    someone.says("我想约个师傅来看看线路").hears("姓名和电话", "算了", "哪个村")
    someone.says("石椅村").hears("几组").sees_buttons("1组", "2组", "3组")
    someone.says("二社").hears("姓名")
    someone.says("我叫张桂英").hears("哪个电话")
    someone.says("打我儿子的电话 138 0000 1234").hears("结果告诉谁")
    someone.presses("接电话的人").hears("毛病")
    someone.says("漏保老是跳").hears("哪天方便").sees_buttons("11月24日 周二 下午", "11月25日")
    someone.says("明天打早").hears(
        "石椅村2组", "张桂英", "138 0000 1234（儿子）", "11月25日，星期三，农历十月十七，上午", STEWARD
    )
    someone.has_no_booking()
    someone.says("要得").hears("约好了", "上门码", "要钱就不给", "95598")

    booked = someone.has_booking()
    someone.hears(booked.number, booked.door_code)
    assert (booked.village_code, booked.group_number) == ("shiyi", 2)
    assert (booked.day, booked.half) == (date(2026, 11, 25), "am")
    assert booked.call_phone == "13800001234"
    assert booked.problem == "漏保老是跳"
    assert booked.result_to == "接电话的人（儿子）"


def test_a_long_first_sentence_is_not_asked_again(villager: Make) -> None:
    someone = villager(village="shiyi")
    someone.says("给我妈约个检查，她叫李素华，电话13900001111，漏保老跳，后天不得空").hears("几组")
    someone.says("不晓得").hears("结果告诉谁")
    someone.says("在这里告诉我").hears("哪天方便")
    someone.presses("11月25日 周三 下午").hears("李素华", "139 0000 1111", "漏保老跳", "下午")
    someone.presses("对的").hears("约好了")
    booked = someone.has_booking()
    assert (booked.resident_name, booked.group_number) == ("李素华", None)
    assert booked.problem == "漏保老跳"


def test_the_qr_code_knows_the_village(villager: Make) -> None:
    someone = villager(village="wuxing", group=3)
    someone.says("约上门").hears("姓名").hears_not("哪个村", "几组？")


def test_people_correct_what_they_said(villager: Make) -> None:
    someone = villager()
    someone.says("我要约人上门检查").says("五星村")
    someone.says("不对，是石椅村").hears("石椅村", "几组")
    someone.says("三组").says("张桂英").says("13800001234")
    someone.says("电话错了，36收尾").hears("138 0000 1236", "结果告诉谁")
    someone.presses("接电话的人").presses("跳过").says("周五上午").hears("11月27日", "138 0000 1236", "石椅村3组")
    someone.says("时间改到周六下午").hears("11月28日", "下午", "对不对")
    someone.presses("要改").sees_buttons("姓名", "电话", "时间")
    someone.presses("姓名").hears("姓名怎么写")
    someone.says("张桂芳").hears("张桂芳", "对不对")
    someone.presses("对的").hears("约好了")
    booked = someone.has_booking()
    assert (booked.resident_name, booked.call_phone) == ("张桂芳", "13800001236")
    assert (booked.day, booked.half) == (date(2026, 11, 28), "pm")


def test_questions_in_the_middle_are_answered_and_the_form_goes_on(villager: Make) -> None:
    someone = villager()
    someone.says("我想预约").hears("哪个村")
    someone.says("今天停不停电").hears("说了村名", "哪个村")
    someone.says("石椅村").hears("没有查到石椅村的停电安排", "几组")
    someone.says("一组")
    someone.says("高压线底下能不能钓鱼")
    assert someone.sees("answer")["article_id"] == "fishing-under-lines"
    someone.hears("姓名怎么写")
    someone.says("你能做什么").hears("姓名怎么写")
    someone.says("张桂英").hears("哪个电话")


def test_people_take_their_time_and_stop(villager: Make) -> None:
    someone = villager(village="shiyi")
    someone.says("约个师傅").says("2组").says("张桂英")
    someone.says("等一哈，我找找号码").hears("不急").hears_not("哪个电话")
    someone.says("算了，不约了").hears("不约了", "清掉")
    someone.has_no_booking()
    someone.says("约个师傅").hears("姓名和电话", "几组")


def test_two_wrong_tries_bring_help_or_a_person(villager: Make) -> None:
    someone = villager()
    someone.says("约个师傅")
    someone.says("那个湾湾头").hears("没认出是哪个村").hears_not("对不起")
    someone.says("大槐树底下").hears("对不起").sees_buttons("请电管家联系我", "不办了")
    someone.presses("请电管家联系我").hears("电管家")
    someone.has_no_booking()


def test_a_day_that_cannot_be_is_explained(villager: Make) -> None:
    someone = villager(village="shiyi", group=1)
    someone.says("约个师傅").says("张桂英").says("13800001234").presses("接电话的人").presses("跳过")
    someone.says("昨天上午").hears("已经过了")
    someone.says("后天上午").hears("逢场")
    someone.says("星期天").hears("星期天师傅不上门").hears_not("对不起")
    someone.says("二天再说嘛").hears("继续").hears_not("对不对")
    someone.says("继续").says("周五").hears("11月27日", "上午", "对不对")
    someone.says("改成下午").hears("11月27日", "下午", "对不对")
    someone.has_no_booking()


def test_danger_in_the_middle_of_a_booking_comes_first(villager: Make) -> None:
    someone = villager(village="shiyi", group=1)
    someone.says("约个师傅").says("张桂英")
    someone.says("快来人，我老汉儿遭电打倒了").hears("120", "继续预约")
    assert "120" in someone.sees("emergency")["dial"]
    someone.says("继续预约").hears("哪个电话")


def test_children_do_not_book(villager: Make) -> None:
    someone = villager(village="shiyi", group=1)
    someone.says("我想约个师傅，我12岁").hears("大人")
    someone.says("约个师傅").says("我读三年级").hears("大人")
    someone.has_no_booking()


def test_somebody_was_faster(villager: Make, service: Service) -> None:
    someone = villager(village="shiyi", group=1, now=NOW)
    someone.says("约个师傅").says("张桂英").says("13800001234").presses("接电话的人").presses("跳过")
    someone.says("12月1号上午").hears("对不对")
    for place in range(3):
        taken = BookingRequest(
            f"faster-{someone.person_id}-{place}", villager().person_id, "shiyi", 1, "别人", "13900000000", "", "",
            date(2026, 12, 1), "am",
        )  # fmt: skip
        with begin(service.sessions) as session:
            bookings.book(session, taken, now=NOW)
    someone.says("对的").hears("被别人约走了", "哪天方便")
    someone.has_no_booking()
    someone.says("12月1号下午").hears("下午", "对不对")
    someone.says("对头").hears("约好了")


def test_looking_up_moving_and_cancelling_only_from_the_same_account(villager: Make) -> None:
    someone, other = villager(village="shiyi", group=2), villager(village="shiyi", group=2)
    someone.says("约个师傅").says("张桂英").says("13800001234").presses("接电话的人").presses("跳过")
    someone.says("明天上午").says("对的")
    booked = someone.has_booking()

    other.says("张桂英约的是哪天").hears_not(booked.number, booked.door_code)
    other.says("我约的是哪天").hears("没有预约").sees_buttons("请电管家打回来")
    someone.says("我约的是哪天").hears(booked.number, booked.door_code, "11月25日")
    someone.says("改到后天下午").hears("逢场", "改到哪天")
    someone.says("大后天下午").hears("改好了", "11月27日", "下午")
    someone.says("取消预约").hears("要取消").sees_buttons("不取消")
    someone.says("不").hears("照旧")
    someone.says("取消预约").says("要得").hears("已经取消")
    someone.has_no_booking()


def test_the_same_message_twice_books_once(villager: Make) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("约个师傅").says("张桂英").says("13800001234").presses("接电话的人").presses("跳过").says("明天上午")
    first = someone.says("对的").heard
    again = someone.says("对的", message_id=someone.last_id).heard
    assert again == first
    someone.has_booking()


def test_with_the_actions_gone_nothing_is_stored_and_the_retry_works(villager: Make, service: Service) -> None:
    someone = villager(village="shiyi", group=2)
    someone.says("约个师傅").says("张桂英")
    service.stop_actions()
    try:
        code, body = someone.sends("13800001234", message_id="while-away")
        assert (code, body["error"]) == (503, "action_failed")
    finally:
        service.start_actions()
    someone.says("13800001234", message_id="while-away").hears("结果告诉谁")


def test_a_visit_booked_twice_is_asked_about_and_told_apart(villager: Make) -> None:
    whole = "我要约检查12月14号上午石椅村三组王大山电话13812345678电线老化，结果告诉接电话的人"
    someone = villager().says(whole).hears("核对").says("对的").hears("约好了")
    someone.says(whole).hears("核对").says("对的").hears("已经约了一个", "真的要再约")
    someone.presses("不用").hears("没有再约")
    someone.says("上门码是好多").hears(someone.has_booking().door_code)
    someone.says(whole).says("对的").presses("再约一个").hears("约好了")
    someone.says("取消预约").sees_buttons(*(one.number for one in someone.bookings()))
