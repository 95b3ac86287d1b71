"""Whatever people type comes out in one form, and dialect only where it cannot be anything else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.load import Library
from content.model import Term
from content.normalize import Terms, bare, clean, normalize


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("　電費　怎麼交？？😀😀", "电费怎么交??"),
        ("ＡＰＰ１２３", "APP123"),
        ("好久来电嘛", "什么时候来电嘛"),
        ("娃儿遭电打了咋个办", "孩子触电了怎么办"),
        ("打雷扯火闪看电视要得不", "打雷闪电看电视可以吗"),
        ("电费好多钱一度", "电费多少钱一度"),
        ("漏保跳闸咯啷个办", "漏电保护器跳闸了怎么办"),
        ("屋头莫得电了", "家里没有电了"),
        ("会遭罚好多", "会被罚多少"),
        ("晓不晓得", "晓不知道"),
        ("高压线底下过不过得", "高压线下面过不过得"),
        ("贼娃子偷电线", "小偷偷电线"),
    ],
)
def test_dialect_is_understood(library: Library, said: str, meant: str) -> None:
    assert normalize(said, library.terms) == meant


@pytest.mark.parametrize(
    "said",
    [
        "只要得到批准",
        "高兴得不得了",
        "第二天再来",
        "十二天",
        "等了好久才能来电",
        "娃哈哈",
        "女娃",
        "水沟沟边",
        "耍赖",
        "没得到奖",
        "人马上来",
        "触电后头疼",
        "屋里头晕",
        "老师擦黑板",
        "手底下",
        "到底下没下雨",
    ],
)
def test_mandarin_that_looks_like_dialect_stays(library: Library, said: str) -> None:
    assert normalize(said, library.terms) == said


def test_the_lexicon_is_large_and_each_word_does_something(library: Library) -> None:
    entries = library.terms.entries
    assert len(entries) >= 540
    assert len({term.register for term in entries}) >= 13
    for term in entries:
        assert library.terms.apply(term.means) == term.means, term
        if not term.not_after and not term.not_before:
            assert library.terms.apply(term.say) == term.means, term


def test_neighbours_decide() -> None:
    terms = Terms([Term("要得", "可以", not_after="只", not_before="到")])
    assert [terms.apply(text) for text in ("要得", "只要得", "要得到")] == ["可以", "只要得", "要得到"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_short_printable_and_stable(text: str) -> None:
    terms = Terms([Term("啥子", "什么"), Term("遭罚好多", "被罚多少")])
    once = normalize(text, terms)
    assert len(once) <= 200
    assert once.isprintable()
    assert normalize(once, terms) == once


def test_ten_thousand_characters_keep_both_ends(library: Library) -> None:
    text = "开头" + "中间" * 5000 + "结尾"
    result = normalize(text, library.terms)
    assert len(result) == 200
    assert result.startswith("开头")
    assert bare(clean("？！。")) == ""


def test_greetings_are_skipped_only_when_something_is_left(library: Library) -> None:
    assert "电费" in library.terms.without_fillers("你好,请问电费怎么交")
    assert "你好" not in library.terms.without_fillers("你好,请问电费怎么交")
    assert library.terms.without_fillers("你好") == "你好"
