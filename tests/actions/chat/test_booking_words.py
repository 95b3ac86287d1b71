"""A booking in the words of people here, talked through: every word where it belongs, and nothing else changed."""

import pytest

from actions.chat.booking.names import parse_name
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone

WHOLE = "石椅村2组 张桂英 13800001234"


def asked_for(phone: Phone, step: str) -> Talk:
    """A booking filled up to a step."""
    talk = Talk(phone).says("约个师傅")
    answers = {
        "village": (),
        "resident_name": ("石椅村2组",),
        "call_phone": ("石椅村2组", "张桂英"),
        "result_to": (WHOLE,),
        "problem": (WHOLE, "接电话的人"),
        "visit_time": (WHOLE, "接电话的人", "灯闪"),
        "confirm": (WHOLE, "接电话的人", "灯闪", "明天上午"),
    }
    talk.says(*answers[step])
    assert talk.requested == step
    return talk


def test_the_daughters_number_never_becomes_the_number_to_call(phone: Phone) -> None:
    talk = asked_for(phone, "result_to").says("告诉我女子")
    assert talk.requested == "result_to"
    assert talk.names == ["utter_booking_question_result_phone"]
    talk.says("罗小芳 13699998888")
    assert talk["result_to"] == {"how": "other", "number": "13699998888", "whose": "女儿罗小芳"}
    assert talk["call_phone"]["number"] == "13800001234"
    assert talk.requested == "problem"


def test_a_name_and_a_number_at_the_trouble_go_to_whoever_hears_the_result(phone: Phone) -> None:
    talk = asked_for(phone, "problem").says("罗小芳 13699998888")
    assert (talk["result_to"]["number"], talk["call_phone"]["number"]) == ("13699998888", "13800001234")
    assert asked_for(phone, "problem").says("13699998888")["call_phone"]["number"] == "13699998888"


@pytest.mark.parametrize("said", ["告诉我就是了", "告诉我嘛", "就告诉我", "跟我说一声", "告诉我"])
def test_telling_me_is_telling_me(phone: Phone, said: str) -> None:
    assert asked_for(phone, "result_to").says(said)["result_to"] == {"how": "here"}


def test_who_hears_it_by_name_and_without_a_number(phone: Phone) -> None:
    talk = asked_for(phone, "result_to").says("告诉我儿子就是了 他叫何小平")
    assert talk.names == ["utter_booking_question_result_phone"]
    talk.says("没得他电话")
    assert talk.names == ["utter_booking_result_no_number"]
    assert talk.says("要得")["result_to"] == {"how": "here"}
    with_number = asked_for(phone, "result_to").says("告诉我儿子就是了 他叫何小平", "13666667777")
    assert with_number["result_to"]["whose"] == "儿子何小平"


@pytest.mark.parametrize(
    ("said", "slot"),
    [("就是灯一闪一闪的 打米机一开就跳", "problem"), ("明天上午", "visit_time"), ("灯不亮", "problem")],
)
def test_what_is_told_at_the_result_is_noted_and_the_question_comes_again_without_blame(
    phone: Phone, said: str, slot: str
) -> None:
    talk = asked_for(phone, "result_to").says(said)
    assert talk[slot]
    assert talk.says("外后天打早").names == ["utter_booking_noted", "utter_booking_question_result_to"]
    assert talk["result_to"] is None


def test_everything_put_right_before_the_yes(phone: Phone) -> None:
    talk = asked_for(phone, "visit_time").says("村子错了 是五星村一组")
    assert (talk["village"], talk["group"], talk.requested) == ("wuxing", 1, "visit_time")
    talk.says("明天上午", "看的毛病再加一个 插座松了")
    assert talk["problem"] == "灯闪；插座松了"
    talk.says("结果告诉我老婆 13566667777")
    assert talk["result_to"] == {"how": "other", "number": "13566667777", "whose": "老婆"}
    assert (talk["problem"], talk.requested) == ("灯闪；插座松了", "confirm")


def test_a_result_said_at_the_trouble_is_no_trouble(phone: Phone) -> None:
    talk = asked_for(phone, "problem").says("结果告诉我老婆 13566667777")
    assert (talk["result_to"]["whose"], talk.requested) == ("老婆", "problem")
    assert asked_for(phone, "problem").says("在这里告诉我", "接电话的人")["result_to"] == {"how": "caller"}
    assert asked_for(phone, "problem")["problem"] is None


@pytest.mark.parametrize("step", ["village", "resident_name"])
def test_a_hamlet_nobody_registered_is_no_name(phone: Phone, step: str) -> None:
    talk = asked_for(phone, step).says("任家坪")
    assert talk["resident_name"] is None
    assert talk.requested == step
    if step == "village":
        assert talk.names[0] == "utter_booking_unknown_village"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("我姓王 王德贵", "王德贵"),
        ("我姓王", "王"),
        ("我姓王 二组的", "王"),
        ("妈叫蒋素芳", "蒋素芳"),
        ("叫我老王就是了", "老王"),
        ("我女子叫罗小芳", "罗小芳"),
        ("王家明", "王家明"),
        ("我叫王大坝", "王大坝"),
        ("张大爷 13533337777", "张大爷"),
        ("阿依 13533337777", "阿依"),
        ("任家坪", None),
        ("有个电话说是你们的 要我先交五十块上门费", None),
        ("鸿雁的鸿", None),
    ],
)
def test_names_and_what_is_none(said: str, name: str | None) -> None:
    assert parse_name(said) == name


def test_a_demand_for_money_is_warned_of_and_stored_nowhere(phone: Phone) -> None:
    talk = asked_for(phone, "resident_name").says("有个电话说是你们的 要我先交五十块上门费")
    assert talk.names == ["utter_booking_pay_nothing", "utter_booking_question_resident_name"]
    assert talk["resident_name"] is None


def test_one_character_of_a_name_is_put_right(phone: Phone) -> None:
    talk = Talk(phone).says("约个师傅", "石椅村2组 陈小红 13800001234 灯闪 明天上午", "接电话的人")
    assert talk.says("陈小红的红是鸿雁的鸿")["resident_name"] == "陈小鸿"
    assert talk.requested == "confirm"


def test_not_me_but_my_mother_whose_number_is_known(phone: Phone) -> None:
    talk = Talk(phone).says("约个师傅", "石椅村2组", "叫陈小红 是我妈 她电话是13911112222")
    assert talk["call_phone"] == {"number": "13911112222", "whose": "妈"}
    talk.says("我电话13933334444 结果告诉我", "灯闪", "明天上午")
    talk.says("电话打我妈的")
    assert (talk["call_phone"]["number"], talk.requested) == ("13911112222", "confirm")
    assert talk.says("结果莫告诉我 告诉我妈", intent="complain")["result_to"] == {"how": "caller"}
    assert talk.requested == "confirm"


def test_a_second_booking_for_another_house_in_one_breath(phone: Phone) -> None:
    talk = Talk(phone, {"known_place": {"village": "shiyi", "group": 1}}).says("再约一个 给我妈")
    assert (talk["village"], talk.requested) == ("shiyi", "resident_name")
    talk.says("五星村三组 李桂兰 13511112222 灯不亮 星期天上午")
    assert (talk["village"], talk["group"], talk["resident_name"]) == ("wuxing", 3, "李桂兰")
    assert (talk["call_phone"]["number"], talk["problem"]) == ("13511112222", "灯不亮")
    assert "utter_booking_sunday" in talk.names
    assert talk.requested == "result_to"


@pytest.mark.parametrize(
    "said", ["昨天我老婆洗衣服遭麻了一哈 人没得事", "上个月换了电表以后灯老是闪", "昨天晚上灯就熄了"]
)
def test_the_past_tells_the_trouble(phone: Phone, said: str) -> None:
    talk = asked_for(phone, "problem").says(said)
    assert (talk["problem"], talk.requested) == (said, "visit_time")
    assert "utter_booking_past_time" not in talk.names


@pytest.mark.parametrize("step", ["visit_time", "confirm", "problem"])
@pytest.mark.parametrize("said", ["刚才娃儿摸了一下开关", "现在好点了 接到约", "刚刚灯又亮了"])
def test_just_now_is_no_day_for_a_visit(phone: Phone, step: str, said: str) -> None:
    before = asked_for(phone, step)
    chosen = before["visit_time"]
    before.says(said)
    assert before["visit_time"] == chosen
    assert "utter_booking_which_half" not in before.names


def test_a_refused_day_keeps_the_morning(phone: Phone) -> None:
    talk = asked_for(phone, "visit_time").says("星期天", "早上")
    assert talk.names == ["utter_booking_half_noted", "utter_booking_question_visit_time"]
    assert talk.says("对").names == ["utter_booking_choose_time", "utter_booking_question_visit_time"]
    assert talk.says("星期五")["visit_time"]["half"] == "am"
    other = asked_for(phone, "visit_time").says("星期天下午", "星期五")
    assert (other["visit_time"]["day"], other["visit_time"]["half"]) == ("2026-11-27", "pm")
    assert asked_for(phone, "visit_time").says("晚上八点").names[0] == "utter_booking_not_at_night"


def test_later_on_the_same_day(phone: Phone) -> None:
    talk = asked_for(phone, "confirm").says("对 但是时间晚点要得不")
    assert talk.requested == "visit_time"
    assert talk.says("下午")["visit_time"] == {"day": "2026-11-25", "half": "pm", "steward": "曲山电管家"}
    assert talk.requested == "confirm"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("电话不对 最后是九", "13800001239"),
        ("尾号76", "13800001276"),
        ("莫得问题 就是电话尾号是6", "13800001236"),
        ("电话最后两位是七六", "13800001276"),
    ],
)
@pytest.mark.parametrize("step", ["visit_time", "confirm"])
def test_another_end_of_the_number(phone: Phone, step: str, said: str, number: str) -> None:
    talk = asked_for(phone, step).says(said)
    assert (talk["call_phone"]["number"], talk.requested) == (number, step)


def test_whose_number_it_is(phone: Phone) -> None:
    talk = asked_for(phone, "confirm").says("对 但是电话是我隔壁的", intent="ask_directory")
    assert talk["call_phone"] == {"number": "13800001234", "whose": "隔壁"}
    assert talk.requested == "confirm"


@pytest.mark.parametrize("said", ["算了 电来了 不用来了", "哎呀莫约了", "不约了不约了 我喊我侄儿子看", "不用来了"])
@pytest.mark.parametrize("step", ["call_phone", "result_to", "visit_time", "confirm"])
def test_who_gives_it_up_in_his_own_words_has_stopped(phone: Phone, step: str, said: str) -> None:
    talk = asked_for(phone, step).says(said)
    assert talk.names == ["utter_booking_stopped"]
    assert not talk.opened


@pytest.mark.parametrize(
    "said", ["算了，我还是想约", "不约了，换个时间", "明天我不在 不用来了", "算了不改了", "莫改了"]
)
def test_who_only_changes_his_mind_goes_on(phone: Phone, said: str) -> None:
    talk = asked_for(phone, "confirm").says(said)
    assert talk.opened
    assert talk["resident_name"] == "张桂英"


def test_nothing_changed_is_read_back_once_more(phone: Phone) -> None:
    talk = asked_for(phone, "confirm").says("算了不改了")
    assert talk.names == ["utter_booking_left_as_it_is", "utter_booking_question_confirm"]


@pytest.mark.parametrize(
    ("step", "said", "answer"),
    [
        ("resident_name", "不想说", "utter_booking_why_name"),
        ("resident_name", "为啥子要名字嘛", "utter_booking_why_name"),
        ("call_phone", "我莫得手机 不想给电话", "utter_booking_no_phone"),
        ("call_phone", "不给", "utter_booking_no_phone"),
        ("call_phone", "没得电话", "utter_booking_no_phone"),
        ("call_phone", "你问我电话搞啥子 会不会泄露", "utter_booking_no_phone"),
    ],
)
def test_who_will_not_say_it_hears_why_and_keeps_the_booking(phone: Phone, step: str, said: str, answer: str) -> None:
    talk = asked_for(phone, step).says(said, intent="reach_person")
    assert talk.names[0] == answer
    assert (talk.opened, talk.requested, talk["village"]) == (True, step, "shiyi")


def test_a_family_name_is_enough(phone: Phone) -> None:
    assert asked_for(phone, "resident_name").says("不想说", "李")["resident_name"] == "李"


@pytest.mark.parametrize("said", ["明天上午", "改名字", "改时间"])
def test_what_comes_later_is_no_wrong_village(phone: Phone, said: str) -> None:
    talk = asked_for(phone, "village").says(said)
    assert talk.names == ["utter_booking_later", "utter_booking_question_village"]
    assert talk["tries"] == 0


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("唐三妹 13512340010", ""),
        ("张老弟 13512340010", ""),
        ("打我大儿子的电话 13512340010", "儿子"),
        ("我妹妹 13512340010", "妹妹"),
        ("是隔壁的 13512340010", "隔壁"),
        ("13512340010 我老婆", "老婆"),
    ],
)
def test_a_relation_within_a_name_is_nobodys_telephone(phone: Phone, said: str, whose: str) -> None:
    assert asked_for(phone, "call_phone").says(said)["call_phone"] == {"number": "13512340010", "whose": whose}


@pytest.mark.parametrize("said", ["嗯 莫得错", "嗯嗯 就恁个", "莫得问题"])
def test_a_yes_as_it_is_said_here(phone: Phone, said: str) -> None:
    assert asked_for(phone, "confirm").says(said).requested is None


@pytest.mark.parametrize("step", ["village", "resident_name", "call_phone"])
def test_who_has_no_telephone_hears_whose_will_do_and_is_never_told_he_was_not_understood(
    phone: Phone, step: str
) -> None:
    talk = asked_for(phone, step)
    for said in ("我没得电话", "我莫得手机", "没得电话嘛"):
        assert talk.says(said).names == ["utter_booking_no_phone", f"utter_booking_question_{step}"]


def test_a_village_nobody_registered_is_understood_however_often_it_is_said(phone: Phone) -> None:
    talk = asked_for(phone, "village")
    for _ in range(3):
        talk.says("月球村")
        assert talk.names == ["utter_booking_unknown_village", "utter_booking_question_village"]
