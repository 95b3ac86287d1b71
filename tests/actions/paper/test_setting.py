"""Lines set in the fonts: as wide as their box at most, points hang, bold stays bold."""

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.paper.blocks import Span
from actions.paper.fonts import fonts
from actions.paper.setting import Setter, Style

TEXT = Style(30, leading=1.5, above=10)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("电线落地，（）95598kV ①‰Ω😀\n"), max_size=80), st.sampled_from(["", "•", "12."]))
def test_no_line_leaves_its_box(text: str, marker: str) -> None:
    lines = Setter(fonts()).set([Span(text)], TEXT, 40, 300, marker)
    assert all(line.reach <= 300.001 for line in lines)
    said = "".join(line.text for line in lines).removeprefix(marker)
    wanted = text.replace("Ω", "欧姆").replace("😀", "")
    assert [char for char in said if not char.isspace()] == [char for char in wanted if not char.isspace()]
    assert all(piece.face.has(char) for line in lines for piece in line.pieces for char in piece.text)


def test_a_point_hangs_before_its_text() -> None:
    first, second = Setter(fonts()).set([Span("先断电，再救人，莫用手去拉")], TEXT, 40, 300, marker="1.")
    assert first.pieces[0].x == 40
    assert first.text.startswith("1.先断电")
    assert second.pieces[0].x > 60
    assert (first.above, second.above, first.height) == (10, 0, 45)


def test_bold_and_plain_stand_in_one_line() -> None:
    (line,) = Setter(fonts()).set([Span("先"), Span("断电", True), Span("③")], TEXT, 0, 300)
    assert [piece.text for piece in line.pieces] == ["先", "断电", "③"]
    assert [piece.x for piece in line.pieces] == [0, 30, 90]
    assert line.pieces[1].face is fonts().bold
