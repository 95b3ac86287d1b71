"""Phone numbers as people write, say and correct them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.services.phones import is_short_number, is_unfinished, parse_phone

PREVIOUS = "13812345678"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("138—1234—5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("我的电话是13812345678，莫打错了", "13812345678"),
        ("幺三八一二三四五六七八", "13812345678"),
        ("一三八，一二三四，五六七八", "13812345678"),
        ("138一二三四5678", "13812345678"),
        ("电话幺叁八", None),
        ("0816-2345678", "08162345678"),
        ("0816 234 5678", "08162345678"),
        ("(0816)2345678", "08162345678"),
        ("028-87654321", "02887654321"),
        ("2345678", "08162345678"),
        ("打我儿子的 139 0000 1111", "13900001111"),
        ("13812345678，不对，是13900001111", "13900001111"),
        ("不是13812345678，是13900001111", "13900001111"),
        ("13812345678或者13900001111", None),
        ("13812345678 13812345678", "13812345678"),
        ("赵小四13900001111", "13900001111"),
        ("张三娃，13900001111，27号下午", "13900001111"),
        ("打给赵小四，139 0000 1111", "13900001111"),
        ("我是三组的李二 138-1234-5678", "13812345678"),
        ("95598", None),
        ("110", None),
        ("12345", None),
        ("1381234567", None),
        ("138123456789", None),
        ("23812345678", None),
        ("我家三组", None),
        ("", None),
    ],
)
def test_a_number_is_found(text: str, number: str | None) -> None:
    assert parse_phone(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("不对，36收尾", "13812345636"),
        ("36收尾", "13812345636"),
        ("后头是5679", "13812345679"),
        ("尾号是三六", "13812345636"),
        ("尾号是五六三六", "13812345636"),
        ("不对，应该是5699", "13812345699"),
        ("最后两位是99", "13812345699"),
        ("三组", None),
        ("不对", None),
        ("不对，是13900001111", "13900001111"),
    ],
)
def test_a_correction_of_the_end_refers_to_the_number_before(text: str, number: str | None) -> None:
    assert parse_phone(text, PREVIOUS) == number


def test_an_end_without_a_number_before_is_nothing() -> None:
    assert parse_phone("36收尾") is None


def test_service_numbers_are_known() -> None:
    assert is_short_number("95598")
    assert is_short_number("九五五九八")
    assert not is_short_number("13812345678")


@given(st.text(max_size=300))
def test_anything_gives_a_number_or_nothing(text: str) -> None:
    number = parse_phone(text, PREVIOUS)
    assert number is None or (number.isascii() and number.isdigit() and 10 <= len(number) <= 12)


@pytest.mark.parametrize(
    "said", ["电话是123", "我的电话是138", "号码：1380000", "电话 一三八零零", "我老汉的电话是110"]
)
def test_a_number_of_ones_own_that_is_not_whole(said: str) -> None:
    assert is_unfinished(said, asked=False)


def test_digits_alone_are_a_number_only_where_one_is_asked_for() -> None:
    assert is_unfinished("123", asked=True)
    assert is_unfinished("1380000", asked=True)
    assert not is_unfinished("123", asked=False)
    assert not is_unfinished("120", asked=True)  # whom somebody wants to call


@pytest.mark.parametrize(
    "said", ["电话是13800001234", "电话好多", "打110", "电话错了，36收尾", "2组", "电话费123块", "没得电话"]
)
def test_a_whole_number_and_other_words_are_none(said: str) -> None:
    assert not is_unfinished(said, asked=True)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("13712345678，不对，是13712345670", "13712345670"),
        ("13712345678 哦不 13712345670", "13712345670"),
        ("13712345678，打错了，13712345670", "13712345670"),
        ("不是13712345678，是13712345670", "13712345670"),
        ("13712345678，说错了，70收尾", "13712345670"),
        ("1371234，不对，13712345670", "13712345670"),
    ],
)
def test_a_number_that_is_put_right_in_the_same_sentence(said: str, number: str) -> None:
    assert parse_phone(said) == number


@pytest.mark.parametrize(
    "said",
    [
        "石椅村1组电杆歪了，13712345678，不对，是2组学校后面那根",
        "13712345678，不对，后天9点",
        "13712345678，说错了，后头那2根",
        "13712345678，哦不，最后3间屋没得电",
        "13712345678，不对，后面 2 号杆",
        "13712345678，不对，2 组",
        "13712345678，不对，石椅村，2",
        "幺三七一二三四五六七八，哦豁，说错了，是三组后头",
        "13712345678，不对，是屋后头3根杆杆",
        "13712345678，莫打错了",
        "13712345678，不对，来之前打电话",
        "13712345678，对不对嘛",
    ],
)
def test_digits_in_other_words_are_no_end_of_the_number(said: str) -> None:
    assert parse_phone(said) == "13712345678"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("13712345678，不对，是79", "13712345679"),
        ("13712345678，不对，最后一位是九", "13712345679"),
        ("13712345678，最后一位不是8，是9", "13712345679"),
        ("13712345678，不对，最后一个是9不是8", "13712345679"),
        ("幺三七幺二三四五六七八，哦豁说错了，七九收尾", "13712345679"),
        ("13712345678，哦豁，说错了，5679", "13712345679"),
        ("13712345678，不对不对，尾号5679", "13712345679"),
        ("13712345678，不对，后头四位是5 6 7 9哈", "13712345679"),
        ("13712345678，不对，79收尾，石椅村2组", "13712345679"),
        ("13712345678，不对，70收尾，哦不，79收尾", "13712345679"),
        ("13712345678，不对，70收尾，哦不，79", "13712345679"),
        ("13712345678，不对，79收尾，不对，是2组学校后面那根", "13712345679"),
        ("13712345678，不对头，79收尾", "13712345679"),
        ("13712345678，哦豁，79收尾", "13712345679"),
        ("13712345678，哦豁，13712345679", "13712345679"),
        ("13712345678，尾号错了，79", "13712345679"),
        ("13712345678，不对，石椅村2组，号码79收尾", "13712345679"),
        ("一三七，一二三四，五六七八，整拐了，五六七九", "13712345679"),
        ("13712345679，不是13712345678", "13712345679"),
        ("莫打13712345678，打我娃儿的13712345679", "13712345679"),
    ],
)
def test_an_end_that_is_put_right_in_the_same_sentence(said: str, number: str) -> None:
    assert parse_phone(said) == number


@pytest.mark.parametrize(
    "said",
    [
        "13712345678，不对，1371234567",
        "13712345678，不对，倒数第二位是6",
        "13712345678，哦不对，中间是1235",
        "13712345678，哦豁，说错了",
        "幺三七一二三四五六七八，不对不对",
        "13712345678 打错了",
        "13712345678，不对，13812345678或者13912345678",
        "王五13712345678，哦不，叫王六，儿子电话13812345678",
        "王五13712345678，不对，2组，儿子电话13812345678",
    ],
)
def test_which_number_is_meant_is_never_guessed(said: str) -> None:
    assert parse_phone(said) is None


@pytest.mark.parametrize(
    "said", ["不对，是2组学校后面那根", "不对，后天9点", "最后那3间屋", "不对，后面2组", "不对，9"]
)
def test_digits_in_other_words_leave_the_number_said_before(said: str) -> None:
    assert parse_phone(said, PREVIOUS) is None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("电话错了，是36", "13812345636"),
        ("号码最后一位不是8，是9", "13812345679"),
        ("不对，最后一位不是8是9", "13812345679"),
        ("电话改成36结尾", "13812345636"),
        ("电话错了，36收尾，哦不，37", "13812345637"),
        ("哦豁，号码说错了，最后四个是五六三六", "13812345636"),
        ("电话尾号错了，是幺六", "13812345616"),
    ],
)
def test_an_end_said_later_is_that_of_the_number_before(said: str, number: str) -> None:
    assert parse_phone(said, PREVIOUS) == number
