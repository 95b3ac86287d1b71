"""What is said beside the question: for whom it is, a name too early, a village nobody registered, a doubt."""

import pytest

from actions.chat.hearing import is_over
from actions.chat.move_form import ValidateMoveForm
from actions.chat.my_bookings import CancelBooking, CheckBooking
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone
from tests.actions.chat.test_booking_form import say


@pytest.mark.parametrize(
    "said",
    [
        "那我改天约个检查",
        "我想要那个预约一下那个就是喊人来检查一下那个线路我是石椅村的我叫王大山",
        "算了还是约个师傅来看看",
        "过两天给我约个人上门检查",
    ],
)
def test_who_has_no_visit_and_wishes_for_one_gets_the_form(phone: Phone, said: str) -> None:
    assert phone.to(CheckBooking(), said, "check_booking").followed_by == "booking_form"
    assert phone.to(CancelBooking(), said, "cancel_booking").followed_by == "booking_form"
    moved = phone.to(ValidateMoveForm(), said, "change_booking", form="move_form")
    assert moved.followed_by == "booking_form"


@pytest.mark.parametrize("said", ["我约的师傅好久来", "我的预约", "我要改时间", "查一下我约的哪天"])
def test_who_asks_for_a_visit_that_is_not_there_is_told_so(phone: Phone, said: str) -> None:
    assert "utter_no_booking_here" in phone.to(CheckBooking(), said, "check_booking").names


@pytest.mark.parametrize(
    "said", ["帮我妈约的", "我是帮隔壁王婆婆约的", "给我老汉儿约", "替我们屋头老人约的检查", "帮别人约的"]
)
def test_for_whom_it_is_booked_is_no_question_about_a_booking(phone: Phone, said: str) -> None:
    talk = Talk(phone).says("约检查").says(said, intent="check_booking")
    assert talk.names == ["utter_booking_for_somebody", "utter_booking_question_village"]


@pytest.mark.parametrize("said", ["王大山", "我叫李桂兰", "张桂英"])
def test_a_name_at_the_question_for_the_group_is_acknowledged(phone: Phone, said: str) -> None:
    talk = Talk(phone).says("约检查", "石椅村", said)
    assert talk["resident_name"] == said.removeprefix("我叫")
    assert talk.names == ["utter_booking_noted", "utter_booking_question_group"]


def test_a_name_that_comes_with_the_group_needs_no_word(phone: Phone) -> None:
    talk = Talk(phone).says("约检查", "石椅村", "三组王大山")
    assert (talk["group"], talk["resident_name"]) == (3, "王大山")
    assert talk.names == ["utter_booking_question_call_phone"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("我要约检查明天上午石椅村三组王大山电话13812345678电线老化", "王大山"),
        ("约检查石椅村二组李桂兰13812345678插座松", "李桂兰"),
        ("我要约人上门看电 户主张桂英电话13812345678 石椅村一组", "张桂英"),
        ("约检查石椅村三组的周明手机13812345678", "周明"),
    ],
)
def test_a_name_in_one_breath_is_not_asked_for_again(phone: Phone, said: str, name: str) -> None:
    talk = Talk(phone).says(said)
    assert (talk["resident_name"], talk["call_phone"]["number"]) == (name, "13812345678")
    if said.endswith("电线老化"):
        assert talk["problem"] == "电线老化"


@pytest.mark.parametrize("said", ["约检查石椅村三组电话13812345678", "约检查石椅村三组我妈电话13812345678"])
def test_what_stands_before_a_number_is_not_always_a_name(phone: Phone, said: str) -> None:
    assert Talk(phone).says(said)["resident_name"] is None


@pytest.mark.parametrize("said", ["火星村", "断桥村", "松林村", "响水村三组"])
def test_a_village_nobody_registered_is_no_trouble(phone: Phone, said: str) -> None:
    talk = Talk(phone).says("约检查", said)
    assert talk["problem"] is None
    assert "utter_booking_noted" not in talk.names
    assert "utter_booking_unknown_village" in talk.names


@pytest.mark.parametrize("said", ["插座松了", "灯一直闪"])
def test_a_trouble_at_the_question_for_the_village_is_still_kept(phone: Phone, said: str) -> None:
    assert Talk(phone).says("约检查", said)["problem"]


@pytest.mark.parametrize("said", ["我不放心你们", "信不过你们", "怕是骗子哦", "我有点不放心", "不敢相信你们"])
@pytest.mark.parametrize("slot", ["village", "resident_name", "call_phone", "visit_time"])
def test_a_doubt_is_answered_and_no_complaint(phone: Phone, said: str, slot: str) -> None:
    heard = say(phone, slot, said, "complain")
    assert (heard.names, heard.followed_by) == (["utter_booking_doubt"], None)


@pytest.mark.parametrize("said", ["我要投诉你们", "你们态度太差了", "上回收费乱收我的钱"])
def test_a_complaint_in_so_many_words_is_taken(phone: Phone, said: str) -> None:
    assert say(phone, "call_phone", said, "complain").followed_by == "report_form"


@pytest.mark.parametrize("said", ["烟没得了", "火没得了", "糊味散了", "烟子都没得了", "味道没有了", "熄了", "没事了"])
def test_smoke_that_is_gone_is_over(said: str) -> None:
    assert is_over(said)


@pytest.mark.parametrize("said", ["人没得了", "他没得了", "电没得了", "气都没得了", "烟没得了吗", "没得烟囱"])
def test_somebody_who_is_gone_is_not_over(said: str) -> None:
    assert not is_over(said)
