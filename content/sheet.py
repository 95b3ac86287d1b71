"""The questions of the library as a spreadsheet, for people who live in Excel: out, and in with every row checked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from content.model import Article

HEAD = ("编号", "版本", "题目", "问法")
LONGEST_FILE = 2_000_000
_UNPACKED = 40_000_000
_ROWS = 60_000
_WIDTHS = (30, 8, 36, 60)


@dataclass(frozen=True)
class SheetQuestions:
    """What a sheet says of an article: the version it was made from, its questions, and the row it begins in."""

    number: int
    questions: tuple[str, ...]
    row: int


@dataclass(frozen=True)
class RowProblem:
    """Why a row cannot be taken, said in Chinese."""

    row: int
    message: str


class NoSheet(ValueError):
    """The file is no spreadsheet of questions; the message says why, in Chinese."""


def write_questions(articles: Iterable[tuple[Article, int]]) -> bytes:
    """One row per question, with the article's id, version and title, as an .xlsx file."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "问法"
    sheet.append(HEAD)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for article, number in articles:
        for question in article.questions:
            sheet.append((article.id, number, article.title, question))
            # What begins with = is somebody's question, never a formula.
            sheet.cell(row=sheet.max_row, column=len(HEAD)).data_type = "s"
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCD"[place]].width = width
    sheet.freeze_panes = "A2"
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def read_questions(data: bytes) -> tuple[dict[str, SheetQuestions], list[RowProblem]]:
    """The questions by article id as the sheet has them now, and the rows that say none; raises NoSheet.

    Columns are found by their heads, so they may be moved; rows may be sorted, added and taken out. An article none of
    whose rows can be taken is not among them, so that it keeps the questions it has.
    """
    rows = _rows(data)
    head = [str(cell.value or "").strip() for cell in next(rows, ())]
    if any(name not in head for name in ("编号", "版本", "问法")):
        raise NoSheet("第一行要有“编号”“版本”“问法”这几个表头，请用导出的表来改。")
    place = {name: head.index(name) for name in ("编号", "版本", "问法")}
    found: dict[str, SheetQuestions] = {}
    problems: list[RowProblem] = []
    for number, row in enumerate(rows, 2):
        cells = {name: row[at] for name, at in place.items() if at < len(row)}
        values = {name: str(cell.value or "").strip() for name, cell in cells.items()}
        if not any(values.values()):
            continue
        if number > _ROWS:
            problems.append(RowProblem(number, f"一次最多收{_ROWS}行，从这一行起都没有收，请分成几个表传。"))
            break
        # What Excel worked out may be anything; the person meant the text.
        worked_out = [name for name, cell in cells.items() if cell.data_type in ("f", "e")]
        if worked_out:
            name = worked_out[0]
            problems.append(RowProblem(number, f"“{name}”这一格是公式，不是文字；要写等号开头的话，前面加一个单引号。"))
            continue
        article_id, question, version = values.get("编号", ""), values.get("问法", ""), _whole(values.get("版本"))
        if not article_id or version is None:
            problems.append(RowProblem(number, "要有编号和版本；新加的问法，照着同一篇的别的行抄。"))
            continue
        if not question:
            problems.append(RowProblem(number, "这一行没有写问法。"))
            continue
        before = found.get(article_id, SheetQuestions(version, (), number))
        if before.number != version:
            problems.append(RowProblem(number, "同一篇的版本要一样。"))
            continue
        if question not in before.questions:
            before = SheetQuestions(version, (*before.questions, question), before.row)
        found[article_id] = before
    return found, problems


def _rows(data: bytes) -> Any:
    from openpyxl import load_workbook

    if len(data) > LONGEST_FILE:
        raise NoSheet("文件太大了，问法的表不会超过2兆。")
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
                raise NoSheet("文件展开以后太大了，请用导出的表来改。")
        sheet: Any = load_workbook(
            BytesIO(data),
            read_only=True,
        ).worksheets[0]
        yield from sheet.iter_rows(max_row=_ROWS + 1, max_col=20)
    except NoSheet:
        raise
    except Exception as error:  # whatever a broken file makes a spreadsheet library raise
        raise NoSheet("这个文件打不开，请存成 .xlsx 再传。") from error


def _whole(value: object) -> int | None:
    try:
        return int(str(value).strip().removesuffix(".0"))
    except ValueError:
        return None
