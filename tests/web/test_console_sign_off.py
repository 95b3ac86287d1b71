"""What stands on the 审签单, planning for a day, and what is overdue, as reviewer and auditor see it."""

import html
import re
from datetime import timedelta
from typing import Any

from actions.clock import local_day, utc_now
from actions.db.engine import begin, read
from actions.services import library, users
from content.load import parse_article
from tests.web.conftest import BOTH_DATABASES
from tests.web.desk import Desk, hidden
from tests.web.editor_form import ARTICLE, HERE, decide, filled, send, text_of
from tests.web.serving import PASSWORD, Installation
from web.times import day_text

pytestmark = BOTH_DATABASES


def paper(desk: Desk) -> str:
    return html.unescape(desk.http.get(f"{HERE}/sheet").text)


def handed_in(bian: Desk, added: str = "线下头钓得鱼不") -> None:
    fields = filled(bian)
    send(bian, fields, "submit", reason="加问法", questions=f"{fields['questions']}\n{added}")


def boxes(page: str) -> list[list[str]]:
    table = page.split('class="signatures"')[1].split("</table>")[0]
    return [re.findall("<td>(.*?)</td>", row) for row in table.split("<tr>")[1:]]


def test_the_paper_says_who_wrote_who_signed_and_what(desk: Any, office: Installation) -> None:
    bian, anjian = desk("bian"), desk("anjian")
    day = local_day(utc_now()).isoformat()
    sample = paper(anjian)
    assert "写的人：内容文件。审定：还没有部门签字" in sample
    assert boxes(sample) == [["安监意见", "", "签字", "", "日期", ""]]
    handed_in(bian)
    waiting = paper(anjian)
    assert "写的人：赵编辑。审定：还没有部门签字" in waiting
    assert "<ins>线下头钓得鱼不</ins>" in waiting
    assert "要审的全文" in waiting
    assert boxes(waiting) == [["安监意见", "", "签字", "", "日期", ""]]
    decide(anjian, "approve", reason="核过条例")
    signed = paper(anjian)
    assert f"第4版，已发布。写的人：赵编辑。审定：孙安监（安监），{day}。" in signed
    assert boxes(signed) == [["安监意见", "核过条例", "签字", "孙安监（安监）", "日期", day]]
    assert "文字没有变" not in signed
    article = parse_article(text_of(office), "x.md")[0]
    assert article is not None
    assert article.sources
    for part in (*article.questions, article.short, article.broadcast, *article.poster.split("\n")):
        assert part in signed
    assert article.detail.split("\n\n")[1].removeprefix("- ")[:13] in signed  # as it is read: a point has no dash
    assert all(source.title in signed for source in article.sources)
    assert f"引用的事实：{'、'.join(article.facts)}" in signed
    assert "没有依据" not in signed
    assert any(f"{number}［" in signed for number in article.facts), "each number with what it rests on"
    assert "这就是村民现在看到的第4版" in anjian.http.get(f"{HERE}/review").text


def test_the_paper_of_a_planned_text_says_for_when_it_was_signed(desk: Any, office: Installation) -> None:
    handed_in(desk("bian"))
    day = local_day(utc_now()) + timedelta(days=2)
    anjian = desk("anjian")
    decide(anjian, "approve", on=day.isoformat(), reason="等通知")
    page = paper(anjian)
    assert "写的人：赵编辑。审定：孙安监，" in page
    assert f"定在{day_text(day)}发布" in page
    assert boxes(page) == [["安监意见", "等通知", "签字", "孙安监（安监）", "日期", local_day(utc_now()).isoformat()]]


def test_a_plan_is_seen_dated_and_cancelled_where_it_is_reviewed(desk: Any, office: Installation, phone: Any) -> None:
    bian, anjian, shenji = desk("bian"), desk("anjian"), desk("shenji")
    handed_in(bian)
    today = local_day(utc_now())
    for far in ("9999-12-31", (today + timedelta(days=366)).isoformat()):
        assert "最多定到一年以内" in decide(anjian, "approve", on=far)
    assert "定在" not in anjian.http.get(f"{HERE}/review").text
    day = today + timedelta(days=180)
    said = day_text(day)
    assert "到那天自动发布" in decide(anjian, "approve", on=day.isoformat())
    card = anjian.http.get(f"{HERE}/review").text
    assert f"定在<strong>{said}</strong>发布" in card
    assert "孙安监已经审过第3版" in card
    assert "取消，那天不发布" not in bian.http.get(f"{HERE}/review").text
    assert f"定在{said}发布。" in shenji.http.get("/console/audit", params={"article": ARTICLE}).text
    assert f"{said}发布" in bian.http.get("/console/library", params={"kind": "planned"}).text
    assert "取消了，那天不发布" in decide(anjian, "call_off")
    assert "定在" not in anjian.http.get(f"{HERE}/review").text
    assert f"取消的是{said}发布。" in shenji.http.get("/console/audit", params={"article": ARTICLE}).text
    assert "没有定日子发布" in decide(anjian, "call_off")
    assert "签好了" in decide(anjian, "approve")
    assert phone.http.get(f"/api/v1/articles/{ARTICLE}").json()["version"] == 4


def test_an_overdue_review_is_told_at_its_field(desk: Any, office: Installation) -> None:
    bian, today = desk("bian"), local_day(utc_now())
    past, coming = (today - timedelta(days=1)).isoformat(), (today + timedelta(days=400)).isoformat()
    shown = send(bian, filled(bian), "submit", reason="改", review_due=past)
    assert "送审以前要改好" in shown
    assert re.search(f'data-field="review_due"[^>]*>[^<]*复审日期 {past} 已经过了', shown)
    told = bian.http.post(f"{HERE}/check", data={**filled(bian), "review_due": past}).json()["problems"]
    assert [one["field"] for one in told if one["error"]] == ["review_due"]
    assert "草稿存好了" in send(bian, filled(bian), "save", reason="先存", review_due=past), "a draft may be unfinished"
    assert "送审了" in send(bian, filled(bian), "submit", reason="改", review_due=coming)
    send(bian, filled(bian), "submit", reason="改", review_due=(today + timedelta(days=9)).isoformat())
    planned = decide(desk("anjian"), "approve", on=(today + timedelta(days=10)).isoformat())
    assert "到那天，复审的日子已经过了" in planned
    assert "签好了" in decide(desk("anjian"), "approve")


def test_who_may_sign_stands_on_the_page(desk: Any, office: Installation) -> None:
    with begin(office.sessions) as session:
        users.add(session, "fawu", "吴法务", ("reviewer",), PASSWORD, ("法务",))
        stored = [one for one in library.list_live(session) if one.topic == "wildfire"]
    by_danger = {"\ndanger: true" in one.text: one.id for one in stored}
    fawu, anjian = desk("fawu"), desk("anjian")
    plain = fawu.http.get(f"/console/library/{by_danger[False]}/review").text
    assert "这篇由安监、法务审，其中一个部门签字就算审定。" in plain
    assert "会伤人的事" not in plain
    here = f"/console/library/{by_danger[True]}"
    bian = desk("bian")
    fields = filled(bian, here)
    added = f"{fields['questions']}\n坡上着了火朝哪边跑嘛"
    sent = send(bian, fields, "submit", here, reason="改", questions=added)
    assert "送审了" in sent, re.findall(r'role="alert">(.*?)<', sent) + re.findall(r"data-field[^<]*", sent)
    card = fawu.http.get(f"{here}/review").text
    assert "说的是会伤人的事，要安监签字。" in card
    assert "审过了，签字发布" not in card
    assert "退回去改" in card
    assert "要安监来签" in decide(fawu, "approve", by_danger[True])
    assert "审过了，签字发布" in anjian.http.get(f"{here}/review").text
    page = fawu.http.get("/console/library", params={"topic": "wildfire"}).text
    ticked = re.findall(r'type="checkbox" name="id" value="([\w-]+)"', page)
    assert by_danger[False] in ticked
    assert not [one.id for one in stored if "\ndanger: true" in one.text and one.id in ticked]
    assert "其中一个部门签字就算审定。会伤人的事，要安监签" in page
    signing = {"csrf": hidden(page, "csrf"), "id": [by_danger[False]], "reason": "看过"}
    assert "签好了" in fawu.http.post("/console/library/sign", data=signing).text
    with read(office.sessions) as session:
        live = library.get_live(session, by_danger[False])
    assert live is not None
    assert "signed_off_by: 吴法务（法务）" in live.text


def test_one_sample_is_signed_where_it_is_read(desk: Any, office: Installation) -> None:
    anjian, boss = desk("anjian"), desk("boss")
    sample = anjian.http.get(f"{HERE}/review").text
    assert "这一版不用审" not in sample
    assert 'value="sign">这篇样稿，我审过了，签字' in sample
    assert 'href="/console/library?kind=sample&amp;topic=electricity-safety"' in sample
    for other in (boss, desk("yingxiao"), desk("bian")):
        assert 'value="sign"' not in other.http.get(f"{HERE}/review").text
    assert "签不了字" in boss.http.get(f"{HERE}/review").text
    assert "签不了字" in decide(boss, "sign")
    assert "不归您的部门审" in decide(desk("yingxiao"), "sign")
    assert "signed_off_by:\n" in text_of(office)
    assert "签好了，这篇不再是样稿" in decide(anjian, "sign", reason="逐句看过")
    assert "signed_off_by: 孙安监（安监）" in text_of(office)
    signed = anjian.http.get(f"{HERE}/review").text
    assert 'value="sign"' not in signed
    assert "这一版不用审" in signed
    seen = {"csrf": hidden(sample, "csrf"), "base": hidden(sample, "base"), "do": "sign"}
    assert "别人改过" in anjian.http.post(f"{HERE}/review", data=seen).text, "only the version that was read is signed"
