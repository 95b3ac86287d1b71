"""Every character of the library can be drawn, and what cannot is never an empty box."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.paper.fonts import FOLDER, Fonts, FontsError, fonts
from actions.paper.signs import printable
from actions.troubles import sentence
from content.load import DEFAULT_ROOT


def test_every_character_of_the_library_is_there() -> None:
    files = [*DEFAULT_ROOT.glob("*/*/*.md"), *DEFAULT_ROOT.rglob("*.yml")]
    used = set("".join(path.read_text("utf-8") for path in files)) - set("\n\t\r")
    assert not [char for char in used if not fonts().has(char)]
    assert len(used) > 2000


@pytest.mark.parametrize("char", "‰≤①②③④⑤孃搠蹚黢℃☎")
def test_a_rare_character_comes_from_a_slice(char: str) -> None:
    face = fonts().face_of(char, bold=True)
    assert face is not None
    assert face not in (fonts().regular, fonts().bold)
    assert face.has(char)


def test_what_is_bold_is_drawn_bold_where_it_can_be() -> None:
    assert fonts().face_of("电", bold=True) is fonts().bold
    assert fonts().face_of("电") is fonts().regular
    assert fonts().regular.advances[ord("电")] == 1.0


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("不大于4Ω", "不大于4欧姆"),
        ("30μA", "30微A"),
        ("🚫不要摸", "【禁止标志】不要摸"),
        ("⚡️有电", "【闪电】有电"),
        ("好的😀！", "好的！"),
        ("1️⃣先断电", "1先断电"),
        ("零\u200b宽", "零宽"),
        ("𝟏米", "1米"),
        ("\U0002cb78", "〔U+2CB78〕"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_what_no_font_has_is_said_or_left_out(written: str, shown: str) -> None:
    assert printable(written, fonts().has) == shown


def test_evidence_leaves_nothing_out() -> None:
    assert printable("好的😀！4Ω", fonts().has, exact=True) == "好的〔U+1F600〕！4欧姆〔U+03A9〕"


@given(st.text(max_size=40), st.booleans())
def test_whatever_is_written_can_be_drawn(text: str, exact: bool) -> None:
    shown = printable(text, fonts().has, exact)
    assert all(char == "\n" or fonts().has(char) for char in shown)
    kept = [char for char in text if fonts().has(char)]
    assert not exact or len(shown) >= len(text)
    assert [char for char in kept if char not in shown] == []


def test_without_fonts_one_sentence_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FontsError) as missing:
        Fonts(tmp_path)
    assert "python -m web.assets" in (sentence(missing.value) or "")


def test_a_font_cut_short_is_named(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "unicode.json", tmp_path)
    whole = FOLDER / "noto-sans-sc-chinese-simplified-400-normal.woff"
    (tmp_path / whole.name).write_bytes(whole.read_bytes()[:5000])
    with pytest.raises(FontsError, match=whole.name):
        Fonts(tmp_path)
