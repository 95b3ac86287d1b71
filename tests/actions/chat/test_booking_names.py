"""How people say whose home it is: in pieces, through somebody else, slowly; and what is no name though it could be."""

import pytest

from actions.chat.booking.names import parse_name
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone


@pytest.mark.parametrize(
    ("said", "name"),
    [
        # The family's name first, the whole one after it.
        *((f"我姓王{mark}叫王大明", "王大明") for mark in ("，", " ", "", "，我")),
        *((said, "王大明") for said in ("免贵姓王，王大明", "姓王，大名王大明", "我姓王，叫大明", "姓王，名大明")),
        ("姓王，单名一个凤字", "王凤"),
        ("姓欧阳，单名一个凤", "欧阳凤"),
        ("姓欧阳 叫欧阳凤", "欧阳凤"),
        ("我姓李，李大嬢", "李大嬢"),
        ("我姓李，叫老李", "老李"),
        # What follows the family's name and is no name.
        *((said, "王") for said in ("姓王，三横王", "我姓王，二组", "我姓王，叫师傅早点来", "我姓王，电话13812345678")),
        # Through somebody else.
        *((said, "李国富") for said in ("登记我老汉的，叫李国富", "写我老汉的名字，李国富", "我老汉李国富")),
        *((said, "李国富") for said in ("户主是我爸李国富", "登记李国富", "登记成李国富", "我是李国富的儿子")),
        ("我是他婆娘姓陈", "陈"),
        ("我是他婆娘，姓陈", "陈"),
        ("我是他妈，姓陈，叫陈桂芳", "陈桂芳"),
        # As people are called.
        *((said, "老张") for said in ("叫我老张", "喊我老张就行", "喊老张嘛")),
        ("王家老二", "王家老二"),
        ("人家都喊我王老五", "王老五"),
        *((said, "王大明") for said in ("我喊王大明", "是王大明", "就填王大明", "我本名王大明")),
        # Slowly, as one speaks into a telephone.
        ("张 大 明", "张大明"),
        ("王 大明", "王大明"),
    ],
)
def test_a_name_however_it_is_told(said: str, name: str) -> None:
    assert parse_name(said) == name


@pytest.mark.parametrize(
    "said",
    [
        *("叫他来", "我喊周三来", "登记一下", "写错了", "我老汉说要", "写我的", "填我老公的", "我是他儿子"),
        *("我是五保户", "是任家坪", "户主是我", "就是我", "我喊师傅来", "王 二组"),
    ],
)
def test_no_name(said: str) -> None:
    assert parse_name(said) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("我姓王，叫王大明", "王大明"),
        ("登记我老汉的，叫李国富", "李国富"),
        ("姓欧阳，单名一个凤，电话13800001234", "欧阳凤"),
    ],
)
def test_the_booking_stands_under_the_whole_name(phone: Phone, said: str, name: str) -> None:
    talk = Talk(phone).says("约个师傅", "石椅村2组", said)
    assert talk["resident_name"] == name
    assert talk.requested != "resident_name"


@pytest.mark.parametrize("told", ["我姓王，叫王大明", "我姓王叫王大明", "我姓王 王大明"])
def test_the_whole_name_in_a_message_that_says_all_at_once(phone: Phone, told: str) -> None:
    talk = Talk(phone).says("约个师傅", f"石椅村2组，{told}，电话13800001234")
    assert (talk["resident_name"], talk["call_phone"]["number"]) == ("王大明", "13800001234")


@pytest.mark.parametrize("name", ["测试甲", "月亮"])
def test_an_unusual_name_told_at_once_is_not_lost(phone: Phone, name: str) -> None:
    talk = Talk(phone).says(f"约检查，石椅村2组，我叫{name}，13712345670")
    assert talk.names[-1] == "utter_booking_is_that_the_name"
    assert talk.says("对", intent="affirm")["resident_name"] == name
    again = Talk(phone).says(f"约检查，石椅村2组，我叫{name}，13712345670").says("张桂英")
    assert again["resident_name"] == "张桂英"


def test_calling_somebody_is_no_name(phone: Phone) -> None:
    talk = Talk(phone).says("约检查，石椅村2组，我叫人来看，13712345670")
    assert talk.names[-1] == "utter_booking_question_resident_name"
