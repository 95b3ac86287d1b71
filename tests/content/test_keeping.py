"""A visual editor writes the whole text anew; what nobody touched stays as it was, byte for byte."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.keeping import keep_untouched
from content.load import library_files, parse_article
from content.render import detail_html

ROOT = Path(__file__).parents[2] / "content"
DETAILS = [
    (path.stem, article.detail)
    for path in library_files(ROOT)
    if (article := parse_article(path.read_text("utf-8"), path.name)[0]) is not None
]

BEFORE = """### 标题
紧跟的字  
第二行，前面有两个空格。


| 村 | 电话 |
|---|:-:|
| 七郎村|95598 |

* 星号一
* 星号二

  带一段

1) 甲
2) 乙
   - 丙

最后 10*5_3。"""  # noqa: W291 (two spaces at the end of a line are what this is about)

# The same as Vditor 4 gives it back.
VDITOR = """### 标题

紧跟的字
第二行，前面有两个空格。

| 村     | 电话 |
| ------ | :---: |
| 七郎村 | 95598 |

* 星号一
* 星号二

  带一段

1) 甲
2) 乙
   - 丙

最后 10*5_3。"""


def test_nothing_changed_is_the_same_bytes() -> None:
    assert keep_untouched(BEFORE, VDITOR) == BEFORE


def test_one_changed_paragraph_changes_only_itself() -> None:
    after = VDITOR.replace("最后 10*5_3。", "最后 10*5_3。加一句。")
    assert keep_untouched(BEFORE, after) == BEFORE + "加一句。"


def test_a_changed_entry_leaves_the_other_entries_alone() -> None:
    after = VDITOR.replace("星号一", "星号一改了")
    assert keep_untouched(BEFORE, after) == BEFORE.replace("星号一", "星号一改了")


def test_a_changed_cell_changes_the_table_and_nothing_else() -> None:
    kept = keep_untouched(BEFORE, VDITOR.replace("95598", "12345"))
    table = "| 村     | 电话 |\n| ------ | :---: |\n| 七郎村 | 12345 |"
    # Beside a new block the distance is the editor's.
    assert kept == BEFORE.replace("| 村 | 电话 |\n|---|:-:|\n| 七郎村|95598 |", table).replace("。\n\n\n|", "。\n\n|")


def test_what_was_taken_out_is_out_and_what_was_put_in_is_in() -> None:
    after = "### 新的小标题\n\n" + VDITOR.replace("* 星号一\n", "")
    kept = keep_untouched(BEFORE, after)
    assert kept.startswith("### 新的小标题\n\n### 标题\n紧跟的字  \n第二行")
    assert "星号一" not in kept
    assert "* 星号二\n\n  带一段" in kept


def test_blocks_in_another_order_stay_readable() -> None:
    after = "第二段。\n\n第一段。"
    assert keep_untouched("第一段。\n\n第二段。", after) == after


def test_a_changed_paragraph_keeps_its_breaks() -> None:
    assert keep_untouched("甲。  \n乙。", "甲。\n乙，改了。") == "甲。  \n乙，改了。"


def test_a_new_paragraph_breaks_where_the_screen_did() -> None:
    assert keep_untouched("甲。", "甲。\n\n乙。\n丙。") == "甲。\n\n乙。  \n丙。"


def test_lines_that_ended_anywhere_do_not_become_breaks() -> None:
    assert keep_untouched("甲，\n乙。", "甲，\n乙，改了。") == "甲，\n乙，改了。"


def test_a_heading_made_a_paragraph_is_a_change() -> None:
    assert keep_untouched("### 小标题\n\n字", "小标题\n\n字") == "小标题\n\n字"


@pytest.mark.parametrize("detail", [pytest.param(detail, id=name) for name, detail in DETAILS])
def test_the_library_comes_back_as_it_was(detail: str) -> None:
    again = re.sub(r"^- ", "* ", detail, flags=re.M).replace("| ", "|   ").replace("  \n", "\n")
    assert keep_untouched(detail, again) == detail


def test_a_text_of_thousands_of_blocks_comes_back_at_once_as_it_was_sent() -> None:
    many = "字\n\n" * 20_000
    assert keep_untouched("* 一", many) == many


MARKDOWN = st.text(alphabet="甲乙ab12 -*#>|.:`\\[]()<&\n", max_size=60)


@given(MARKDOWN, MARKDOWN)
def test_whatever_comes_back_reads_as_it_was_sent(before: str, after: str) -> None:
    def read(text: str) -> list[str]:
        return detail_html(text).replace("<br>", " ").replace("<p>", "").replace("</p>", "").split()

    assert read(keep_untouched(before, after)) == read(after)
