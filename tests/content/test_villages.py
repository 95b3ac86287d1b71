"""A villager says where he is, in whatever way it is said here."""

import pytest

from content.load import Library
from content.villages import find_place, numeral


@pytest.mark.parametrize(
    ("said", "village", "group"),
    [
        ("我在石椅村二组", "shiyi", 2),
        ("石椅子村2社", "shiyi", 2),
        ("不对，是石椅村", "shiyi", None),
        ("不是五星村，是石椅", "shiyi", None),
        ("擂鼓五星第三村民小组", "wuxing", 3),
        ("五新村四队", "wuxing", 4),
        ("样例下坝一社", "qinglian-yangli", 3),
        ("石椅村九组", "shiyi", None),
        ("三组，石椅村", "shiyi", 3),
        ("小枧样例村第６组", "xiaojian-yangli", 6),
    ],
)
def test_place_is_known(library: Library, said: str, village: str, group: int | None) -> None:
    place = find_place(said, library.villages)
    assert place is not None
    assert (place.village_code, place.group_number) == (village, group)


@pytest.mark.parametrize("said", ["", "三组", "电费好多钱", "二十一村", "两组插座", "🙂" * 50])
def test_what_names_no_place_is_none(library: Library, said: str) -> None:
    assert find_place(said, library.villages) is None


def test_a_group_alone_counts_when_the_village_is_known(library: Library) -> None:
    place = find_place("三社", library.villages, hint="wuxing")
    assert place is not None
    assert (place.village_code, place.group_number, place.matched) == ("wuxing", 3, "三社")
    assert find_place("电费好多钱", library.villages, hint="wuxing") is None
    assert find_place("九组", library.villages, hint="wuxing") is None


def test_another_village_beats_the_hint(library: Library) -> None:
    place = find_place("我是石椅村一组的", library.villages, hint="wuxing")
    assert place is not None
    assert (place.village_code, place.group_number) == ("shiyi", 1)


def test_numerals() -> None:
    assert [numeral(text) for text in ("7", "七", "十", "十二", "二十", "二十三", "幺", "百")] == [
        7,
        7,
        10,
        12,
        20,
        23,
        1,
        None,
    ]


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("青莲样例村下坝一社", 3),
        ("青莲镇样例村下坝二社", 4),
        ("青莲样例村上坝一社", 1),
        ("青莲样例村坝一社", None),
        ("青莲样例村大田坝一社", None),
        ("青莲样例村一社", 1),
    ],
)
def test_a_group_is_known_by_the_end_of_its_old_name_and_never_guessed(
    library: Library, said: str, group: int | None
) -> None:
    place = find_place(said, library.villages)
    assert place is not None
    assert (place.village_code, place.group_number) == ("qinglian-yangli", group)


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("1组，哦不，2组", 2),
        ("3组，不对不对，是2组", 2),
        ("1组 说错了 是3组", 3),
        ("石椅村1组，不，2组", 2),
        ("不是一组，是二组", 2),
        ("石椅村3组的电表不对，隔壁2组的也是", 3),
        ("3组，不对，是99组", 3),
    ],
)
def test_what_is_put_right_in_the_same_sentence_counts(library: Library, said: str, group: int) -> None:
    found = find_place(said, library.villages, hint="shiyi")
    assert found is not None
    assert (found.village_code, found.group_number) == ("shiyi", group)


@pytest.mark.parametrize("hint", [None, "shiyi", "wuxing"])
@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("我们2组，应该是石椅村", 2),
        ("2组，说错了，石椅村", 2),
        ("石椅村2组，哦不，是石椅村", 2),
        ("石椅村1组，不对，2组，应该是石椅村的", 2),
        ("二社，哦豁，说错了，是石椅村二社", 2),
        ("五星村2组，不对，石椅村", None),
        ("不是2组，应该是石椅村", None),
        ("石椅村3组不对头，隔壁2组也停电", 3),
        ("石椅村3组不对劲，隔壁2组也停电", 3),
        ("石椅村3组，不对头，是2组", 2),
    ],
)
def test_the_group_stays_where_only_the_village_is_said_anew(
    library: Library, said: str, group: int | None, hint: str | None
) -> None:
    place = find_place(said, library.villages, hint)
    assert place is not None
    assert (place.village_code, place.group_number) == ("shiyi", group)
