"""Where a sentence puts itself right, and where a word like that only tells of a trouble."""

import pytest

from content.corrected import put_right, said_last


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("1组，哦不，2组", "2组"),
        ("3组，不对头，是2组", "2组"),
        ("3组，哦不对头，2组", "2组"),
        ("3组，不对头哈，2组", "2组"),
        ("3组，哦豁，不对，2组", "2组"),
        ("3组，哦豁说错了，2组", "2组"),
        ("3组，整拐了，2组", "2组"),
        ("3组，哦豁不对，2组", "2组"),
        ("3组，哦豁，2组", "2组"),
        ("3组，不得是，是2组", "2组"),
        ("1组，不对，2组，哦不，3组", "3组"),
        ("我们2组，应该是石椅村", "石椅村"),
    ],
)
def test_what_stands_behind_the_last_word_of_correction_counts(said: str, last: str) -> None:
    assert said_last(said)[0] == last


@pytest.mark.parametrize(
    "said",
    [
        "石椅村3组不对头，隔壁2组也停电",
        "3组不对劲，2组也是",
        "哎，不对劲，2组那边冒烟",
        "哎，不对头，电线在响",
        "石椅村3组的电表不对，隔壁2组的也是",
        "石椅村3组，不对头得很，隔壁2组也停电",
        "电压不对头，灯不亮",
        "石椅村1组，哦豁，停电了",
        "1组停电了，哦豁，2组也停了",
        "不得是骗子嘛",
    ],
)
def test_something_that_is_wrong_is_no_correction(said: str) -> None:
    assert put_right(said) is None
