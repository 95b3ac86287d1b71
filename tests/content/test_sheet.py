"""The questions as a spreadsheet: out and in again unchanged, and every row that does not fit is told."""

import zipfile
from dataclasses import replace
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
    assert found == {"wet-hands": SheetQuestions(1, ("问二", "问一"), 2)}


def test_a_row_that_says_no_article_is_told() -> None:
    rows = [
        ("wet-hands", 1, "", "问一"),
        ("", 1, "", "没有编号"),
        ("wet-hands", "甲", "", "版本不是数"),
        ("wet-hands", 2, "", "两个版本"),
    ]
    found, problems = read_questions(sheet_of(*rows))
    assert found["wet-hands"].questions == ("问一",)
    assert [problem.row for problem in problems] == [3, 4, 5]


def test_a_formula_is_told_and_takes_nothing_with_it() -> None:
    rows = [
        ("wet-hands", 1, "", "问一"),
        ("wet-hands", 1, "", '="咋个"&"办"'),
        ("wet-hands", "=B2", "", "版本是算出来的"),
        ("wet-hands", 1, "=D2", "问二"),
        ("fishing-under-lines", 1, "", "=D2"),
    ]
    found, problems = read_questions(sheet_of(*rows))
    assert found == {"wet-hands": SheetQuestions(1, ("问一", "问二"), 2)}, "no article loses all it had"
    assert [problem.row for problem in problems] == [3, 4, 6]
    assert all("公式" in problem.message for problem in problems)


def test_every_row_that_is_not_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("wet-hands", 1, "", "问一"), ("wet-hands", 1, "", None), (None, None, "只有题目", None), ("", 2, "", "")]
    found, problems = read_questions(sheet_of(*rows))
    assert found["wet-hands"].questions == ("问一",)
    assert [problem.row for problem in problems] == [3, 5]
    monkeypatch.setattr("content.sheet._ROWS", 3)
    many = sheet_of(*[("wet-hands", 1, "", f"问{number}") for number in range(9)])
    found, problems = read_questions(many)
    assert found["wet-hands"].questions == ("问0", "问1")
    assert [problem.row for problem in problems] == [4]
    assert "没有收" in problems[0].message


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
