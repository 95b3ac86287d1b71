"""The questions as a spreadsheet: out and in again unchanged, and every row that does not fit is told."""

import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from content.load import load_library
from content.sheet import HEAD, NoSheet, SheetQuestions, read_questions, write_questions

ARTICLES = [(article, number) for number, article in enumerate(load_library().articles, 1)]


def sheet_of(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in (head, *rows):
        sheet.append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_the_whole_library_goes_out_and_in_unchanged() -> None:
    found, problems = read_questions(write_questions(ARTICLES))
    assert problems == []
    assert {key: (one.number, one.questions) for key, one in found.items()} == {
        article.id: (number, article.questions) for article, number in ARTICLES
    }


def test_what_looks_like_a_formula_is_a_question() -> None:
    article = replace(ARTICLES[0][0], questions=("=1+1", "+86能打通不", "@所有人", "问一句"))
    data = write_questions([(article, 3)])
    cells = [row[3] for row in load_workbook(BytesIO(data)).worksheets[0].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert read_questions(data)[0][article.id].questions == article.questions


def test_rows_may_be_moved_and_columns_too() -> None:
    rows = [("问二", "wet-hands", 1.0), ("问一", "wet-hands", "1"), (None, None, None), ("问一", "wet-hands", 1)]
    found, problems = read_questions(sheet_of(*rows, head=("问法", "编号", "版本")))
    assert problems == []
    assert found == {"wet-hands": SheetQuestions(1, ("问二", "问一"), (2, 3))}


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (("wet-hands", "甲", "", "问二"), "版本要是数字"),
        (("wet-hands", None, "", "问二"), "版本要是数字"),
        (("wet-hands", 1, "", None), "没有写问法"),
        (("wet-hands", 1, "", "  "), "没有写问法"),
        (("wet-hands", 1, "", '=HYPERLINK("http://x","问二")'), "公式"),
        (("wet-hands", 1, "", '="咋个"&"办"'), "公式"),
        (("wet-hands", "=B2", "", "问二"), "公式"),
        (("wet-hands", 1, "", 12345), "是数字，不是一句话"),
        (("wet-hands", 1, "", 0), "是数字，不是一句话"),
        (("wet-hands", 1, "", 95598.5), "是数字，不是一句话"),
        (("wet-hands", 1, "", datetime(2026, 11, 30)), "是日期，不是一句话"),
        (("wet-hands", 1, "", True), "不是一句话"),
        (("wet-hands", 2, "", "问二"), "同一篇的版本要一样"),
    ],
)
def test_one_spoilt_row_keeps_the_article_as_it_is(spoilt: tuple[Any, ...], said: str) -> None:
    found, (told,) = read_questions(
        sheet_of(("wet-hands", 1, "", "问一"), ("wildfire-number", 4, "", "问火"), spoilt, ("wet-hands", 1, "", "问三"))
    )
    assert found == {"wildfire-number": SheetQuestions(4, ("问火",), (3,))}, "the others go on"
    assert (told.row, told.article_id) == (4, "wet-hands")
    assert said in told.message


@pytest.mark.parametrize("article_id", ["", None, "=A2"])
def test_a_row_that_names_no_article_says_at_least_what_it_asks(article_id: Any) -> None:
    found, (told,) = read_questions(sheet_of(("wet-hands", 1, "", "问一"), (article_id, 1, "", "问二")))
    assert list(found) == ["wet-hands"]
    assert (told.row, told.article_id, told.question) == (3, "", "问二")


@pytest.mark.parametrize("question", ["12345打得通不", "'12345", "=号开头咋个念", "95598", "真的", "2026年过年放假不"])
def test_text_that_only_looks_like_something_else_is_a_question(question: str) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(HEAD)
    sheet.append(("wet-hands", 1, "", question))
    sheet["D2"].data_type = "s"
    made = BytesIO()
    book.save(made)
    found, problems = read_questions(made.getvalue())
    assert problems == []
    assert found["wet-hands"].questions == (question,)


def test_one_wrong_version_is_one_line_wherever_it_stands() -> None:
    for wrong in range(8):
        rows = [("wet-hands", 7 if number == wrong else 1, "", f"问{number}") for number in range(8)]
        found, (told,) = read_questions(sheet_of(*rows))
        assert found == {}
        assert told.row == wrong + 2
        assert f"第{wrong + 2}行写的是7，别的行是1" in told.message
    several = [("wet-hands", 1 + number % 3, "", f"问{number}") for number in range(4)]
    (told,) = read_questions(sheet_of(*several))[1]
    assert "第3、4行" in told.message


def test_a_sheet_that_is_too_long_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.sheet._ROWS", 3)
    rows = [("wet-hands", 1, "", f"问{number}") for number in range(9)]
    with pytest.raises(NoSheet, match="都没有收"):
        read_questions(sheet_of(*rows))
    assert read_questions(sheet_of(*rows[:2]))[0]["wet-hands"].questions == ("问0", "问1")


def test_a_row_with_a_title_only_is_nothing() -> None:
    rows = [("wet-hands", 1, "", "问一"), (None, None, "只有题目", None), (None, None, None, None)]
    found, problems = read_questions(sheet_of(*rows))
    assert (list(found), problems) == (["wet-hands"], [])


@pytest.mark.parametrize("data", [b"", b"PK", b"\xd0\xcf\x11\xe0old excel", "编号,问法".encode(), b"x" * 3_000_000])
def test_what_is_no_sheet_is_said(data: bytes) -> None:
    with pytest.raises(NoSheet, match="。"):
        read_questions(data)


def test_other_heads_and_bombs_are_refused() -> None:
    with pytest.raises(NoSheet, match="表头"):
        read_questions(sheet_of(("a", 1), head=("id", "n")))
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(NoSheet, match="太大"):
        read_questions(bomb.getvalue())
