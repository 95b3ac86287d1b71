"""Lines of Chinese end where they may."""

from hypothesis import example, given
from hypothesis import strategies as st

from actions.paper.lines import NOT_FIRST, NOT_LAST, break_lines

CHINESE = "电线落地莫去捡，离远些。打（95598）！《条例》规定：不许钓鱼；问“谁管”？、…—·"
WORDS = st.sampled_from(
    ["35kV", "95598", "3米", "10千伏", "2026年", "10%", "10 kV", "RCD", "①", "≤4", "12398", " ", "a-b"]
)
MIXED = st.lists(st.one_of(st.sampled_from(CHINESE), WORDS), max_size=80).map("".join)


def lines_of(text: str, room: float) -> list[str]:
    widths = [0.5 if char.isascii() else 1.0 for char in text]
    return [text[start:end] for start, end in break_lines(text, widths, room)]


def width_of(line: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in line.rstrip())


@example("0000）", 1)
@given(st.text(max_size=120), st.integers(min_value=1, max_value=12))
def test_nothing_is_lost_and_no_line_is_wider_than_its_room(text: str, room: int) -> None:
    lines = lines_of(text, room)
    assert "".join(lines) == text
    assert all(width_of(line) <= room or len(line.rstrip()) == 1 for line in lines)
    assert all("\n" not in line[:-1] for line in lines)


@given(MIXED, st.integers(min_value=60, max_value=90))
def test_no_line_begins_or_ends_with_what_may_not(text: str, room: int) -> None:
    lines = lines_of(text, room)
    assert not [line for line in lines[1:] if line[0] in NOT_FIRST]
    assert not [line for line in lines[:-1] if line.rstrip()[-1:] in NOT_LAST and line.strip()]


@given(st.lists(st.sampled_from(["35kV", "95598", "3米", "10千伏", "2026年", "10%", "10 kV", "1—10千伏", "第3条"])))
def test_numbers_keep_their_units(words: list[str]) -> None:
    text = "的".join(words)
    told = [word for line in lines_of(text, 7) for word in line.strip("的").split("的") if word]
    assert told == words


def test_a_villager_reads_them_so() -> None:
    assert lines_of("多宽要看电压，先问供电所，打95598；有人触电打120。", 12) == [
        "多宽要看电压，先问供电",
        "所，打95598；有人触电打",
        "120。",
    ]
    assert lines_of("看《电力设施保护条例》（第十五条）", 5)[0] == "看《电力设"
    assert lines_of("", 5) == [""]


def test_an_address_is_cut_behind_a_stroke() -> None:
    address = "https://babahui.example.cn/a/power-line-protection-zone"
    assert lines_of(address, 20) == ["https://babahui.example.cn/a/power-line-", "protection-zone"]
