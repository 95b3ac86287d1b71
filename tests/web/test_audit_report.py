"""The audit as a file to hand on: for auditors only, about the day that was asked for, and honest about the chain."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.clock import local_day, utc_now
from actions.db.engine import begin, read
from actions.db.models import LibraryVersion
from actions.paper.fonts import Fonts
from actions.services import audit
from tests.actions.paper.reading import pages_of, text_of
from tests.web.editor_form import ARTICLE, decide, filled, send
from tests.web.serving import Installation

REPORT = "/console/audit/report.pdf"


def test_the_auditor_takes_a_day_along_as_pdf(desk: Any, office: Installation) -> None:
    bian, shenji = desk("bian"), desk("shenji")
    fields = filled(bian)
    send(bian, fields, "submit", reason="加问法", questions=fields["questions"] + "\n线下头钓得鱼不")
    decide(desk("anjian"), "approve", reason="核过条例")
    today = local_day(utc_now()).isoformat()
    page = shenji.http.get("/console/audit", params={"article": ARTICLE}).text
    assert f'href="{REPORT}?article={ARTICLE}&amp;day={today}">存成PDF' in page
    answer = shenji.http.get(REPORT, params={"article": ARTICLE, "day": today})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="audit-{ARTICLE}-{today}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    told = text_of(answer.content)
    assert "第1版：高压线下为什么不能钓鱼" in told
    assert "第4版：高压线下为什么不能钓鱼" in told
    assert "批的时候说：核过条例" in told
    assert "签字：孙安监（安监）" in told
    assert "由shenji（周审计）做出" in told
    with read(office.sessions) as session:
        count, hash_ = audit.head(session)
        events = audit.events(session, ARTICLE)
    assert all(event.hash in told for event in events)
    assert all(f"留痕末条 第{count}条 {hash_}" in lines for lines in pages_of(answer.content))


def test_only_auditors_and_administrators_may_have_it(desk: Any, office: Installation, phone: Any) -> None:
    asked = {"article": ARTICLE}
    assert phone.http.get(REPORT, params=asked).status_code == 302
    for login in ("bian", "anjian", "qushan"):
        assert desk(login).http.get(REPORT, params=asked).status_code == 403, login
    for login in ("shenji", "boss"):
        assert desk(login).http.get(REPORT, params=asked).status_code == 200, login


@pytest.mark.parametrize("article", ["", "nowhere", "../../etc", "\0", "bian", "鱼" * 200])
def test_an_article_that_never_was_has_no_report(desk: Any, office: Installation, article: str) -> None:
    answer = desk("shenji").http.get(REPORT, params={"article": article})
    assert answer.status_code == 404
    assert "没有找到这篇文章" in answer.text


@pytest.mark.parametrize(
    "day", ["昨天", "xx", "2026-02-31", "2026-13-01", "0001-01-01", "9999-12-31", "2026-11-24T00:00"]
)
def test_a_day_that_is_none_is_refused_and_never_taken_for_today(desk: Any, office: Installation, day: str) -> None:
    shenji = desk("shenji")
    answer = shenji.http.get(REPORT, params={"article": ARTICLE, "day": day})
    assert answer.status_code == 422
    assert "日子写得不对" in answer.text
    page = shenji.http.get("/console/audit", params={"article": ARTICLE, "day": day})
    assert page.status_code == 422
    assert f"“{day}”这一天没有" in page.text.split('class="filter"')[1].split("</form>")[0], "said beside the field"
    assert "村民看到的是" not in page.text
    assert f'value="{ARTICLE}"' in page.text, "what was asked for stands there still"


def test_a_day_before_everything_says_that_nobody_could_read_it(desk: Any, office: Installation) -> None:
    before = (local_day(utc_now()) - timedelta(days=400)).isoformat()
    answer = desk("shenji").http.get(REPORT, params={"article": ARTICLE, "day": before})
    told, today = text_of(answer.content), local_day(utc_now())
    assert "这一天，村民看不到这篇" in told
    begun = f"那时候文章库里还什么都没有，最早的一篇是{today.year}年{today.month}月{today.day}日收进来的"
    assert begun in told
    day = {"article": ARTICLE, "day": before}
    assert begun in desk("shenji").http.get("/console/audit", params=day).text


def test_a_day_before_the_record_says_that_nothing_is_known_of_it(desk: Any, office: Installation) -> None:
    long_ago = utc_now() - timedelta(days=30)
    with begin(office.sessions) as session:
        session.execute(LibraryVersion.__table__.update().values(created_at=long_ago))
    for days, said in ((20, "那时候还没有留痕，说过什么查不到"), (40, "那时候文章库里还什么都没有"), (0, "")):
        day = (local_day(utc_now()) - timedelta(days=days)).isoformat()
        told = text_of(desk("shenji").http.get(REPORT, params={"article": ARTICLE, "day": day}).content)
        assert ("那时候" in told) == bool(said)
        assert said in told


def test_a_broken_chain_stands_in_the_report(desk: Any, office: Installation) -> None:
    with begin(office.sessions) as session:
        session.execute(audit.AuditEvent.__table__.update().where(audit.AuditEvent.id == 3).values(actor="x"))
    told = text_of(desk("shenji").http.get(REPORT, params={"article": ARTICLE}).content)
    assert "这份报告不能当作证据" in told
    assert "被改过" in told


def test_without_fonts_one_sentence_says_whom_to_ask(
    desk: Any, office: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("actions.paper.audit_pdf.fonts", lambda: Fonts(tmp_path))
    answer = desk("shenji").http.get(REPORT, params={"article": ARTICLE})
    assert answer.status_code == 503
    assert "字体没有装好" in answer.text
