"""What is longer than its box may hold is refused and given back whole; nothing is cut on the way to people."""

import html
import re
from typing import Any

import pytest

from actions.clock import utc_now
from actions.db.engine import begin, read
from actions.services import announcements, handoff, messages, reports
from tests.web.desk import book, hidden, villager
from tests.web.serving import Installation

ENDLESS = "师傅说，换了漏保就好了。" * 100


def test_a_result_of_a_visit_a_report_note_and_a_reply_reach_nobody_in_part(desk: Any, staff: Installation) -> None:
    person = villager(staff)
    visit = book(staff, "shiyi", "张大爷", "13800000001", "发到聊天里")
    with begin(staff.sessions) as session:
        report = reports.file_report(session, "hazard", "r1", person, "shiyi", 2, "电杆歪了", None, utc_now())
        wish = handoff.request_person(
            session, request_id="h", person_id=person, channel="web", text="我要找人", village_code="shiyi"
        )
    wang = desk("qushan")
    for page, action, given in (
        ("/console/", f"/console/bookings/{visit.id}", {"do": "cancelled", "result": ENDLESS}),
        ("/console/people", f"/console/people/report/{report.id}", {"do": "done", "result": ENDLESS}),
        ("/console/people", f"/console/people/handoff/{wish.id}", {"do": "reply", "text": ENDLESS}),
    ):
        answer = wang.submit(page, action, **given)
        assert answer.status_code == 422
        assert "写得太长了，没有存，也没有发" in answer.text
        assert f">{ENDLESS}</textarea>" in answer.text
    with read(staff.sessions) as session:
        assert [reply.payload["text"] for reply in messages.since(session, person)] == []
        assert reports.get(session, report.id).state == "open"


@pytest.mark.parametrize(
    ("title", "text"), [("停电通知", "各位乡亲，明天停电。" * 61), ("长" * 61, "各位乡亲，明天停电。"), ("", "")]
)
def test_an_announcement_says_the_limits_its_form_has(desk: Any, staff: Installation, title: str, text: str) -> None:
    here, wang = "/console/announcements", desk("qushan")
    page = wang.submit(here, here, title=title, text=text, kind="daily", village="shiyi").text
    assert "题目不超过60个字，广播词不超过600个字" in page
    assert re.search(r'name="title" required maxlength="60"', page)
    assert re.search(r'name="text" rows="6" required maxlength="600"', page)
    assert f'value="{title}"' in page
    assert f">{text}</textarea>" in page
    with read(staff.sessions) as session:
        assert announcements.list_(session) == []


def test_a_changed_announcement_that_is_too_long_stays_in_its_form(desk: Any, staff: Installation) -> None:
    here, wang = "/console/announcements", desk("qushan")
    wang.submit(here, f"{here}/quick", line="广播 明天上午停电检修。")
    (number,) = set(re.findall(rf"{here}/(\d+)\"", wang.http.get(here).text))
    page = wang.submit(f"{here}/{number}", f"{here}/{number}", title="停电", text="各位乡亲，后天停电。" * 61).text
    assert "广播词不超过600个字" in page
    assert "各位乡亲，后天停电。" * 61 in page
    with read(staff.sessions) as session:
        assert announcements.get(session, int(number)).text == "明天上午停电检修。"


def test_a_reason_that_is_too_long_is_given_back(desk: Any, staff: Installation) -> None:
    page = "/console/library/fishing-under-lines/review"
    boss = desk("boss")
    given = {"csrf": hidden(boss.http.get(page).text, "csrf"), "do": "retire", "base": "1", "reason": ENDLESS}
    answer = boss.http.post(page, data=given)
    assert answer.status_code == 422
    assert ENDLESS in html.unescape(answer.text)


@pytest.mark.parametrize("page", ["/console/library/fishing-under-lines", "/console/announcements"])
def test_a_form_of_a_megabyte_is_told_that_it_was_not_kept_and_where_it_is(
    desk: Any, staff: Installation, page: str
) -> None:
    answer = desk("boss").http.post(page, data={"detail": "很长的话。" * 70_000, "do": "save"})
    assert answer.status_code == 413
    assert "没有存" in answer.text
    assert "您写的都还在那一页" in answer.text


def test_a_wording_that_is_too_long_stays_in_its_group(desk: Any, staff: Installation) -> None:
    from tests.web.test_console_refused import form_of, refuse, send

    refuse(staff, "泥鳅塘打氧的电算哪样")
    bian = desk("bian")
    form = form_of(bian.http.get("/console/refused").text, "泥鳅塘")
    answer = send(bian, form, do="add", extra="怎么算" * 70, article="高压线下为什么不能钓鱼")
    assert "写得太长了" in answer.text
    assert "怎么算" * 70 in answer.text
