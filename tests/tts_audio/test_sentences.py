"""A text is cut where a voice may breathe, and nothing audible is lost."""

from hypothesis import given
from hypothesis import strategies as st

from tts_audio.sentences import MAX_CHARS, split


def test_sentences_end_where_they_end() -> None:
    assert split("先断电。再救人！别慌？好；走") == ["先断电。", "再救人！", "别慌？", "好；", "走"]


def test_a_long_sentence_is_cut_at_a_comma() -> None:
    long = "，".join(["雷雨天不要在大树下面躲雨"] * 6) + "。"
    pieces = split(long)
    assert pieces == ["雷雨天不要在大树下面躲雨，"] * 5 + ["雷雨天不要在大树下面躲雨。"]
    assert split("手要干，脚下没有水，够得着才去拉总闸，再打电话。") == [
        "手要干，脚下没有水，够得着才去拉总闸，",
        "再打电话。",
    ]
    assert split("一句没有逗号的话不论多长都要念完" * 4)[0] == ("一句没有逗号的话不论多长都要念完" * 4)[:MAX_CHARS]


def test_the_first_piece_is_short_so_that_somebody_hears_something_soon() -> None:
    text = "高压线下不能钓鱼，鱼竿碰到线会触电，请离远一点。再打电话。"
    assert split(text, first=16)[:2] == ["高压线下不能钓鱼，", "鱼竿碰到线会触电，请离远一点。"]
    assert split("别碰电线。再打电话。", first=16) == ["别碰电线。", "再打电话。"]


@given(st.text(alphabet="天地人电，。！；、", max_size=300), st.integers(5, 60), st.none() | st.integers(4, 20))
def test_every_word_comes_once_and_in_order(text: str, most: int, first: int | None) -> None:
    pieces = split(text, most, first)
    words = [char for char in text if char.isalnum()]
    assert [char for piece in pieces for char in piece if char.isalnum()] == words
    assert all(len(piece) <= most for piece in pieces)
