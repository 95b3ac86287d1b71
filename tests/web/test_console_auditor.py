"""The auditor: opens every page, finds no way to change anything, and leaves a line where names of people stand."""

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from actions.clock import local_day, utc_now
from actions.db.engine import begin, read
from actions.services import announcements, audit, emergencies, handoff, lessons, outages, reports
from tests.web.conftest import BOTH_DATABASES
from tests.web.desk import Desk, book, hidden, villager
from tests.web.editor_form import ARTICLE, filled, send
from tests.web.serving import FakeRasa, Installation
from tests.web.test_console_fraud_notes import met
from tests.web.test_console_refused import refuse
from tests.web.test_messages import person_ids
from web.access import PUBLIC, short_name
from web.app import create_app
from web.console.login import TABS
from web.media import PATTERN

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
CHANGING = {"POST", "PUT", "DELETE", "PATCH"}


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa(actions=["action_answer"])


@pytest.fixture
def busy(office: Installation, desk: Any, phone: Any, new_phone: Any) -> Installation:
    """A house where something stands on every page: a visit, cries, wishes, reports, outages, drafts."""
    phone.send("线下甩竿行不行 13877776666", village="shiyi")
    new_phone().send("有人遭电打倒在地上了", village="wuxing")
    new_phone().send("快来人，我老汉触电了，倒在地上不动了", village="shiyi")
    person, now = person_ids(office)[0], utc_now()
    book(office, "shiyi", "何平", "13588887777", "在这里告诉约的人")
    met(office, "link")
    refuse(office, "泥鳅塘打氧的电算哪样", person=villager(office))
    with begin(office.sessions) as session:
        handoff.request_person(
            session, request_id="h1", person_id=person, channel="web", text="我要找人", village_code="shiyi"
        )
        emergencies.mark_seen(session, emergencies.open_alerts(session)[-1].id, "leigu", now)
        reports.file_report(session, "hazard", "r1", person, "shiyi", 2, "电杆歪了", "13800000001", now)
        reports.file_report(session, "complaint", "r2", person, "shiyi", None, "王电管态度不好", None, now)
        finished = reports.file_report(session, "hazard", "r3", person, "wuxing", 1, "表箱烂了", None, now)
        reports.set_state(session, finished.id, "done", "leigu")
        for number, (kind, village) in enumerate((("fault", "shiyi"), ("planned", "wuxing"))):
            outages.enter(
                session, request_id=f"o{number}", kind="fault" if kind == "fault" else "planned",
                places=[(village, None)], reason="换变压器", starts_at=now, expected_end=None, login="boss",
            )  # fmt: skip
        draft = announcements.draft(
            session, request_id="a1", title="停电", text="各位乡亲，明天停电检修。", kind="daily",
            village_codes=["shiyi"], author="qushan",
        )  # fmt: skip
        announcements.approve(session, draft.id, "leigu", draft.revision, engine=office.settings.tts_engine)
        announcements.draft(
            session, request_id="a2", title="检修", text="各位乡亲，后天停电检修。", kind="daily",
            village_codes=["shiyi"], author="bian",
        )  # fmt: skip
        lessons.subscribe(session, person, "shiyi")
        lessons.enrol(session, person, lessons.courses(session)[0].id)
    bian = desk("bian")
    fields = filled(bian)
    send(bian, fields, "submit", reason="加问法", questions=fields["questions"] + "\n线下头钓得鱼不")
    return office


def links(page: str, address: str) -> set[str]:
    """Where a page of the console leads to within the console; of the articles only one."""
    found = {urljoin(address, unescape(one)).partition("#")[0] for one in re.findall(r'href="([^"]+)"', page)}
    return {one for one in found if one.startswith("/console/") and _is_looked_at(one)}


def _is_looked_at(address: str) -> bool:
    article = re.search(r"/console/library/(?!sheet/)([^/?]+)|[?&]article=([^&]+)", address)
    return article is None or ARTICLE in article.groups()


def ways_to_change(page: str) -> list[str]:
    """The forms that send something and the buttons outside forms that only ask; the way out is none."""
    forms = [form for form in FORM.findall(page) if 'action="/console/logout"' not in form[0]]
    rest = FORM.sub("", page)
    sends = [form[0] for form in forms if 'method="get"' not in form[0]]
    return sends + re.findall(r"<button[^>]*>", rest) + re.findall(r"formaction=\S+", page)


def test_every_page_opens_and_none_changes_anything(desk: Any, busy: Installation) -> None:
    shenji = desk("shenji")
    waiting, seen = {path for path, _title, _roles in TABS}, set[str]()
    waiting.add("/console/lessons?course=" + lesson_id(busy) + "&village=shiyi")
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = shenji.http.get(address)
        if address.endswith("clip.mp3") or "clip.mp3?" in address:
            assert answer.status_code == 409, "its sound is not made yet, and that is said"
            continue
        assert answer.status_code == 200, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        assert ways_to_change(answer.text) == [], address
        waiting |= links(answer.text, address) - seen
    opened = {urlsplit(one).path for one in seen}
    assert {path for path, _title, _roles in TABS} <= opened
    parts = ("/announcements/", "/people/why/", "/alert/", "/refused/", "/history", "/review", "/preview", "/facts")
    for part in parts:
        assert any(part in path for path in opened), part


def lesson_id(house: Installation) -> str:
    with read(house.sessions) as session:
        return str(lessons.courses(session)[0].id)


def test_the_same_pages_let_a_steward_work(desk: Any, busy: Installation) -> None:
    """What the test above looks for is there for whoever may do it."""
    boss = desk("boss")
    for path in ("/console/", "/console/people", "/console/refused", "/console/outages", "/console/announcements"):
        assert ways_to_change(boss.http.get(path).text), path


def test_everything_of_everybody_is_read_but_no_code_of_a_door(desk: Any, busy: Installation) -> None:
    shenji, boss = desk("shenji"), desk("boss")
    visits, people = shenji.http.get("/console/").text, shenji.http.get("/console/people").text
    for said in ("何平", "13588887777"):
        assert said in visits
    code = re.findall(r'class="code">([^<]+)<', boss.http.get("/console/").text)[0]
    assert code not in visits
    cries, told = ("我老汉触电了", "有人遭电打倒在地上了"), ("电杆歪了", "王电管态度不好", "表箱烂了", "13800000001")
    for said in (*cries, *told, "叫人点链接"):
        assert said in people, said
    assert "13800000001" not in desk("leigu").http.get("/console/people").text, "another village's steward does not"


def test_every_way_to_change_something_refuses_in_a_sentence(desk: Any, busy: Installation) -> None:
    shenji, boss = desk("shenji"), desk("boss")
    before = {path: unsigned(boss.http.get(path).text) for path, _title, _roles in TABS if path != "/console/audit"}
    token = hidden(shenji.http.get("/console/").text, "csrf")
    tried = 0
    for route in create_app(busy.settings).router.routes:
        name = short_name(route.name)
        if name in PUBLIC or name == "console_login.leave":
            continue
        path = "/" + re.sub(r"<article_id:str>", ARTICLE, route.path)
        path = re.sub(r"<\w+:(?:str|path)>", "short.mp3", re.sub(r"<\w+:id>", "1", path))
        path = path.replace(PATTERN, f"{'0' * 64}.jpg")
        for method in CHANGING:
            form = {"csrf": token, "do": "done", "request_id": "console:r1", "base": "1", "ids": "1", "event": "1"}
            answer = shenji.http.request(method, path, data=form)
            told = "您的账号不能做这件事" if method in route.methods else "这个地址不能这样用"
            if method not in route.methods and answer.status_code == 403:
                told = "您的账号不能做这件事"  # the same address takes another method of its own
            assert answer.status_code in (403, 405), (method, path)
            assert told in answer.text, (method, path, answer.text)
            tried += 1
    assert tried > 100
    assert {path: unsigned(boss.http.get(path).text) for path in before} == before


def unsigned(page: str) -> str:
    """A page without what is made anew each time it is shown."""
    return re.sub(r'name="(?:csrf|request_id)" value="[^"]*"', "", page)


def test_who_only_audits_begins_at_the_record(desk: Any, office: Installation) -> None:
    shenji = desk("shenji")
    assert "<h1>留痕</h1>" in shenji.login("shenji").text


@BOTH_DATABASES
def test_what_is_read_of_people_stands_in_the_record(desk: Any, busy: Installation) -> None:
    shenji = desk("shenji")
    day = local_day(utc_now()).isoformat()
    for path in (f"/console/?from={day}&village=shiyi", "/console/people?all=1", "/console/outages"):
        shenji.http.get(path)
    desk("qushan").http.get("/console/people")
    with read(busy.sessions) as session:
        kept = [(one.actor, one.details["page"]) for one in audit.events(session) if one.action == "read"]
        assert audit.verify(session) == []
    assert kept == [("shenji", f"/console/?from={day}&village=shiyi"), ("shenji", "/console/people?all=1")]
    shown = shenji.http.get("/console/audit").text
    assert "看了有姓名电话的页面</td><td>要人 /console/people?all=1" in shown


def test_a_steward_who_audits_too_acts_for_his_own_villages_only(desk: Any, busy: Installation) -> None:
    busy.account("both", "steward", "auditor", name="周电管")
    both: Desk = desk("both")
    page = both.http.get("/console/people").text
    assert "电杆歪了" in page
    assert 'action="/console/people/report/' not in page
    form = {"csrf": hidden(page, "csrf"), "do": "done", "request_id": "console:r9"}
    with read(busy.sessions) as session:
        (hazard,) = [one for one in reports.list_(session, state="open") if one.kind == "hazard"]
        (wish,) = handoff.list_(session)
    assert both.http.post(f"/console/people/report/{hazard.id}", data=form).status_code == 403
    answer = both.http.post(f"/console/people/handoff/{wish.id}", data={**form, "do": "close"}).text
    assert "您的账号不能做这件事" in answer
