"""Markdown on paper: every word stands there, and no markup."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.paper.blocks import Block, Span, blocks_of
from content.render import detail_html


def told(block: Block) -> str:
    return block.marker + "".join(span.text for span in block.spans)


def test_headings_lists_and_quotes() -> None:
    text = "### 怎么办\n\n先**断电**。\n\n1. 一\n2. 二\n   - 里面\n\n- 点\n\n> 别人说的\n\n---\n"
    blocks = blocks_of(text)
    assert [(block.kind, told(block), block.depth) for block in blocks] == [
        ("heading", "怎么办", 0),
        ("text", "先断电。", 0),
        ("item", "1.一", 0),
        ("item", "2.二", 0),
        ("item", "•里面", 1),
        ("item", "•点", 0),
        ("quote", "别人说的", 0),
        ("rule", "", 0),
    ]
    assert blocks[1].spans == (Span("先"), Span("断电", True), Span("。"))


def test_a_box_to_tick_off_stands_instead_of_the_bullet() -> None:
    blocks = blocks_of("- [ ] 人**走**\n- [x] **门关**\n- 打95598\n- [~] 不是格子\n\n1. [ ] 数着来\n")
    assert [(block.marker, "".join(span.text for span in block.spans)) for block in blocks] == [
        ("□", "人走"), ("☑", "门关"), ("•", "打95598"), ("•", "[~] 不是格子"), ("1.", "□ 数着来"),
    ]  # fmt: skip


def test_a_table_is_read_row_by_row() -> None:
    text = "| 档 | 用多少 | 多少钱 |\n|---|---|---|\n| 第一档 | 180度以内 | 0.52元 |\n| 第二档 | 到280度 | 0.62元 |\n"
    assert [told(block) for block in blocks_of(text)] == [
        "档：第一档\n用多少：180度以内\n多少钱：0.52元",
        "档：第二档\n用多少：到280度\n多少钱：0.62元",
    ]
    assert [span for span in blocks_of(text)[0].spans if span.bold] == [Span("档：", True), Span("第一档", True)]
    assert [told(block) for block in blocks_of(text.split("| 第一档")[0])] == ["档、用多少、多少钱"]


def test_a_line_of_the_source_goes_on_and_an_address_is_written_out() -> None:
    assert told(blocks_of("先断\n电再 go\nhome")[0]) == "先断电再 go home"
    assert (
        told(blocks_of("看[网站](https://www.12377.cn)，打[95598](tel:95598)")[0])
        == "看网站（https://www.12377.cn），打95598"
    )


def test_html_is_shown_as_text_like_on_pages() -> None:
    assert told(blocks_of("<b>粗</b>")[0]) == "<b>粗</b>"


PARTS = ["电", "线", "\n", "\n\n", "- ", "**", "### ", "> ", "1. ", "`", "|", "|-|-|\n", "[", "](", ")"]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PARTS)))
def test_no_word_that_pages_show_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    shown = "".join(told(block) for block in blocks_of(text))
    page = re.sub("<[^>]*>", "", detail_html(text))
    assert shown.count("电") >= page.count("电")
    assert shown.count("线") >= page.count("线")
