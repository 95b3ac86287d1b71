"""Two numbers in one breath: a villager books for his mother and says which of them is to be called."""

import pytest

from actions.chat.booking.numbers import for_result, spoken, to_call
from tests.actions.chat.booking_talk import Talk
from tests.actions.chat.conftest import Phone

HERS, MINE = "13566667777", "13511112222"


def booked(phone: Phone, said: str) -> Talk:
    """The booking as far as one sentence fills it."""
    return Talk(phone).says(said)


@pytest.mark.parametrize(
    "said",
    [
        f"帮我妈约个检查，她住石椅村一社，她电话{HERS}，你打我电话{MINE}",
        f"帮我妈约个检查，你打我电话{MINE}，她电话是{HERS}，石椅村一社",
        f"帮我妈约个检查 她电话{HERS} 打我这个{MINE}",
        f"想给我妈约个检查，莫打她的{HERS}，联系我{MINE}",
        f"给我妈约检查，她的{HERS}打不通，我的{MINE}",
        f"约个检查，我妈电话{HERS}，接电话的是我，{MINE}",
        f"约个检查，我妈{HERS}，我{MINE}，打我的",
        f"约个检查，{MINE}是我的，{HERS}是我妈的，打我的",
        f"约个检查，我电话{MINE}，就打这个，我妈的{HERS}",
        f"约个检查，两个号，{HERS}和{MINE}，打后面那个",
        f"约个检查，电话{MINE}（我的）{HERS}（我妈的），打我的那个",
        f"给我妈约检查她电话{HERS}你打我电话{MINE}",
        f"约个检查，他手机{HERS}，他不会用手机，你们打{MINE}",
        f"帮我妈约个检查，她电话幺三五六六六六七七七七，你打我电话{MINE}",
    ],
)
def test_the_number_that_is_said_to_be_called_is_called(phone: Phone, said: str) -> None:
    talk = booked(phone, said)
    assert talk["call_phone"] == {"number": MINE, "whose": ""}
    assert talk["result_to"] is None


def test_hers_is_called_where_that_is_said(phone: Phone) -> None:
    talk = booked(phone, f"帮我妈约个检查，打她电话{HERS}，我的是{MINE}")
    assert talk["call_phone"] == {"number": HERS, "whose": "妈"}


def test_where_nobody_says_which_one_it_is_asked(phone: Phone) -> None:
    talk = booked(phone, f"帮我妈约个检查，她住石椅村一社，她电话{HERS}，我电话{MINE}").says("王桂芳")
    assert talk["call_phone"] is None
    assert talk.names == ["utter_booking_question_call_phone"]
    assert talk.says(f"打我的{MINE}，莫打她的{HERS}")["call_phone"]["number"] == MINE


@pytest.mark.parametrize(
    "said",
    [
        f"约个检查，石椅村一社，打我电话{MINE}，检查结果打给我妈{HERS}",
        f"约个检查，石椅村一社，检查结果打给我妈{HERS}，上门打我{MINE}",
        f"约个检查，石椅村一社，检查完打给我妈{HERS}，上门打我{MINE}",
        f"约个检查，石椅村一社，电话{MINE}，结果告诉我妈，她电话{HERS}",
    ],
)
def test_the_number_for_the_result_stays_the_number_for_the_result(phone: Phone, said: str) -> None:
    talk = booked(phone, said)
    assert talk["call_phone"]["number"] == MINE
    assert talk["result_to"] == {"how": "other", "number": HERS, "whose": "妈"}


def test_a_number_for_the_result_alone_is_not_called(phone: Phone) -> None:
    talk = booked(phone, f"约个检查，石椅村一社，检查结果打给我妈{HERS}").says("王桂芳")
    assert talk["result_to"]["number"] == HERS
    assert talk.names == ["utter_booking_question_call_phone"]
    assert talk.says(MINE)["call_phone"]["number"] == MINE


def test_one_number_is_read_as_before() -> None:
    for said in (f"约检查，电话{MINE}", f"结果告诉接电话的人，电话{MINE}", f"就在这里告诉我，{MINE}"):
        assert (to_call(said), for_result(said)) == (None, None)


@pytest.mark.parametrize("wrong", ["哦不", "说错了", "不对"])
def test_a_name_put_right_between_two_numbers_takes_none_back(phone: Phone, wrong: str) -> None:
    said = f"王五{MINE}，{wrong}，叫王六，儿子电话{HERS}"
    assert [one.number for one in spoken(said)] == [MINE, HERS]
    talk = Talk(phone).says("约检查", "石椅村", "2组", said)
    assert (talk["call_phone"], talk.requested) == (None, "call_phone")
    assert talk.says(f"打{MINE}")["call_phone"]["number"] == MINE


@pytest.mark.parametrize(
    "said",
    [
        f"{HERS}，哦不，{MINE}",
        f"{HERS}，打错了，打我儿子的{MINE}",
        f"{HERS}，哦豁，说错了，我的电话是{MINE}",
        f"{HERS}，不对，号码是幺三五幺幺幺幺二二二二",
        f"打{HERS}，不对，打{MINE}，不对，2组",
        f"幺三五六六六六七七七七，哦豁，{MINE}",
    ],
)
def test_a_number_put_right_at_once_was_never_said(said: str) -> None:
    assert [one.number for one in spoken(said)] == [MINE]


def test_the_end_of_a_number_is_put_right_beside_another_one(phone: Phone) -> None:
    said = "约个检查，石椅村一社，打我电话13511112220，不对，22收尾，检查结果打给我妈13566667770，说错了，77收尾"
    talk = booked(phone, said)
    assert talk["call_phone"]["number"] == MINE
    assert talk["result_to"]["number"] == HERS


def test_the_end_of_a_number_is_put_right_beside_the_name(phone: Phone) -> None:
    talk = Talk(phone).says("约检查", "石椅村", "2组", "王五，13511112220，说错了，22收尾")
    assert (talk["resident_name"], talk["call_phone"]["number"]) == ("王五", MINE)


@pytest.mark.parametrize("said", ["哦豁，说错了", "不对不对", "不对，倒数第二位是6", "不对，中间是1235"])
def test_a_number_that_is_taken_back_is_asked_for_again(phone: Phone, said: str) -> None:
    talk = Talk(phone).says("约检查", "石椅村", "2组", "王五", f"13712345678，{said}")
    assert (talk["call_phone"], talk.requested) == (None, "call_phone")
    assert talk.says("13712345668")["call_phone"]["number"] == "13712345668"


def test_a_number_that_is_taken_back_in_the_first_sentence_is_asked_for(phone: Phone) -> None:
    talk = booked(phone, "约检查，石椅村2组，王五，13712345678，哦豁，说错了")
    assert (talk["resident_name"], talk["call_phone"], talk.requested) == ("王五", None, "call_phone")
    talk = booked(phone, "约检查，石椅村2组，王五，电话13712345678，不对，79收尾，插座松了")
    assert (talk["call_phone"]["number"], talk["problem"]) == ("13712345679", "插座松了")
    talk = Talk(phone).says("约检查", "石椅村", "2组", "王五 幺三七幺二三四五六七八 哦豁说错了 七九收尾")
    assert (talk["resident_name"], talk["call_phone"]["number"]) == ("王五", "13712345679")
