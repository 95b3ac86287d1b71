"""What holds for every text, not only for the golden ones."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_audio.article import read_article
from tts_audio.normalize import NotSpeakable, speakable, spoken_text

LIBRARY = Path(__file__).parents[2] / "content" / "library"
CHINESE = "今天停电请打报修电话三号楼组长说好的度千伏米，。：；、（）“”—…！？"
SIGNS = "0123456789.-~/%:+¥×=#℃ \n"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=CHINESE + SIGNS, max_size=40))
def test_no_digit_and_no_sign_reaches_a_voice_and_reading_twice_changes_nothing(text: str) -> None:
    words = speakable(text)
    assert re.fullmatch(r"[\u3400-\u9fff，。、；：！？]*", words), words
    assert speakable(words) == words


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_refused_in_words(text: str) -> None:
    words = spoken_text(text)
    if re.search(r"[^\u3400-\u9fff\uf900-\ufaff〇，。、；：！？]", words):
        with pytest.raises(NotSpeakable):
            speakable(text)
    else:
        assert speakable(text) == words


@settings(max_examples=100, deadline=None)
@given(
    before=st.sampled_from(["请打", "拨打", "电话：", "", "停电找", "可以打电话"]),
    hotline=st.sampled_from(["95598", "12398", "110", "119", "120", "96110", "12119", "12345"]),
    behind=st.sampled_from(["。", "", "，", "或者问村上", "、110", "报修", "问一问", "断电", "人工服务"]),
)
def test_a_hotline_is_never_read_as_a_quantity(before: str, hotline: str, behind: str) -> None:
    told = "".join("零幺二三四五六七八九"[int(digit)] for digit in hotline)
    assert told in speakable(before + hotline + behind)


def test_a_very_long_text_is_read_in_a_moment() -> None:
    words = speakable("家里220V，漏保30mA，请打95598。" * 400)
    assert words.count("九五五九八") == 400


def test_letters_stay_in_the_readable_form_so_that_an_editor_sees_them() -> None:
    assert spoken_text("LED灯用5W") == "LED灯用五瓦"


def test_every_word_the_library_would_say_aloud_can_be_said() -> None:
    articles = sorted(LIBRARY.glob("*/*.md"))
    if not articles:
        pytest.skip("这里没有内容库")
    for path in articles:
        for section in ("广播稿", "简答"):
            assert speakable(read_article(path, section).text), f"{path.name} {section}"
