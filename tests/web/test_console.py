"""The console: closed to strangers, careful with names, and everything a steward does there."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from actions.clock import at, local, local_day, utc_now
from actions.db.engine import begin, read
from actions.services import clips, lessons, outages, reports
from tests.moment import the_moment
from tests.web.desk import hidden, villager
from tests.web.serving import FakeRasa, Installation, Served
from web.access import PUBLIC, short_name
from web.app import create_app
from web.media import PATTERN


def test_every_route_needs_a_login_but_the_named_ones(house: Installation) -> None:
    app = create_app(house.settings)
    names = {short_name(route.name) for route in app.router.routes}
    assert names >= PUBLIC, "a public name that is no route"
    assert {name for name in names if not name.startswith("console_")} == {n for n in PUBLIC if "console" not in n}
    with Served(app, house.settings.port) as served, httpx.Client(base_url=served.url) as http:
        closed = 0
        for route in app.router.routes:
            if short_name(route.name) in PUBLIC:
                continue
            path = "/" + re.sub(r"<\w+:id>", "1", re.sub(r"<\w+:(?:str|path)>", "x", route.path))
            path = path.replace(PATTERN, f"{'0' * 64}.jpg")
            for method in route.methods:
                answer = http.request(method, path)
                assert (answer.status_code, answer.headers.get("location")) == (302, "/console/login"), path
                closed += 1
        assert closed > 20


def test_an_id_that_no_row_can_have_is_not_found_anywhere(desk: Any, house: Installation) -> None:
    boss, asked = desk("boss"), 0
    for route in create_app(house.settings).router.routes:
        if "<" not in route.path or route.path.startswith("static"):
            continue
        for number in ("999999999999999999999", "2147483648", "9" * 32, "0", "-1"):
            path = "/" + re.sub(r"<\w+:(?:[^<>]|\{32\})*>", number, route.path)
            if ".mp3" in route.path and "clips" in route.path:
                path += ".mp3"
            method = "POST" if "POST" in route.methods else "GET"
            csrf = hidden(boss.http.get("/console/").text, "csrf") if method == "POST" else ""
            answer = boss.http.request(method, path, data={"csrf": csrf, "do": "done"} if csrf else None)
            # A name of letters may first be asked for the rest of the form; a number is looked for before anything.
            assert answer.status_code == 404 or (":id" not in route.path and answer.status_code == 400), path
            assert "没有找到" in answer.text or answer.status_code == 400, path
            asked += 1
    assert asked > 60
    assert boss.http.get("/console/library/fishing-under-lines/history?v=999999999999999999999").status_code < 500


@pytest.mark.parametrize("number", [999999999999999999999, 2**31, 0, -1])
def test_a_reply_that_cannot_be_is_not_read_aloud(phone: Any, number: int) -> None:
    answer = phone.http.post("/api/v1/clips", json={"reply_id": number})
    assert answer.status_code == 404
    assert "没有找到" in answer.json()["error"]["message"]


def test_logging_in_and_out(desk: Any) -> None:
    wang = desk("qushan")
    assert "王电管" in wang.http.get("/console/").text
    wang.submit("/console/", "/console/logout")
    assert "工作人员登录" in wang.http.get("/console/").text


def test_wrong_passwords_are_slowed_down(staff: Installation, web: Served, desk: Any) -> None:
    stranger = desk("nobody")
    assert "不对" in stranger.login("qushan", "wrong-wrong-wrong").text
    for _try in range(12):
        last = stranger.login("qushan", "wrong-wrong-wrong")
    assert last.status_code == 429
    assert stranger.login("qushan").status_code == 429, "the right password does not help while it is locked"


def test_an_office_behind_one_address_may_log_in_all_morning(staff: Installation, web: Served, desk: Any) -> None:
    wang = desk("qushan")
    for _try in range(14):
        assert wang.login("qushan").status_code == 200
    assert "不对" in wang.login("leigu", "wrong-wrong-wrong").text, "a wrong password still counts and is told so"


def test_a_form_without_its_token_does_nothing(desk: Any, staff: Installation) -> None:
    wang = desk("qushan")
    answer = wang.http.post("/console/outages", data={"kind": "fault", "village": "shiyi", "reason": "x"})
    assert answer.status_code == 403
    with read(staff.sessions) as session:
        assert outages.list_(session) == []


def test_roles_open_only_their_pages(desk: Any) -> None:
    editor, steward = desk("bian"), desk("qushan")
    assert editor.http.get("/console/people").status_code == 403
    assert editor.http.get("/console/library").status_code == 200
    assert "/console/lessons" not in editor.http.get("/console/library").text
    assert "存好并送审" not in steward.http.get("/console/library/wet-hands").text
    assert "存好并送审" in editor.http.get("/console/library/wet-hands").text
    assert editor.http.get("/console/audit").status_code == 403


def test_a_steward_answers_somebody_and_gives_the_conversation_back(
    desk: Any, staff: Installation, phone: Any, rasa: FakeRasa
) -> None:
    from actions.services import handoff
    from tests.web.test_messages import person_ids, wait_for

    phone.says("我要找人")
    with begin(staff.sessions) as session:
        wish = handoff.request_person(
            session,
            request_id="h",
            person_id=person_ids(staff)[0],
            channel="web",
            text="我要找人",
            village_code="shiyi",
        )
    wang, action = desk("qushan"), f"/console/people/handoff/{wish.id}"
    assert "发出去了" in wang.submit("/console/people", action, do="reply", text="我是王电管，马上来 <b>").text
    assert phone.lines()[-1] == ("bot", "电管家王电管：我是王电管，马上来 <b>")
    assert phone.send("要得").json()["state"] == "person"
    shown = wang.http.get("/console/people").text
    assert "要得" in shown
    assert "马上来 &lt;b&gt;" in shown
    assert phone.send("那电费咋个交嘛").json()["state"] == "person"
    wang.submit("/console/people", action, do="close")
    wait_for(lambda: "电费" in phone.lines()[-1][1] and phone.lines()[-1][0] == "bot")
    assert "您说的是：要得" not in [text for _role, text in phone.lines()]
    assert phone.says("谢谢") == ["您说的是：谢谢"]


def test_reports_go_to_their_steward_and_complaints_to_the_administrator(desk: Any, staff: Installation) -> None:
    person = villager(staff)
    with begin(staff.sessions) as session:
        reports.file_report(session, "hazard", "r1", person, "shiyi", 2, "电杆歪了<script>", "13800000001", utc_now())
        reports.file_report(session, "complaint", "r2", person, "shiyi", None, "王电管态度不好", None, utc_now())
    wang = desk("qushan").http.get("/console/people").text
    assert "电杆歪了&lt;script&gt;" in wang
    assert "态度不好" not in wang
    assert "态度不好" in desk("boss").http.get("/console/people").text
    assert "电杆歪了" not in desk("leigu").http.get("/console/people").text


def test_an_emergency_is_shown_until_somebody_has_seen_it(desk: Any, phone: Any, staff: Installation) -> None:
    phone.send("快来人，我老汉触电了，倒在地上不动了")
    wang = desk("qushan")
    page = wang.http.get("/console/people").text
    assert "倒在地上不动了" in page
    assert "· 不知道哪个村</span>" in page
    action = re.findall(r'action="(/console/people/alert/\d+)"', page)[0]
    page = wang.submit("/console/people", action).text
    assert "card urgent" not in page
    assert "王电管" in page.split("今天看过的")[1]


def test_an_outage_is_entered_once_and_restored(desk: Any, staff: Installation) -> None:
    wang, form = desk("qushan"), {"kind": "planned", "village": ["shiyi"], "groups": "1,3", "reason": "换变压器"}
    day = local_day(utc_now()) + timedelta(days=1)
    times = {"starts_at": f"{day}T08:00", "expected_end": f"{day}T12:00"}
    assert "登记好了" in wang.submit("/console/outages", "/console/outages", **form, **times).text
    with read(staff.sessions) as session:
        entered = outages.list_(session)[0]
    assert entered.places == (("shiyi", 1), ("shiyi", 3))
    assert entered.starts_at.isoformat() == f"{day}T00:00:00+00:00"
    backwards = {"starts_at": f"{day}T12:00", "expected_end": f"{day}T08:00"}
    assert "晚" in wang.submit("/console/outages", "/console/outages", **form, **backwards).text
    now = {**form, "kind": "fault", "starts_at": f"{local(utc_now()):%Y-%m-%dT%H:%M}"}
    wang.submit("/console/outages", "/console/outages", **now)
    with read(staff.sessions) as session:
        off = next(one for one in outages.list_(session) if one.id != entered.id)
    wang.submit("/console/outages", f"/console/outages/{off.id}/restore")
    with read(staff.sessions) as session:
        assert [one.state for one in outages.list_(session)] == ["announced", "restored"]


def test_an_announcement_needs_a_second_person_and_becomes_a_clip(desk: Any, staff: Installation) -> None:
    wang, li, here = desk("qushan"), desk("leigu"), "/console/announcements"
    said = "广播 各位乡亲，明天上午停电检修，请提前做好准备。"
    assert "等别人审" in wang.submit(here, f"{here}/quick", line=said).text
    number = re.findall(rf"{here}/(\d+)\"", wang.http.get(here).text)[0]
    assert ">明天上午停电检修</a>" in wang.http.get(here).text, "the title is the first clause that says something"
    assert ">审一审</a>" in li.http.get(here).text
    assert ">审一审</a>" not in wang.http.get(here).text
    assert "要等别人来审" in wang.http.get(f"{here}/{number}").text
    assert "您的账号不是审批人" in desk("bian").http.get(f"{here}/{number}").text
    own = wang.http.post(
        f"{here}/{number}/decide", data={"csrf": hidden(wang.http.get(here).text, "csrf"), "do": "approve"}
    )
    assert own.status_code == 403
    assert "正在做声音" in li.submit(f"{here}/{number}", f"{here}/{number}/decide", do="approve").text
    assert li.http.get(f"{here}/{number}/clip.mp3").status_code == 409
    waiting = li.http.get(f"{here}/{number}").text
    assert 'id="making"' in waiting
    assert 'src="/static/making.js"' in waiting, "the page looks again by itself"
    assert f'<a href="{here}/{number}">再看一次</a>' in waiting, "and by hand without a script"
    assert li.http.get("/static/making.js").status_code == 200
    with begin(staff.sessions) as session:
        made = clips.due(session, at_least=clips.NORMAL)[0]
        assert (made.preset, made.source) == ("village", f"announcement:{number}:1")
        clips.set_state(session, made.hash, "done")
    (staff.settings.clips_dir / f"{made.hash}.mp3").write_bytes(b"ID3" + b"\x00" * 400)
    finished = li.http.get(f"{here}/{number}?ok=approved").text
    assert "正在做声音" not in finished
    assert f'<audio controls preload="none" src="{here}/{number}/clip.mp3">' in finished
    download = wang.http.get(f"{here}/{number}/clip.mp3?download=1")
    assert download.headers["content-disposition"].startswith("attachment")
    assert len(download.content) == 403
    changed = wang.submit(f"{here}/{number}", f"{here}/{number}", title="改了", text="各位乡亲，后天停电。")
    assert "等人审" in changed.text


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("广播 明天上午九点到十二点，全村停电检修，请提前做好准备。", "明天上午九点到十二点，全村停电检修"),
        ("广播 各位乡亲，11月26日，9:00到12:00 停电检修。", "11月26日，9:00到12:00 停电检修"),
        ("广播 明天上午。", "明天上午"),
    ],
)
def test_a_title_says_what_happens_not_only_when(desk: Any, line: str, title: str) -> None:
    here, wang = "/console/announcements", desk("qushan")
    wang.submit(here, f"{here}/quick", line=line)
    assert f">{title}</a>" in wang.http.get(here).text


def test_an_administrator_who_mends_an_announcement_does_not_take_it_over(desk: Any, staff: Installation) -> None:
    wang, boss, here = desk("qushan"), desk("boss"), "/console/announcements"
    wang.submit(here, f"{here}/quick", line="广播 明天上午停电检修。")
    number = re.findall(rf"{here}/(\d+)\"", wang.http.get(here).text)[0]
    page = f"{here}/{number}"
    assert "存好了" in boss.submit(page, page, title="检修", text="各位乡亲，后天停电检修。").text
    shown = wang.http.get(page).text
    names = re.findall(r" · (\S+) 写于 [^·<]*· (\S+)改过", shown)
    assert [len(set(both)) for both in names] == [2]
    assert "要等别人来审" in boss.http.get(page).text
    refused = boss.http.post(f"{page}/decide", data={"csrf": hidden(boss.http.get(page).text, "csrf"), "do": "approve",
                                                     "revision": "2"})  # fmt: skip
    assert "不能审自己写的、改过的" in refused.text
    assert "存好了" in wang.submit(page, page, title="检修", text="各位乡亲，大后天停电检修。").text
    assert "正在做声音" in desk("leigu").submit(page, f"{page}/decide", do="approve").text


def test_a_steward_announces_to_his_own_villages_only(desk: Any, staff: Installation) -> None:
    li, here = desk("leigu"), "/console/announcements"
    assert 'value="shiyi"' not in li.http.get(here).text
    said = {"title": "停电通知", "text": "明天上午停电，请提前做好准备。", "kind": "daily"}
    for villages in (["shiyi"], ["wuxing", "shiyi"], ["all"]):
        answer = li.submit(here, here, **said, village=villages)
        assert answer.status_code == 403
        assert "不归您管的村" in answer.text
        assert "明天上午停电，请提前做好准备。" in answer.text, "what was written stands"
    assert "等人审" not in li.http.get(here).text
    assert "交上去了" in li.submit(here, here, **said, village=["wuxing"]).text
    assert "交上去了" in desk("bian").submit(here, here, **said, village=["shiyi", "wuxing"]).text
    staff.account("nowhere", "steward", name="新电管")
    assert "请选至少一个村" in desk("nowhere").submit(here, f"{here}/quick", line="明天停电").text


@pytest.mark.parametrize("text", ["明天{时间}停电", "https://x.cn 点这里", "请看PDF附件QWERT"])
def test_what_cannot_be_spoken_is_sent_back(desk: Any, text: str) -> None:
    here = "/console/announcements"
    answer = desk("qushan").submit(here, here, title="试", text=text, kind="daily", village=["shiyi"])
    assert 'role="alert"' in answer.text
    assert "等人审" not in answer.text


def test_a_lesson_shows_the_count_first_and_is_pushed_once(desk: Any, staff: Installation) -> None:
    person = villager(staff)
    with begin(staff.sessions) as session:
        lessons.subscribe(session, person, "shiyi")
        course = lessons.courses(session)[0]
    wang = desk("qushan")
    page = f"/console/lessons?course={course.id}&village=shiyi"
    assert "<strong>1</strong> 个人" in wang.http.get(page).text
    form = re.findall(r'name="request_id" value="([^"]+)"', wang.http.get(page).text)[0]
    data = {
        "csrf": hidden(wang.http.get(page).text, "csrf"),
        "request_id": form,
        "course": course.id,
        "village": "shiyi",
    }
    for _click in range(2):
        assert "发出去了" in wang.http.post("/console/lessons", data=data).text
    with read(staff.sessions) as session:
        assert len(lessons.pushes(session)) == 1


def test_a_lesson_that_waits_for_the_morning_is_not_sent_twice(desk: Any, staff: Installation) -> None:
    person = villager(staff)
    with begin(staff.sessions) as session:
        lessons.subscribe(session, person, "shiyi")
        course = lessons.courses(session)[0]
    here = "/console/lessons"
    page = f"{here}?course={course.id}&village=shiyi"
    night, day = "现在是休息时间，早上7点才送到。", local_day(utc_now()) + timedelta(days=1)
    with the_moment(at(day, 20)):
        wang, boss = desk("qushan"), desk("boss")
        assert night not in wang.http.get(page).text, "said at night only"
        late = boss.http.get(page).text
    with the_moment(at(day, 22)):
        assert night in wang.http.get(page).text
        assert f"发出去了。{night}" in wang.submit(page, here, course=course.id, village="shiyi").text
        again = boss.http.get(page).text
        assert "已经发过一次，还没送到，<strong>1</strong> 个人等着收，不用再发" in again
        assert "发给他们" not in again
        form = {"csrf": hidden(late, "csrf"), "request_id": hidden(late, "request_id")}
        told = boss.http.post(here, data={**form, "course": course.id, "village": "shiyi"}).text
        assert "还没送到，没有再发一遍" in told
        assert "发出去了" not in told
    with read(staff.sessions) as session:
        assert len(lessons.pushes(session)) == 1


@pytest.mark.parametrize(
    ("village", "shown"), [(None, "没说是哪个村"), ("gone-by", "没说是哪个村"), ("shiyi", "石椅村")]
)
def test_every_row_of_the_results_names_its_village(
    desk: Any, staff: Installation, village: str | None, shown: str
) -> None:
    from actions.db.models import LessonEnrolment

    person = villager(staff)
    with begin(staff.sessions) as session:
        lessons.enrol(session, person, lessons.courses(session)[0].id)
        session.scalars(select(LessonEnrolment)).one().village_code = village
    text = desk("qushan").http.get("/console/lessons").text
    assert f"<td>{shown}</td><td data-head" in text
    assert "<td></td>" not in text


def test_nothing_personal_lies_readable_in_the_database(phone: Any, staff: Installation) -> None:
    phone.says("我叫张三丰，电话13812345678")
    raw = b"".join(path.read_bytes() for path in staff.settings.data_dir.glob("babahui.sqlite3*"))
    assert "张三丰".encode() not in raw
    assert b"13812345678" not in raw


def test_what_was_typed_stands_again_beside_the_reason(desk: Any) -> None:
    steward = desk("qushan")
    outage = {
        "kind": "fault", "village": "shiyi", "groups": "1,3", "reason": "换变压器",
        "starts_at": "2030-01-02T10:00", "expected_end": "2030-01-02T09:00",
    }  # fmt: skip
    page = steward.submit("/console/outages", "/console/outages", **outage).text
    assert 'role="alert"' in page
    for kept in ('value="1,3"', 'value="换变压器"', 'value="2030-01-02T10:00"', 'value="2030-01-02T09:00"'):
        assert kept in page
    assert 'value="shiyi" checked' in page
    assert 'value="fault" selected' in page
    text = "明天上午停电，电话95598，网址abc。"
    page = steward.submit(
        "/console/announcements",
        "/console/announcements",
        title="停电通知",
        kind="important",
        village="shiyi",
        text=text,
    ).text
    assert 'role="alert"' in page
    assert text in page
    assert 'value="停电通知"' in page
    assert 'value="shiyi" checked' in page
