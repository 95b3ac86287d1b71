"""The questions of the library as a spreadsheet, for people who live in Excel: out, and in with every row checked."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from content.model import Article

HEAD = ("编号", "版本", "题目", "问法")
LONGEST_FILE = 2_000_000
_NEEDED = ("编号", "版本", "问法")
_UNPACKED = 40_000_000
_ROWS = 60_000
_WIDTHS = (30, 8, 36, 60)
_NO_WORDS = {"n": "数字", "d": "日期", "b": "“对”或者“错”"}


@dataclass(frozen=True)
class SheetQuestions:
    """What a sheet says of an article: the version it was made from, its questions, and the row each stands in."""

    number: int
    questions: tuple[str, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True)
class RowProblem:
    """Why a row cannot be taken, said in Chinese; of which article it is, and what it asks, as far as it says so."""

    row: int
    message: str
    article_id: str = ""
    question: str = ""


@dataclass(frozen=True)
class _Row:
    number: int
    article_id: str
    version: int
    question: str


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

    Columns are found by their heads, so they may be moved; rows may be sorted, added and taken out. An article any of
    whose rows cannot be taken is not among them: without that row it would lose a question nobody meant to take away.
    """
    rows = _rows(data)
    head = [str(cell.value or "").strip() for cell in next(rows, ())]
    if any(name not in head for name in _NEEDED):
        raise NoSheet("第一行要有“编号”“版本”“问法”这几个表头，请用导出的表来改。")
    place = {name: head.index(name) for name in _NEEDED}
    taken: dict[str, list[_Row]] = {}
    problems: list[RowProblem] = []
    for number, row in enumerate(rows, 2):
        cells = {name: row[at] for name, at in place.items() if at < len(row)}
        values = {name: _text(cell) for name, cell in cells.items()}
        if not any(values.values()):
            continue
        if number > _ROWS:
            # Which articles go on below nobody knows, so that each of them might lose what stands there.
            raise NoSheet(f"一次最多收{_ROWS}行，这个表太长，都没有收。请分成几个表传，同一篇的放在一个表里。")
        said = _row(number, cells, values)
        if isinstance(said, RowProblem):
            problems.append(said)
        else:
            taken.setdefault(said.article_id, []).append(said)
    for of_article in taken.values():
        problems += _other_versions(of_article)
    spoilt = {problem.article_id for problem in problems}
    found = {key: _questions(of_article) for key, of_article in taken.items() if key not in spoilt}
    return found, sorted(problems, key=lambda problem: problem.row)


def _row(number: int, cells: dict[str, Any], values: dict[str, str]) -> _Row | RowProblem:
    # What Excel worked out may be anything; the person meant the text.
    worked_out = [name for name, cell in cells.items() if cell.data_type in ("f", "e")]
    plain = {name: "" if name in worked_out else value for name, value in values.items()}
    article_id, question = plain.get("编号", ""), plain.get("问法", "")

    def wrong(message: str) -> RowProblem:
        return RowProblem(number, message, article_id, question)

    if worked_out:
        return wrong(f"“{worked_out[0]}”这一格是公式，不是文字；要写等号开头的话，前面加一个单引号。")
    version = _whole(plain.get("版本"))
    if not article_id:
        return wrong("要有编号和版本；新加的问法，照着同一篇的别的行抄。")
    if version is None:
        return wrong("版本要是数字，照着同一篇的别的行抄。")
    if not question:
        return wrong("这一行没有写问法；不要这个问法了，就把整行删掉。")
    kind = _NO_WORDS.get(cells["问法"].data_type)
    if kind is not None:
        return wrong(f"“问法”这一格是{kind}，不是一句话；真有人这样问，前面加一个单引号。")
    return _Row(number, article_id, version, question)


def _other_versions(rows: Sequence[_Row]) -> list[RowProblem]:
    """One problem for the rows of an article that name another version than most of them."""
    counted = Counter(row.version for row in rows)
    if len(counted) == 1:
        return []
    usual = counted.most_common(1)[0][0]
    others = [row for row in rows if row.version != usual]
    places = "、".join(str(row.number) for row in others[:5]) + ("等" if len(others) > 5 else "")
    said = f"同一篇的版本要一样：第{places}行写的是{others[0].version}，别的行是{usual}。"
    return [RowProblem(others[0].number, said, others[0].article_id, others[0].question)]


def _questions(rows: Sequence[_Row]) -> SheetQuestions:
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(row.question, row.number)
    return SheetQuestions(rows[0].version, tuple(first), tuple(first.values()))


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


def _text(cell: Any) -> str:
    # A nought is something that was written, other than an empty cell.
    return "" if cell.value is None else str(cell.value).strip()


def _whole(value: object) -> int | None:
    try:
        return int(str(value).strip().removesuffix(".0"))
    except ValueError:
        return None
