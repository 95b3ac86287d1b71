"""二天再说 puts off and books nothing; 返回 goes one question back; neither throws away what was told."""

import pytest

from actions.chat.going_back import goes_back
from actions.chat.move_form import ValidateMoveForm
from actions.chat.putting_off import puts_off
from actions.chat.report_form import ValidateReportForm
from tests.actions.chat.conftest import Phone
from tests.actions.chat.test_booking_words import asked_for

LATER = (
    *("二天再说，先不搞了", "明天再说，这会儿忙", "二天再说嘛", "二回再说", "改天再约", "等两天再说", "过几天再说"),
    *("空了再说", "有空再来约", "忙完这阵再约", "这阵不得空，空了再说", "等我儿子回来再说", "晚点再说", "想好了再说"),
    *("今天先不约了，明天再来约", "今天不搞了，明天再弄", "先放到起", "暂时不约", "过了年再说", "我要去接娃，明天再说"),
    *("二天再说哈 谢谢", "我先去煮饭，等哈儿再说", "下午再说，在开车", "我跟我老汉商量了再说", "明天再说"),
)


@pytest.mark.parametrize("said", LATER)
def test_putting_off(said: str) -> None:
    assert puts_off(said)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "二天",
            "明天",
            "后天再来嘛",
            "明天再弄",
            "明天再来看",
            "等师傅来了再看",
            "过两天来",
            "改天来修",
            "时间再晚点",
        ),
        *("现在灯不亮，晚上再看", "跳闸了，二天再说", "今天不要，明天上午", "没得空，后天上午", "再说一遍", "下午再来"),
        *("二天再停电咋办", "13800001234"),
    ],
)
def test_a_time_a_trouble_and_a_question_put_nothing_off(said: str) -> None:
    assert not puts_off(said)


@pytest.mark.parametrize("step", ["village", "resident_name", "problem", "visit_time", "confirm"])
@pytest.mark.parametrize("said", ["二天再说，先不搞了", "明天再说，这会儿忙"])
def test_nothing_is_booked_and_nothing_lost_at_any_question(phone: Phone, step: str, said: str) -> None:
    talk = asked_for(phone, step)
    filled = {name: value for name, value in talk.slots.items() if name in ("village", "resident_name", "problem")}
    talk.says(said)
    assert talk.names == ["utter_form_put_off"]
    assert not talk.opened
    assert talk["confirm"] is None
    assert {name: talk[name] for name in filled} == filled
    talk.says("继续")
    assert talk.names[0] == "utter_booking_still_open"
    assert talk.requested == step


def test_a_booked_visit_stays_where_it_is_when_moving_it_is_put_off(phone: Phone) -> None:
    asked_for(phone, "confirm").says("对")
    opened = phone.to(ValidateMoveForm(), "改时间", "change_booking", form="move_form")
    moving = phone.with_slots(move_booking=opened.slot("move_booking"))
    heard = moving.to(ValidateMoveForm(), "明天再说，这会儿忙", form="move_form", requested="move_to")
    assert heard.names == ["utter_move_put_off"]
    assert not heard.sets("move_to")


def test_a_hazard_told_before_is_filed_when_the_rest_is_put_off(phone: Phone) -> None:
    telling = phone.with_slots(report_kind="hazard", report_text="电杆歪了")
    heard = telling.to(ValidateReportForm(), "二天再说，这会儿忙", form="report_form", requested="report_place")
    assert heard.names == ["utter_report_without_place"]
    assert heard.slot("report_place")["village"] is None
    assert heard.followed_by == "action_finish_report"


@pytest.mark.parametrize("said", ["返回", "上一步", "退回去", "返回上一步", "上一个问题", "倒回去", "能不能退回去"])
def test_back_to_the_question_before(phone: Phone, said: str) -> None:
    talk = asked_for(phone, "call_phone").says(said)
    assert (talk.requested, talk["resident_name"]) == ("resident_name", None)
    assert talk.names == ["utter_form_back", "utter_booking_question_resident_name"]
    talk.says(said)
    assert (talk.requested, talk["group"], talk["village"]) == ("group", None, "shiyi")


def test_back_from_the_end_and_the_old_answer_again(phone: Phone) -> None:
    talk = asked_for(phone, "confirm")
    before = talk["visit_time"]
    talk.says("上一步")
    assert talk.requested == "visit_time"
    talk.says("不改了")
    assert (talk.requested, talk["visit_time"]) == ("confirm", before)


def test_before_the_first_question_there_is_none(phone: Phone) -> None:
    talk = asked_for(phone, "village").says("返回")
    assert talk.names == ["utter_form_first_question", "utter_booking_question_village"]
    assert not talk["tries"]


def test_back_in_a_report(phone: Phone) -> None:
    place = {"village": "shiyi", "group": 1, "said": ""}
    filled = phone.with_slots(report_kind="hazard", report_text="电杆歪了", report_place=place)
    heard = filled.to(ValidateReportForm(), "返回", form="report_form", requested="report_phone")
    assert heard.names == ["utter_form_back"]
    assert heard.slot("report_place") is None


@pytest.mark.parametrize("said", ["回家", "电杆倒了", "退订", "上一次", "前头那根电杆", "我要退", "退钱", "回来了"])
def test_no_way_back(said: str) -> None:
    assert not goes_back(said)


@pytest.mark.parametrize("step", ["village", "resident_name", "call_phone", "visit_time"])
def test_half_a_number_is_said_to_be_half_a_number_and_gets_no_list_of_hotlines(phone: Phone, step: str) -> None:
    talk = asked_for(phone, step).says("电话是123", intent="ask_directory")
    assert talk.names == ["utter_booking_wrong_call_phone", f"utter_booking_question_{step}"]


def test_half_a_number_in_a_report(phone: Phone) -> None:
    telling = phone.with_slots(report_kind="hazard", report_text="电杆歪了", report_place={"village": "shiyi"})
    heard = telling.to(ValidateReportForm(), "电话是123", "ask_directory", form="report_form", requested="report_phone")
    assert heard.names == ["utter_report_wrong_phone"]
    assert not heard.sets("report_phone")
