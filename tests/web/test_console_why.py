"""A steward opens why the bot answered so, an editor why it did not; nobody else does, and no villager is told."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from actions.clock import utc_now
from actions.db.engine import begin, read
from actions.db.models import AnswerTrace, EmergencyAlert, InboxMessage, Person, RefusedQuestion
from actions.services import audit, emergencies, handoff
from tests.web.conftest import BOTH_DATABASES
from tests.web.serving import FakeRasa, Installation
from tests.web.test_messages import person_ids

NUMBER = "13877776666"
CANDIDATES = [
    {"id": "fishing-under-lines", "title": "高压线下为什么不能钓鱼", "score": 0.87, "wording": "高压线底下能不能钓鱼",
     "offered": True, "version": 3},
    {"id": "electro-fishing", "title": "电鱼犯不犯法", "score": 0.08, "wording": "", "offered": False, "version": 0},
]  # fmt: skip
SEARCH = {
    "kind": "suggest", "text": f"线下甩竿行不行 {NUMBER}", "score": 0.87, "words": [["咋个", "怎么"]], "vector": True,
    "candidates": CANDIDATES, "answer": 0.9524, "among": 0.93, "suggest": 0.4978, "danger": True,
    "calibration": "d85e93f7", "library": 512,
}  # fmt: skip
ANSWER = {"text": "您是不是想问：", "custom": {"kind": "suggest", "trace": {"search": SEARCH}}}

pytestmark = BOTH_DATABASES


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa(says=lambda _message: [ANSWER, {"text": "还可以这样。"}], actions=["action_answer"])


@pytest.fixture
def waits(phone: Any, staff: Installation) -> str:
    """The address of why, for one who asked in 石椅村 and then wanted a person."""
    phone.send(f"咋个在线下甩竿 {NUMBER}", village="shiyi")
    with begin(staff.sessions) as session:
        person = person_ids(staff)[0]
        handoff.request_person(
            session, request_id="h1", person_id=person, channel="web", text="我要找人", village_code="shiyi"
        )
        inbox_id = session.scalars(select(InboxMessage.id)).one()
    return f"/console/people/why/{inbox_id}"


def test_a_steward_opens_it_from_the_conversation(desk: Any, waits: str) -> None:
    steward = desk("qushan")
    assert f'href="{waits}">为什么这样答</a>' in steward.http.get("/console/people").text
    page = steward.http.get(waits).text
    assert f"咋个在线下甩竿 {NUMBER}" in page
    assert "最像的《高压线下为什么不能钓鱼》把握87%。这篇说的是会伤人的事，要满95%才直接答。" in page
    assert "前三篇里有对的，把握93%，满50%就列出来。" in page
    assert "“咋个”换成“怎么”" in page
    assert "又比了整句的意思" in page
    assert "电鱼犯不犯法" in page
    assert "最接近的写法：高压线底下能不能钓鱼（第3版）" in page
    assert "资料库第512版，检索用的刻度d85e93f7" in page
    assert re.findall(r'class="sure" width="([\d.]+)"', page) == ["87.0", "8.0"]
    assert page.count("<line") == 1, "the limit is that of the first article"


def test_the_villager_is_told_nothing_of_it(phone: Any, waits: str, web: Any, house: Installation) -> None:
    told = phone.send("再问一句").text + str(phone.history())
    assert "trace" not in told
    assert "0.9524" not in told
    with read(house.sessions) as session:
        rows = session.scalars(select(AnswerTrace)).all()
        assert len(rows) == 2, "one for each message, however many replies"
        assert all(NUMBER.encode() not in (row.body_sealed or b"") for row in rows)


def test_it_is_closed_to_whoever_may_not_read_the_conversation(
    desk: Any, waits: str, office: Installation, web: Any
) -> None:
    assert desk("qushan").http.get(waits).status_code == 200
    assert desk("boss").http.get(waits).status_code == 200
    assert desk("shenji").http.get(waits).status_code == 200, "the auditor reads everything"
    for login in ("leigu", "bian", "anjian"):
        answer = desk(login).http.get(waits)
        assert answer.status_code == 403, login
        assert NUMBER not in answer.text
    stranger = desk("qushan")
    stranger.http.cookies.clear()
    assert "登录" in stranger.http.get(waits).text
    assert desk("qushan").http.get("/console/people/why/999").status_code == 403
    with begin(office.sessions) as session:
        handoff.close(session, handoff.list_(session)[0].id, "qushan")
    for login in ("qushan", "shenji"):
        assert desk(login).http.get(waits).status_code == 403, "the conversation is not shown any longer either"
    with read(office.sessions) as session:
        kept = [(one.actor, one.details["page"]) for one in audit.events(session) if one.action == "read"]
    assert kept == [("shenji", waits)]


def test_a_danger_names_its_rule_beside_the_alert(desk: Any, phone: Any, staff: Installation) -> None:
    phone.send("快来人，有人触电了倒在地上", village="shiyi")
    with read(staff.sessions) as session:
        address = f"/console/people/alert/{session.scalars(select(EmergencyAlert.id)).one()}/why"
    assert address in desk("qushan").http.get("/console/people").text
    page = desk("qushan").http.get(address).text
    assert re.search(r"当成险情答的（[^）]+）：话里有“[^”]+”", page)
    assert address not in desk("leigu").http.get("/console/people").text
    assert desk("leigu").http.get(address).status_code == 403


def test_an_editor_reads_why_it_was_not_found_without_the_number(desk: Any, waits: str, staff: Installation) -> None:
    with begin(staff.sessions) as session:
        asked = session.scalars(select(InboxMessage.message_id)).one()
        row = RefusedQuestion(request_id=asked, channel="web", village_code="shiyi", text=f"咋个在线下甩竿 {NUMBER}")
        lost = RefusedQuestion(request_id="of-before", channel="web", text="毛猪好多钱")
        session.add_all([row, lost])
        session.flush()
        here, gone = (f"/console/refused/{one.id}/why" for one in (row, lost))
    editor = desk("bian")
    listed = editor.http.get("/console/refused").text
    assert here in listed
    page = editor.http.get(here).text
    assert "把握87%" in page
    assert NUMBER not in page
    assert "没有记下来" in editor.http.get(gone).text
    with begin(staff.sessions) as session:
        session.get_one(RefusedQuestion, row.id).state = "unrelated"
    assert editor.http.get(here).status_code == 404


@pytest.mark.parametrize(
    ("trace", "actions", "said"),
    [
        ({}, ["booking_form", "validate_booking_form"], "没有去找文章：他正在约上门检查。"),
        ({}, ["action_thank"], "没有去找文章：他在道谢。"),
        ({}, ["action_affirm", "action_learn_lesson"], "没有去找文章：他要学一课。"),
        ({"unclear": True}, ["action_answer"], "话太短，或者没有说事"),
        ({"picked": {"id": "x", "title": "漏保跳闸", "version": 2}}, [], "他自己点了《漏保跳闸》，给的是第2版。"),
        ({"search": SEARCH}, ["booking_form"], "那时他正在约上门检查，这句是中间问的。"),
        ({"search": SEARCH, "instead": True}, ["action_answer"], "没有用下面这些"),
        ({"search": SEARCH, "beside": 0.63}, ["action_answer"], "听着有点像有人遇险（像63%），所以先报了急救电话。"),
        ({"search": SEARCH, "overruled": True}, ["action_answer"], "整句却不像，所以照常回答"),
        (
            {"search": [SEARCH]},
            ["action_answer"],
            "没有直接答，列了题目让他自己点：最像的《高压线下为什么不能钓鱼》把握87%",
        ),
        ({"search": [SEARCH], "same": "漏保跳闸"}, [], "最像的还是《漏保跳闸》，已经答过，就说没有更多的了。"),
        (
            {"picked": {"id": "x", "title": "漏保跳闸", "version": 2}, "again": True},
            [],
            "把《漏保跳闸》第2版又给了一遍",
        ),
        ({"fraud": {"signs": ["link", "gone-since"]}}, [], "叫您点链接、进网页"),
        ({"fraud": {"signs": [], "gone": True}}, [], "没有对上哪一处。"),
        ({"fraud": {"signs": [], "gone": True}}, [], "他说钱已经出去了"),
        ({"fraud": {"asked": True}, "search": [SEARCH]}, [], "就请他把原话发过来。"),
        ({"fraud": {"asked": True}, "search": [SEARCH]}, [], "没有一篇够直接答"),
        ({"danger": {"kind": "gone", "by": "likeness", "sure": 0.83}}, [], "当成险情答的（险情）"),
        ({}, [], "没有记下来"),
        ({}, ["action_of_tomorrow"], "没有记下来"),
    ],
)
def test_each_way_of_answering_says_what_decided(
    desk: Any, waits: str, phone: Any, rasa: FakeRasa, staff: Installation, trace: Any, actions: list[str], said: str
) -> None:
    rasa.says = lambda _message: [{"text": "好的。", "custom": {"trace": trace} if trace else {}}]
    rasa.actions = actions
    phone.send("要得")
    with read(staff.sessions) as session:
        newest = max(session.scalars(select(InboxMessage.id)))
    assert said in desk("qushan").http.get(f"/console/people/why/{newest}").text


TWO = {
    **SEARCH, "kind": "refuse", "text": f"猪不吃 打{NUMBER}", "score": 0.02, "among": 0.04,
    "candidates": [{"id": "night-rate", "title": "晚上便宜电", "score": 0.02}],
}  # fmt: skip


def test_two_searches_are_both_told_one_after_the_other(
    desk: Any, waits: str, phone: Any, rasa: FakeRasa, staff: Installation
) -> None:
    rasa.says = lambda _message: [
        {"text": "好的。", "custom": {"trace": {"search": [SEARCH]}}},
        {"text": "没有。", "custom": {"trace": {"search": [SEARCH, TWO]}}},
    ]
    phone.send("线下甩竿行不行，还有猪不吃")
    with begin(staff.sessions) as session:
        newest = session.scalars(select(InboxMessage).order_by(InboxMessage.id.desc())).first()
        assert newest is not None
        address = f"/console/people/why/{newest.id}"
        row = RefusedQuestion(request_id=newest.message_id, channel="web", village_code="shiyi", text="猪不吃")
        session.add(row)
        session.flush()
        for_editors = f"/console/refused/{row.id}/why"
    page = desk("qushan").http.get(address).text
    assert "找了2回文章，每一回怎么定的，都在下面。" in page
    first, second = page.split("第1回")[1].split("第2回")
    assert "最像的《高压线下为什么不能钓鱼》把握87%" in first
    assert "老实说了没有：最像的《晚上便宜电》把握2%；前三篇里有对的，把握只有4%，满50%才拿出来问他。" in second
    assert NUMBER in first
    assert NUMBER in second
    assert NUMBER not in desk("bian").http.get(for_editors).text, "editors read no number in either"


def test_what_else_decided_stands_above_several_searches(
    desk: Any, waits: str, phone: Any, rasa: FakeRasa, staff: Installation
) -> None:
    trace = {"search": [SEARCH, TWO], "same": "漏保跳闸"}
    rasa.says = lambda _message: [{"text": "就这些。", "custom": {"trace": trace}}]
    phone.send("为啥子")
    with read(staff.sessions) as session:
        newest = max(session.scalars(select(InboxMessage.id)))
    page = desk("qushan").http.get(f"/console/people/why/{newest}").text
    assert "最像的还是《漏保跳闸》" in page
    assert "没有直接答，列了题目" not in page
    assert "老实说了没有" not in page
    assert page.count("比过的文章") == 2


def test_who_may_not_see_the_card_of_an_alert_may_not_see_why_either(
    desk: Any, phone: Any, staff: Installation
) -> None:
    phone.send(f"快来人，有人触电了倒在地上，打{NUMBER}")
    phone.send("我屋头着火了", village="shiyi")
    with begin(staff.sessions) as session:
        one, two = session.scalars(select(EmergencyAlert).order_by(EmergencyAlert.id)).all()
        # Nobody but the later cry knows the village: the account is of no village.
        session.get_one(Person, one.person_id).village_code = None
        address = f"/console/people/alert/{one.id}/why"
        assert (one.village_code, two.village_code) == (None, "shiyi")
    leigu, qushan = desk("leigu"), desk("qushan")
    assert NUMBER not in leigu.http.get("/console/people").text
    answer = leigu.http.get(address)
    assert (answer.status_code, NUMBER in answer.text) == (403, False)
    assert qushan.http.get(address).status_code == 200
    with begin(staff.sessions) as session:
        now = utc_now()
        for alert_id in (one.id, two.id):
            emergencies.mark_seen(session, alert_id, "qushan", now)
    assert leigu.http.get(address).status_code == 403, "nor when both were seen with one press"
    assert qushan.http.get(address).status_code == 200


def test_only_signs_say_so(desk: Any, waits: str, phone: Any, staff: Installation) -> None:
    phone.send("😀😀")
    with read(staff.sessions) as session:
        newest = max(session.scalars(select(InboxMessage.id)))
    assert "他发的只有符号，没有字" in desk("qushan").http.get(f"/console/people/why/{newest}").text
