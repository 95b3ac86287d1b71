"""The questions in Excel: what is added becomes a draft, what goes is named first, nothing is lost silently."""

import html
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from actions.clock import local_day, utc_now
from actions.db.engine import read
from actions.services import library
from content.load import parse_article
from content.model import Article
from tests.web.conftest import BOTH_DATABASES
from tests.web.desk import Desk, hidden
from tests.web.editor_form import ARTICLE, HERE, decide, filled, send, text_of
from tests.web.serving import Installation

pytestmark = BOTH_DATABASES

LIST = "/console/library"
ID, VERSION, QUESTION = 1, 2, 4


class Sheet:
    """A workbook as somebody edits it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.book = load_workbook(BytesIO(desk.http.get(f"{LIST}/sheet/questions.xlsx").content))
        self.sheet: Any = self.book.worksheets[0]

    def rows(self, article_id: str = ARTICLE) -> list[int]:
        return [row for row in range(2, self.sheet.max_row + 1) if self.sheet.cell(row, ID).value == article_id]

    def put(self, row: int, column: int, value: Any) -> int:
        self.sheet.cell(row, column).value = value
        return row

    def upload(self) -> str:
        made = BytesIO()
        self.book.save(made)
        return upload(self._desk, made.getvalue())


def upload(desk: Desk, content: bytes) -> str:
    csrf = hidden(desk.http.get(LIST).text, "csrf")
    files = {"sheet": ("questions.xlsx", content)}
    return desk.http.post(f"{LIST}/sheet/questions", data={"csrf": csrf}, files=files, timeout=120).text


def say_yes(desk: Desk, page: str, take: list[str] | None = None) -> str:
    """Press the button under what is asked about."""
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if "sheet/questions/confirm" in f)
    ticked = re.findall(r'name="take" value="([^"]*)" checked', form) if take is None else take
    data = {"csrf": hidden(form, "csrf"), "plan": html.unescape(hidden(form, "plan")), "take": ticked}
    return desk.http.post(f"{LIST}/sheet/questions/confirm", data=data, files={"x": b""}).text


def article(office: Installation, article_id: str = ARTICLE) -> Article:
    found = parse_article(text_of(office, article_id), f"{article_id}.md")[0]
    assert found is not None
    return found


def number(office: Installation, article_id: str = ARTICLE) -> int:
    with read(office.sessions) as session:
        stored = library.get_article(session, article_id)
    assert stored is not None
    return stored.number


def test_questions_go_to_excel_and_come_back_as_drafts(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    data = bian.http.get(f"{LIST}/sheet/questions.xlsx").content
    sheet = Sheet(bian)
    sheet.sheet.append((ARTICLE, 1, "", "线下头甩竿子得行不"))
    sheet.sheet.append(("no-such", 1, "", "哪个都不是"))
    sheet.sheet.append(("wet-hands", "甲", "", "版本不对"))
    shown = sheet.upload()
    assert "改了 1 篇" in shown
    assert "加上：<ins>线下头甩竿子得行不</ins>" in shown
    assert f"第{sheet.sheet.max_row}行" in shown
    assert "no-such：没有找到这篇文章" in shown
    assert "status: draft" in text_of(office)
    assert "线下头甩竿子得行不" in text_of(office)
    assert number(office, "wet-hands") == 1
    assert "改了" not in sheet.upload(), "what is in already changes nothing"
    assert "去掉：<del>线下头甩竿子得行不</del>" in upload(bian, data), "an older sheet takes nothing back unasked"
    assert "线下头甩竿子得行不" in text_of(office)
    assert "打不开" in upload(bian, b"no sheet at all")
    assert desk("qushan").http.get(f"{LIST}/sheet/questions.xlsx").status_code == 403


SPOILT = [
    (ID, "../../etc/passwd", "没有找到这篇文章"),
    (ID, "fishing-under-line", "没有找到这篇文章"),
    (ID, None, "要有编号"),
    (ID, "wet-hands", "已经是《高压线下为什么不能钓鱼》的问法"),
    (QUESTION, '=HYPERLINK("http://x","y")', "是公式，不是文字"),
    (QUESTION, None, "这一行没有写问法"),
    (QUESTION, 12345, "是数字，不是一句话"),
    (QUESTION, "鱼", "每个问法是一行话"),
    (QUESTION, "看 https://x.cn", "每个问法是一行话"),
    (VERSION, 7, "同一篇的版本要一样"),
]


def test_a_spoilt_row_takes_nothing_out_of_an_article(desk: Any, office: Installation) -> None:
    sheet, before = Sheet(desk("bian")), text_of(office)
    row = sheet.rows()[1]
    for column, value, said in SPOILT:
        was = sheet.sheet.cell(row, column).value
        sheet.put(row, column, value)
        shown = html.unescape(sheet.upload())
        told = [line for line in re.findall(r"<li>(第.*?)</li>", shown) if said in line]
        assert [line.split("：")[0] for line in told] == [f"第{row}行"], (value, told)
        assert text_of(office) == before, "not a letter of it"
        assert number(office) == 1
        asked = "还没有动，请您看一眼" in shown
        assert asked == (value == "wet-hands"), "what goes is named where the row may be meant for another article"
        assert asked or "《高压线下为什么不能钓鱼》这篇没有动" in told[0]
        assert shown.count("同一篇的版本要一样") == (value == 7), "one line for one wrong cell"
        sheet.put(row, column, was)


def test_what_goes_is_named_and_goes_when_somebody_says_yes(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    sheet = Sheet(bian)
    gone, other = article(office).questions[2], article(office, "wet-hands").questions[1]
    sheet.put(sheet.rows()[2], QUESTION, "线下头甩竿子得行不")
    sheet.sheet.delete_rows(sheet.rows("wet-hands")[1])
    shown = sheet.upload()
    for said in (f"去掉：<del>{gone}</del>", "加上：<ins>线下头甩竿子得行不</ins>", f"去掉：<del>{other}</del>"):
        assert said in html.unescape(shown)
    assert "改了" not in shown.split("<h2>")[0]
    assert (number(office), number(office, "wet-hands")) == (1, 1)
    assert "一篇也没有勾" in say_yes(bian, shown, [])
    done = say_yes(bian, shown, [ARTICLE])
    assert "改了 1 篇" in done
    assert gone not in article(office).questions
    assert "线下头甩竿子得行不" in article(office).questions
    assert other in article(office, "wet-hands").questions, "what was not ticked stays"
    say_yes(bian, shown, [ARTICLE])
    assert number(office) == 2, "a second press writes nothing"


def test_yes_is_said_to_what_was_shown_only(desk: Any, office: Installation) -> None:
    bian, qian = desk("bian"), desk("qian")
    sheet = Sheet(bian)
    sheet.sheet.delete_rows(sheet.rows()[1])
    shown = sheet.upload()
    fields = filled(qian)
    send(qian, fields, "save", reason="加问法", questions=fields["questions"] + "\n钱编辑加的问法")
    assert "别人改过" in say_yes(bian, shown)
    assert "钱编辑加的问法" in text_of(office)
    form = {"csrf": hidden(bian.http.get(LIST).text, "csrf"), "take": ARTICLE}
    for odd in ("", "[", "{}", "[[1]]", "3", '[["a\\u0000",1,[[1,"b"]]]]', "[" * 5000):
        answer = bian.http.post(f"{LIST}/sheet/questions/confirm", data={**form, "plan": odd})
        assert answer.status_code < 500, odd
    assert number(office) == 2


def test_the_same_sheet_corrected_goes_on(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    sheet = Sheet(bian)
    sheet.sheet.append((ARTICLE, 1, "", "线下头甩竿子得行不"))
    wrong = sheet.sheet.max_row + 1
    sheet.sheet.append(("wet-hands", 1, "", 12345))
    assert "改了 1 篇" in sheet.upload()
    sheet.put(wrong, QUESTION, "湿手摸插头得行不嘛")
    sheet.sheet.append((ARTICLE, 1, "", "线底下甩竿子要得不"))
    shown = sheet.upload()
    assert "改了 2 篇" in shown
    assert "别人" not in shown
    assert "没有收" not in shown
    assert {"线下头甩竿子得行不", "线底下甩竿子要得不"} <= set(article(office).questions)
    assert number(office) == 3


def test_who_changed_an_article_since_is_called_by_what_he_is(desk: Any, office: Installation) -> None:
    bian, qian = desk("bian"), desk("qian")
    mine, theirs = Sheet(bian), Sheet(qian)
    mine.sheet.append((ARTICLE, 1, "", "线下头甩竿子得行不"))
    mine.upload()
    theirs.sheet.append((ARTICLE, 1, "", "线底下甩竿子要得不"))
    assert "您下载表以后别人改过这篇" in theirs.upload()
    fields = filled(bian)
    send(bian, fields, "submit", reason="送审", questions=fields["questions"])
    mine.sheet.append((ARTICLE, 1, "", "线脚下甩竿子要得不"))
    shown = mine.upload()
    assert "自己又改过或者送审了" in shown
    assert "别人" not in shown
    assert number(office) == 3
    ahead = Sheet(bian)
    for row in ahead.rows():
        ahead.put(row, VERSION, 99)
    ahead.sheet.append((ARTICLE, 99, "", "线脚下甩竿子要得不"))
    assert "库里没有这一版" in ahead.upload()


def test_a_question_of_another_article_is_told_by_its_row(desk: Any, office: Installation) -> None:
    sheet = Sheet(desk("bian"))
    theirs = article(office, "wet-hands").questions[0]
    sheet.sheet.append((ARTICLE, 1, "", f"{theirs}？"))
    sheet.sheet.append(("unpaid-bill", 1, "", "这个问法两篇都想要"))
    sheet.sheet.append(("wildfire-number", 1, "", "这个问法两篇都想要"))
    last = sheet.sheet.max_row
    shown = html.unescape(sheet.upload())
    assert f"第{last - 2}行：“{theirs}？”已经是《{article(office, 'wet-hands').title}》的问法" in shown
    assert f"第{last}行：“这个问法两篇都想要”" in shown
    assert [number(office, one) for one in (ARTICLE, "unpaid-bill", "wildfire-number")] == [1, 1, 1]
    mine = Sheet(desk("bian"))
    mine.sheet.append((ARTICLE, 1, "", "钓鱼竿子碰到高压线咋个得了"))
    assert "改了 1 篇" in mine.upload(), "a question of nobody's is taken"


def test_a_draft_of_a_sheet_says_that_a_plan_is_off(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    send(bian, fields, "submit", reason="改", questions=fields["questions"] + "\n线下头钓得鱼不")
    decide(desk("anjian"), "approve", on=(local_day(utc_now()) + timedelta(days=2)).isoformat())
    sheet = Sheet(bian)
    sheet.sheet.append((ARTICLE, 3, "", "线底下甩竿子要得不"))
    assert "定好日子发布的也就取消了" in sheet.upload()
    assert "定好" not in bian.http.get(HERE).text


def test_a_file_that_is_too_large_is_called_a_file(desk: Any) -> None:
    bian = desk("bian")
    page = upload(bian, bytes(3 * 1024 * 1024))
    assert "这个表有3 MB，太大了" in page
    assert "一次最多512 KB" in page
    assert "写得太长" not in page
