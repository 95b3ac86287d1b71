"""The library at the console: written as a form, checked while one writes, reviewed, planned, taken back, audited."""

import html
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from actions.db.engine import begin, read
from actions.db.models import RefusedQuestion
from actions.services import audit, clock, editing, library, messages, people, users
from actions.services.clock import local_day, utc_now
from content.load import library_files, parse_article
from tests.web.desk import Desk, hidden
from tests.web.serving import PASSWORD, Installation
from web.beside import Beside

ARTICLE = "fishing-under-lines"
HERE = f"/console/library/{ARTICLE}"


@pytest.fixture
def office(staff: Installation) -> Installation:
    """An editor, reviewers of two departments and an auditor."""
    staff.account("qian", "editor", name="钱编辑")
    with begin(staff.sessions) as session:
        users.add(session, "anjian", "孙安监", ("reviewer",), PASSWORD, ("安监",))
        users.add(session, "yingxiao", "李营销", ("reviewer",), PASSWORD, ("营销",))
    staff.account("shenji", "auditor", name="周审计")
    return staff


def filled(desk: Desk, page: str = HERE) -> dict[str, Any]:
    """Every field of the editor's form as the browser would send it."""
    shown = desk.http.get(page).text
    form = next(f for f in re.findall(r"<form.*?</form>", shown, re.S) if 'class="form editor"' in f)
    fields: dict[str, Any] = dict(re.findall(r'<input(?: type="(?:hidden|date)")? name="(\w+)" value="([^"]*)"', form))
    for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', form, re.S):
        fields[name] = html.unescape(value)
    fields["title"] = html.unescape(re.search(r'name="title" value="([^"]*)"', form)[1])  # type: ignore[index]
    section = re.search(r'<option value="([^"]*)" selected>', form.split('name="section"')[1])
    fields["section"] = section[1] if section else ""
    for name, options in re.findall(r'<select name="(law_\d+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    if 'name="danger" value="true" checked' in form:
        fields["danger"] = "true"
    fields["village"] = re.findall(r'name="village" value="([^"]*)" checked', form)
    return fields


def text_of(house: Installation, article_id: str = ARTICLE) -> str:
    with read(house.sessions) as session:
        stored = library.get_article(session, article_id)
    assert stored is not None
    return stored.text


def send(desk: Desk, fields: dict[str, Any], do: str, page: str = HERE, **changed: Any) -> str:
    return desk.http.post(page, data={**fields, "do": do, **changed}).text


def checked(desk: Desk, fields: dict[str, Any], page: str = HERE) -> dict[str, Any]:
    """What the check says once the comparison with the whole library is ready."""
    until = time.monotonic() + 60
    while True:
        found: dict[str, Any] = desk.http.post(f"{page}/check", data=fields).json()
        if not found["preparing"]:
            return found
        assert time.monotonic() < until
        time.sleep(0.1)


def decide(desk: Desk, do: str, article_id: str = ARTICLE, **fields: Any) -> str:
    page = f"/console/library/{article_id}/review"
    shown = desk.http.get(page).text
    given = {"csrf": hidden(shown, "csrf"), "base": re.findall(r"第(\d+)版，指纹", shown)[0]}
    return desk.http.post(page, data={**given, "do": do, **fields}).text


def test_a_form_that_was_not_touched_saves_the_same_text(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    before = text_of(office)
    send(bian, filled(bian), "save", reason="只是看看")
    after = text_of(office)
    assert after == before.replace("status: published", "status: draft")


def test_from_two_mistakes_to_every_villager(desk: Any, office: Installation, phone: Any) -> None:
    bian, anjian = desk("bian"), desk("anjian")
    fields = filled(bian)
    fields["questions"] += "\n线底下甩两竿要得不"
    short = fields["short"]
    wrong = {**fields, "short": "太长" * 80, "broadcast": fields["broadcast"] + "请打SOS。"}
    answer = bian.http.post(f"{HERE}/check", data=wrong).json()["problems"]
    assert {problem["field"] for problem in answer if problem["error"]} >= {"short", "broadcast"}
    assert "送审以前要改好" in send(bian, wrong, "submit", reason="加问法")
    assert "太长太长" in send(bian, wrong, "submit", reason="加问法"), "what was typed stands there still"
    assert "请写明原因" in send(bian, fields, "submit", reason="")
    assert "送审了" in send(bian, fields, "submit", reason="加问法")
    live = phone.http.get(f"/api/v1/articles/{ARTICLE}").json()
    assert live["version"] == 1
    card = anjian.http.get(f"{HERE}/review").text
    assert "<ins>线底下甩两竿要得不</ins>" in card
    assert short[:10] not in card.split("数字和依据")[0], "what did not change is not shown as changed"
    assert "没有依据" not in card
    assert "签好了" in decide(anjian, "approve")
    assert phone.http.get(f"/api/v1/articles/{ARTICLE}").json()["version"] == 4
    assert "signed_off_by: 孙安监（安监）" in text_of(office)


def test_problems_name_the_fields_as_the_form_does(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = {**filled(bian), "questions": "线下头钓得鱼不", "facts": ""}
    told = [one["message"] for one in bian.http.post(f"{HERE}/check", data=fields).json()["problems"]]
    assert "“大家怎么问”至少要写 5 种问法。" in told
    assert not any("questions" in one or "facts" in one for one in told)
    page = send(bian, fields, "check")
    assert "“引用的事实”至少要引用一条事实，写事实登记册里的编号。" in page
    assert "facts.yml" not in page
    whole = {"csrf": fields["csrf"], "base": "1", "mode": "text", "text": re.sub(r"  - .*\n", "", text_of(office))}
    raw = [one["message"] for one in bian.http.post(f"{HERE}/check", data=whole).json()["problems"]]
    assert any("questions" in one for one in raw), "in the whole text the keys are what one sees"


def test_the_author_of_a_danger_article_is_not_its_reviewer(desk: Any, office: Installation) -> None:
    boss = desk("boss")
    send(boss, filled(boss), "submit", reason="管理员自己改", questions=filled(boss)["questions"] + "\n线下头钓得鱼不")
    assert "写的人不能自己审" in decide(boss, "approve")
    assert "这个专题不归您的部门审" in decide(desk("yingxiao"), "approve")
    assert "请写明原因" in decide(desk("anjian"), "send_back")
    assert "退回去了" in decide(desk("anjian"), "send_back", reason="问法里有错字")
    with read(office.sessions) as session:
        assert library.history(session, ARTICLE)[0].reason == "问法里有错字"


def test_two_editors_on_one_article(desk: Any, office: Installation) -> None:
    bian, qian = desk("bian"), desk("qian")
    first, second = filled(bian), filled(qian)
    send(bian, first, "save", reason="先存", questions=first["questions"] + "\n赵编辑加的问法")
    shown = send(qian, second, "save", reason="后存", questions=second["questions"] + "\n钱编辑加的问法")
    assert "没有丢，也没有盖掉别人的" in shown
    assert "赵编辑加的问法" in shown
    assert "钱编辑加的问法" in shown
    assert "赵编辑加的问法" in text_of(office)
    assert "钱编辑加的问法" not in text_of(office)


def test_a_new_article_begins_with_a_title(desk: Any, office: Installation) -> None:
    bian, here = desk("bian"), "/console/library"
    named = {"title": "雨天修房顶要注意啥", "topic": "electricity-safety"}
    page = bian.submit(here, f"{here}/new", **named)
    assert page.status_code == 200
    assert "雨天修房顶要注意啥" in page.text
    assert "村民还看不到" in page.text
    assert "编号只能用" in bian.submit(here, f"{here}/new", **named, id="../x").text
    other = {**named, "title": "雨天上房顶要注意啥"}
    assert "已经有文章" in bian.submit(here, f"{here}/new", **other, id=ARTICLE).text


def test_a_double_click_saves_once_and_shows_the_same(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    once = {**filled(bian), "reason": "改"}
    for do, number, said in (("save", 2, "草稿存好了"), ("submit", 4, "送审了")):
        once = {**once, **{key: value for key, value in filled(bian).items() if key in ("base", "request_id")}}
        once["questions"] += f"\n线下头第{number}回甩竿要得不"
        for _press in range(2):
            assert said in send(bian, once, do)
            with read(office.sessions) as session:
                stored = library.get_article(session, ARTICLE)
            assert stored is not None
            assert stored.number == number
    changed = send(bian, {**once, "short": "回到上一页又写了别的。"}, "save")
    assert "没有丢，也没有盖掉别人的" in changed, "what was changed in between is no second press"
    assert "回到上一页又写了别的。" in changed


def test_a_title_that_is_taken_is_told_and_may_be_meant(desk: Any, office: Installation) -> None:
    here, title = "/console/library", "雨天修房顶要注意啥"

    def made() -> list[str]:
        with read(office.sessions) as session:
            return [one.id for one in library.list_articles(session) if one.title == title]

    named = {"title": title, "topic": "electricity-safety"}
    first = desk("bian").submit(here, f"{here}/new", **named)
    (taken,) = made()
    assert taken in str(first.url)
    qian = desk("qian")
    told = qian.submit(here, f"{here}/new", **named).text
    assert f'已经有一篇《<a href="{here}/{taken}">{title}</a>》' in told
    assert made() == [taken]
    form = next(f for f in re.findall(r"<form.*?</form>", told, re.S) if 'name="another"' in f)
    meant = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    for _press in range(2):
        second = qian.http.post(f"{here}/new", data=meant)
        assert "村民还看不到" in second.text
        assert len(made()) == 2


def test_two_presses_at_once_make_one_article(desk: Any, office: Installation) -> None:
    bian, here = desk("bian"), "/console/library"
    page = bian.http.get(here).text
    form = {"csrf": hidden(page, "csrf"), "request_id": hidden(page, "request_id")}
    form |= {"title": "雨天修房顶要注意啥", "topic": "electricity-safety"}
    with ThreadPoolExecutor(4) as presses:
        shown = list(presses.map(lambda _press: bian.http.post(f"{here}/new", data=form), range(4)))
    assert len({str(one.url) for one in shown}) == 1
    assert all("村民还看不到" in one.text for one in shown)
    with read(office.sessions) as session:
        made = [one for one in library.list_articles(session) if one.title == form["title"]]
        assert [one.number for one in made] == [1]


def test_a_second_press_still_says_that_the_plan_is_off(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    send(bian, fields, "submit", reason="改", questions=fields["questions"] + "\n线下头钓得鱼不")
    decide(desk("anjian"), "approve", on=(local_day(utc_now()) + timedelta(days=2)).isoformat())
    again = {**filled(bian), "short": "线下不钓鱼，莫甩竿。"}
    for _press in range(2):
        assert "定好日子发布的取消了" in send(bian, again, "save", reason="再改")


def test_planned_for_a_day(desk: Any, office: Installation, phone: Any) -> None:
    bian, day = desk("bian"), local_day(utc_now()) + timedelta(days=2)
    fields = filled(bian)
    send(bian, fields, "submit", reason="改", questions=fields["questions"] + "\n线下头钓得鱼不")
    assert "到那天自动发布" in decide(desk("anjian"), "approve", on=day.isoformat())
    assert phone.http.get(f"/api/v1/articles/{ARTICLE}").json()["version"] == 1
    with begin(office.sessions) as session:
        assert editing.publish_due(session, day) == [ARTICLE]
    assert phone.http.get(f"/api/v1/articles/{ARTICLE}").json()["version"] == 4


def test_a_day_that_is_none_publishes_nothing(desk: Any, office: Installation, phone: Any) -> None:
    bian, anjian = desk("bian"), desk("anjian")
    fields = filled(bian)
    send(bian, fields, "submit", reason="改", questions=fields["questions"] + "\n线下头钓得鱼不")
    for wrong in ("哪天", "2026-02-30", "2020-01-01"):
        assert "日子写得不对" in decide(anjian, "approve", on=wrong)
    assert phone.http.get(f"/api/v1/articles/{ARTICLE}").json()["version"] == 1


def test_the_writer_reads_why_it_came_back_and_that_a_plan_is_off(desk: Any, office: Installation) -> None:
    bian, anjian = desk("bian"), desk("anjian")
    fields = filled(bian)
    send(bian, fields, "submit", reason="改", questions=fields["questions"] + "\n线下头钓得鱼不")
    decide(anjian, "send_back", reason="问法里有错字")
    assert "审的人退回来了：问法里有错字" in bian.http.get(HERE).text
    send(bian, filled(bian), "submit", reason="改好了", questions=fields["questions"] + "\n线底下钓得鱼不")
    decide(anjian, "approve", on=(local_day(utc_now()) + timedelta(days=2)).isoformat())
    shown = send(bian, filled(bian), "save", reason="再改", questions=fields["questions"] + "\n线脚下钓得鱼不")
    assert "定好日子发布的取消了" in shown


def test_who_approved_a_plan_hears_that_it_is_off(desk: Any, office: Installation) -> None:
    bian, anjian = desk("bian"), desk("anjian")
    fields = filled(bian)
    send(bian, fields, "submit", reason="改", questions=fields["questions"] + "\n线下头钓得鱼不")
    decide(anjian, "approve", on=(local_day(utc_now()) + timedelta(days=2)).isoformat())
    assert "不会发布了" not in anjian.http.get("/console/library").text
    send(bian, filled(bian), "save", reason="再改", questions=fields["questions"] + "\n线脚下钓得鱼不")
    for _look in range(2):
        told = anjian.http.get("/console/library").text
        assert "第3版不会发布了" in told
        assert "bian 又改过" in told
    assert "不会发布了" not in desk("yingxiao").http.get("/console/library").text
    assert "不会发布了" not in bian.http.get("/console/library").text
    shown = anjian.submit("/console/library", "/console/library/plan-off").text
    assert "您已看到" in shown
    assert "不会发布了" not in shown
    with read(office.sessions) as session:
        assert audit.verify(session) == []


def test_an_old_token_or_a_wrong_base_loses_nothing(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    old = bian.http.post(HERE, data={**fields, "csrf": "old", "do": "save", "reason": "改", "short": "写了半天的简答"})
    assert old.status_code == 403
    assert "写了半天的简答" in old.text
    odd = bian.http.post(HERE, data={**fields, "base": "abc", "do": "save", "reason": "改", "short": "写了半天的简答"})
    assert odd.status_code == 409
    assert "写了半天的简答" in odd.text


def test_history_shows_what_changed_and_brings_it_back(desk: Any, office: Installation, phone: Any) -> None:
    bian, anjian = desk("bian"), desk("anjian")
    fields = filled(bian)
    send(bian, fields, "submit", reason="改", questions=fields["questions"] + "\n线下头钓得鱼不")
    decide(anjian, "approve")
    shown = anjian.http.get(f"{HERE}/history", params={"v": "2"}).text
    assert "<ins>  - 线下头钓得鱼不</ins>" in shown
    old = anjian.http.get(f"{HERE}/history", params={"v": "1"}).text
    back = {"csrf": hidden(old, "csrf"), "base": hidden(old, "base"), "number": "1", "do": "roll_back"}
    assert "换回来了" in anjian.http.post(f"{HERE}/review", data={**back, "reason": "新问法不对"}).text
    assert "线下头钓得鱼不" not in text_of(office)
    assert "下架了" in decide(anjian, "retire", reason="另写一篇")
    assert phone.http.get(f"/api/v1/articles/{ARTICLE}").status_code == 404


def test_samples_are_signed_from_the_list(desk: Any, office: Installation) -> None:
    anjian = desk("anjian")
    page = anjian.http.get("/console/library", params={"kind": "sample", "topic": "electricity-safety"}).text
    ids = re.findall(r'type="checkbox" name="id" value="([\w-]+)"', page)
    assert len(ids) > 20
    signed = anjian.http.post(
        "/console/library/sign", data={"csrf": hidden(page, "csrf"), "id": ids[:3], "reason": "逐篇看过"}
    )
    assert "签好了" in signed.text
    assert "signed_off_by: 孙安监（安监）" in text_of(office, ids[0])
    assert 'type="checkbox"' not in anjian.http.get("/console/library", params={"topic": "services"}).text


def test_who_asked_is_told_when_samples_are_signed(desk: Any, office: Installation) -> None:
    with begin(office.sessions) as session:
        article = parse_article(text_of(office), "x.md")[0]
        assert article is not None
        person = people.find_or_create(session, "web", "asked-before")
        messages.conversation_of(session, person, "web")
        asked = {"person_id": person, "channel": "web", "text": article.questions[0], "created_at": utc_now()}
        session.add(RefusedQuestion(request_id="refused-1", **asked))
    anjian = desk("anjian")
    csrf = hidden(anjian.http.get("/console/library").text, "csrf")
    for _press in range(2):
        anjian.http.post("/console/library/sign", data={"csrf": csrf, "id": [ARTICLE], "reason": "看过"})
        with read(office.sessions) as session:
            told = [reply.payload["text"] for reply in messages.since(session, person)]
        assert [text.split("”")[0] for text in told] == [f"您问过“{article.questions[0]}"]


def test_the_auditor_sees_who_said_what_on_a_day(desk: Any, office: Installation) -> None:
    bian, shenji = desk("bian"), desk("shenji")
    fields = filled(bian)
    send(bian, fields, "submit", reason="加问法", questions=fields["questions"] + "\n线下头钓得鱼不")
    decide(desk("anjian"), "approve", reason="核过条例")
    assert "村民看到的是第1版" in shenji.http.get("/console/audit", params={"article": "wet-hands"}).text
    assert "从文件收进来" in shenji.http.get("/console/audit").text
    page = shenji.http.get("/console/audit", params={"article": ARTICLE}).text
    assert "村民看到的是第4版" in page
    assert "anjian 审定发布：核过条例" in page
    assert "孙安监（安监）" in page
    before = (local_day(utc_now()) - timedelta(days=1)).isoformat()
    assert "村民看不到这篇" in shenji.http.get("/console/audit", params={"article": ARTICLE, "day": before}).text
    assert "没有人动过" in shenji.http.get("/console/audit", params={"check": "1"}).text
    assert "存好并送审" not in shenji.http.get(HERE).text
    assert shenji.http.post(HERE, data={**filled(bian), "csrf": hidden(page, "csrf"), "do": "save"}).status_code == 403
    with begin(office.sessions) as session:
        session.execute(audit.AuditEvent.__table__.update().where(audit.AuditEvent.id == 3).values(actor="x"))
    assert "这条被改过" in shenji.http.get("/console/audit", params={"check": "1"}).text


def test_the_auditor_sees_every_version_of_a_day_with_its_times(desk: Any, office: Installation) -> None:
    day = local_day(utc_now()) - timedelta(days=3)

    def event(at: datetime, action: str, actor: str, **details: Any) -> None:
        with begin(office.sessions) as session:
            audit.note(session, actor, action, "a-day", details, at)

    with begin(office.sessions) as session:
        text = text_of(office).replace("高压线下为什么不能钓鱼", "第一版题目")
        by = next(one for one in users.list_(session) if one.login == "bian")
        for number, title in enumerate(("第一版题目", "第二版题目", "第三版题目"), 1):
            given = text.replace("第一版题目", title)
            editing.save(session, "a-day", "electricity-safety", given, by, "写", number - 1 or None)
        session.execute(audit.AuditEvent.__table__.delete().where(audit.AuditEvent.subject == "a-day"))
    event(clock.at(day - timedelta(days=1), 8), "approve", "anjian", version=1, state="published", reason="第一次")
    event(clock.at(day, 9), "approve", "yingxiao", version=2, state="published", reason="第二次")
    event(clock.at(day, 10), "save", "bian", version=3, state="draft", reason="还没审")
    event(clock.at(day, 15), "retire", "anjian", version=3, state="retired", reason="下架")
    shenji = desk("shenji")

    def shown(on: date) -> str:
        page = shenji.http.get("/console/audit", params={"article": "a-day", "day": on.isoformat()}).text
        return page.split("<h2>")[0]

    page, month = shown(day), f"{day.month}月{day.day}日"
    assert page.index("第2版：第二版题目") < page.index("第1版：第一版题目")
    assert f"从{month} 09:00到{month} 15:00" in page
    assert f"从这天以前到{month} 09:00" in page
    assert "anjian 审定发布：第一次" in page
    assert "yingxiao 审定发布：第二次" in page
    assert "第3版" not in page
    assert "第1版：第一版题目" in shown(day - timedelta(days=1))
    assert "第2版" not in shown(day - timedelta(days=1))
    assert "村民看不到这篇" in shown(day + timedelta(days=1))


def test_the_list_finds_filters_and_turns_pages(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    count = len(library_files(office.settings.content_dir))
    assert f"一共 {count} 篇，第 1 页，共 {-(-count // 50)} 页" in bian.http.get("/console/library").text
    found = bian.http.get("/console/library", params={"q": "钓鱼"}).text
    assert ARTICLE in found
    assert "wet-hands" not in found
    assert "没有这样的文章" in bian.http.get("/console/library", params={"q": "%" * 3 + "_无_"}).text
    assert bian.http.get("/console/library", params={"page": "99999999999"}).status_code == 200


def test_what_the_library_has_already_is_shown_while_one_writes(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    other = parse_article(text_of(office, "wet-hands"), "wet-hands.md")[0]
    assert other is not None
    fields["questions"] += f"\n{other.questions[0]}"
    taken = checked(bian, fields)
    owned = [problem for problem in taken["problems"] if "已经是" in problem["message"]]
    assert [(problem["field"], problem["error"]) for problem in owned] == [("questions", True)]
    assert "送审以前要改好" in send(bian, fields, "submit", reason="加问法")
    copy = {**filled(bian, "/console/library/unpaid-bill")}
    bian.submit(
        "/console/library", "/console/library/new", title="欠费停电的规矩", topic="services", id="arrears-rules"
    )
    new = filled(bian, "/console/library/arrears-rules") | {"short": copy["short"], "questions": copy["questions"]}
    near = checked(bian, new, "/console/library/arrears-rules")["similar"]
    assert near[0]["id"] == "unpaid-bill"
    assert near[0]["percent"] > 50


def test_nobody_waits_for_the_comparison_but_who_hands_in(
    desk: Any, office: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, build = threading.Event(), Beside._build

    def slowly(beside: Beside) -> None:
        go_on.wait(60)
        build(beside)

    monkeypatch.setattr(Beside, "_build", slowly)
    bian = desk("bian")
    fields = filled(bian)
    other = parse_article(text_of(office, "wet-hands"), "wet-hands.md")[0]
    assert other is not None
    fields = {**fields, "questions": f"{fields['questions']}\n{other.questions[0]}", "try": "钓鱼", "reason": "改"}
    early = bian.http.post(f"{HERE}/check", data={**fields, "short": "太长" * 80}).json()
    assert "还在准备" in early["preparing"]
    assert (early["similar"], early["tried"]) == ([], None)
    assert "short" in {one["field"] for one in early["problems"]}, "all else is checked"
    assert "还在准备" in send(bian, fields, "check")
    with ThreadPoolExecutor(1) as hand:
        waiting = hand.submit(send, bian, fields, "submit")
        assert not waiting.done()
        go_on.set()
        assert "已经是《" in waiting.result(60), "no question of another's goes to review unseen"
    assert "还在准备" not in send(bian, fields, "check")


def test_a_question_is_tried_before_the_text_is_live(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    asked = "河沟头甩大白鲢的竿子挨到线"
    before = checked(bian, {**fields, "try": asked})["tried"]
    fields["questions"] += f"\n{asked}"
    after = checked(bian, {**fields, "try": asked})["tried"]
    assert before["kind"] != "answer" or before["hits"][0]["percent"] < 99
    assert (after["kind"], after["hits"][0]["mine"], after["hits"][0]["percent"]) == ("answer", True, 99)
    assert asked not in text_of(office)


def test_every_output_is_seen_before_it_is_live(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    spoken = "线下不钓鱼。有人触电，打95598和120。"
    send(bian, fields, "save", reason="改", short="线下不钓鱼，莫甩竿。", broadcast=spoken)
    page = bian.http.get(f"{HERE}/preview").text
    assert "莫甩竿" in page
    assert "九五五九八" in page
    assert "样稿，待本单位审定" in page
    assert "【高压线下为什么不能钓鱼】" in page
    assert "莫甩竿" not in bian.http.get(f"{HERE}/preview", params={"v": "1"}).text
    send(bian, {**fields, "base": "2"}, "save", reason="改", broadcast="请打SOS")
    assert "读不出来" in bian.http.get(f"{HERE}/preview").text


def test_questions_go_to_excel_and_come_back_as_drafts(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    data = bian.http.get("/console/library/sheet/questions.xlsx").content
    book = load_workbook(BytesIO(data))
    sheet: Any = book.worksheets[0]
    sheet.append((ARTICLE, 1, "", "线下头甩竿子得行不"))
    sheet.append(("no-such", 1, "", "哪个都不是"))
    sheet.append((ARTICLE, "甲", "", "版本不对"))
    made = BytesIO()
    book.save(made)
    csrf = hidden(bian.http.get("/console/library").text, "csrf")

    def upload(content: bytes) -> str:
        files = {"sheet": ("questions.xlsx", content)}
        return bian.http.post("/console/library/sheet/questions", data={"csrf": csrf}, files=files).text

    shown = upload(made.getvalue())
    assert "改了 1 篇" in shown
    assert f"第{sheet.max_row}行" in shown
    assert "no-such：没有找到这篇文章" in shown
    assert text_of(office) == text_of(office).replace("status: published", "status: draft")
    assert "线下头甩竿子得行不" in text_of(office)
    assert "没有要改的" in upload(made.getvalue()), "what is in already changes nothing"
    assert "别人改过" in upload(data), "an older sheet takes nothing back"
    assert "打不开" in upload(b"no sheet at all")
    assert desk("qushan").http.get("/console/library/sheet/questions.xlsx").status_code == 403


def test_a_visual_editor_changes_only_what_the_editor_changed(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    before = text_of(office)
    fields = filled(bian)
    spelled_anew = fields["detail"].replace("- ", "* ").replace("先抬头看线。", "先抬头看线！")
    shown = send(bian, fields, "save", reason="改一句", detail=spelled_anew, detail_by="visual")
    wanted = before.replace("status: published", "status: draft")
    assert text_of(office) == wanted.replace("\n先抬头看线。", "\n先抬头看线！")
    assert "这次存的，和第1版比" in shown
    send(bian, filled(bian), "save", reason="记号换成星号", detail=spelled_anew)
    assert "* 碳素竿" in text_of(office), "who writes the signs by hand means them"


def test_styles_in_the_markup_only_where_the_editor_needs_them(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    for path, allowed in (
        (HERE, True),
        (f"{HERE}/history", False),
        (f"{HERE}/preview", False),
        ("/console/library", False),
    ):
        policy = bian.http.get(path).headers["content-security-policy"]
        assert ("style-src 'self' 'unsafe-inline'" in policy) is allowed, path
        assert "script-src 'self';" in policy


def test_the_whole_text_is_read_and_saved_back_byte_for_byte(desk: Any, office: Installation) -> None:
    bian, before = desk("bian"), text_of(office)
    page = bian.http.get(f"{HERE}?mode=text").text
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if 'class="form editor"' in f)
    (shown,) = re.findall(r'<textarea name="text"[^>]*>\n?(.*?)</textarea>', form, re.S)
    whole = html.unescape(shown)
    assert whole == before
    hidden_ones = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    # As a browser sends a text box: with the line ends of a form.
    sent = {**hidden_ones, "text": whole.replace("\n", "\r\n"), "reason": "只是看看"}
    assert "草稿存好了" in send(bian, sent, "save")
    assert text_of(office) == before.replace("status: published", "status: draft")


def test_what_is_too_long_is_refused_and_stands_in_its_box(desk: Any, office: Installation) -> None:
    bian, before = desk("bian"), text_of(office)
    fields = filled(bian)
    endless = "### 头一条\n\n" + "很长的一段话。" * 3000
    shown = send(bian, {**fields, "title": "改过的题目", "detail": endless}, "save", reason="加内容")
    assert "“详解”最多20000个字，您写了21009个字，没有存" in shown
    assert endless in html.unescape(shown), "not one character of it is lost"
    assert 'value="改过的题目"' in shown
    assert 'value="加内容"' in shown
    assert "草稿存好了" not in shown
    assert text_of(office) == before
    told = bian.http.post(f"{HERE}/check", data={**fields, "detail": endless}).json()["problems"]
    assert [one["message"][:4] for one in told] == ["“详解”"]
    why = "为了" * 101
    shown = send(bian, {**fields, "short": "改过的简答。"}, "save", reason=why)
    assert "“为什么改”最多200个字，您写了202个字" in shown
    assert why in shown
    assert "改过的简答。" in shown
    assert text_of(office) == before


def test_a_whole_text_that_is_too_long_is_refused_and_stands_in_its_box(desk: Any, office: Installation) -> None:
    bian, before = desk("bian"), text_of(office)
    page = bian.http.get(f"{HERE}?mode=text").text
    endless = before + "a" * 100_000
    sent = {"csrf": hidden(page, "csrf"), "base": "1", "mode": "text", "text": endless, "reason": "加内容"}
    shown = send(bian, sent, "save")
    assert "不能超过 64 KB" in shown
    assert endless in html.unescape(shown)
    assert text_of(office) == before


def test_an_administrator_without_a_department_is_told_that_it_stays_a_sample(desk: Any, office: Installation) -> None:
    bian, boss = desk("bian"), desk("boss")
    fields = filled(bian)
    send(bian, fields, "submit", reason="加问法", questions=fields["questions"] + "\n线下头钓得鱼不")
    card = boss.http.get(f"{HERE}/review").text
    assert "签不了字：发布了也还是样稿" in card
    assert "签字发布" not in card
    assert "审过了，签字发布" in desk("anjian").http.get(f"{HERE}/review").text
    day = (local_day(utc_now()) + timedelta(days=2)).isoformat()
    assert "发布了还是样稿" in decide(boss, "approve", on=day)
    shown = decide(boss, "approve")
    assert "发布了，但没有部门签字，还是样稿" in shown
    assert "签好了" not in shown
    assert "signed_off_by:\n" in text_of(office)
    samples = boss.http.get("/console/library", params={"kind": "sample"}).text
    assert 'type="checkbox" name="id"' not in samples, "who cannot sign is offered no signing"
    signing = {"csrf": hidden(samples, "csrf"), "id": [ARTICLE], "reason": "看过"}
    told = boss.http.post("/console/library/sign", data=signing).text
    assert "签不了字" in told
    assert "不再是样稿" not in told


@pytest.mark.parametrize(
    ("title", "said"),
    [("长" * 31, "题目要有 4 到 30 个字"), ("<b>雨天</b>修房顶", "HTML"), ("修房", "题目要有 4 到 30 个字")],
)
def test_a_title_that_cannot_be_is_told_and_stands_there_still(
    desk: Any, office: Installation, title: str, said: str
) -> None:
    here, bian = "/console/library", desk("bian")
    answer = bian.submit(here, f"{here}/new", title=title, topic="wildfire", id="rain-roof")
    assert answer.status_code == 422
    told = re.findall(r'role="alert">([^<]*)<', answer.text)
    assert any(said in one for one in told), told
    form = answer.text.split('class="card" open')[1]
    assert html.unescape(re.findall(r'name="title"[^>]* value="([^"]*)"', form)[0]) == title
    assert '<option value="wildfire" selected>' in form
    assert 'value="rain-roof"' in form
    with read(office.sessions) as session:
        assert library.get_article(session, "rain-roof") is None


def test_nobody_reads_a_key_of_the_file_where_what_changed_is_shown(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    fields = filled(bian)
    shown = send(bian, fields, "save", reason="加问法", questions=fields["questions"] + "\n线下头钓得鱼不")
    saved = shown.split('id="saved"')[1].split("</details>")[0]
    assert "<ins>状态：草稿</ins>" in saved
    first = bian.http.get(f"{HERE}/history", params={"v": "1"}).text.split("改了什么")[1]
    assert "<ins>题目：高压线下为什么不能钓鱼</ins>" in first
    for lines in (saved, first):
        assert not re.search(r">(?:- \{)?(?:title|topic|status|sources|number): ?", lines)


def test_who_wrote_is_called_by_name_on_the_review_page(desk: Any, office: Installation) -> None:
    assert "写的人：内容文件。" in desk("anjian").http.get(f"{HERE}/review").text
    bian = desk("bian")
    send(bian, filled(bian), "save", reason="看看", short="线下和线旁都不能钓，挂线丢竿走开。打95598。")
    assert "写的人：赵编辑。" in desk("anjian").http.get(f"{HERE}/review").text
    assert re.search("赵编辑</td>", bian.http.get(f"{HERE}/history").text)
