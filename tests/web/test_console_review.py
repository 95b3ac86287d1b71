"""The library at the console: reviewed, planned, signed, taken back, audited."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from actions import clock
from actions.clock import local_day, utc_now
from actions.db.engine import begin, read
from actions.db.models import RefusedQuestion
from actions.services import audit, editing, library, messages, people, users
from content.load import parse_article
from tests.web.conftest import BOTH_DATABASES
from tests.web.desk import hidden
from tests.web.editor_form import ARTICLE, HERE, decide, filled, send, text_of
from tests.web.serving import Installation

pytestmark = BOTH_DATABASES


def samples(desk: Any) -> str:
    """How many articles the list counts as samples."""
    found = re.search(r"一共 (\d+) 篇", desk.http.get("/console/library?kind=sample").text)
    assert found is not None
    return found.group(1)


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
    fields |= {name: value for name, value in filled(bian).items() if name in ("base", "request_id")}
    assert "请写明原因" in send(bian, fields, "submit", reason="")
    assert "送审了" in send(bian, fields, "submit", reason="加问法")
    live = phone.http.get(f"/api/v1/articles/{ARTICLE}").json()
    assert live["version"] == 1
    card = anjian.http.get(f"{HERE}/review").text
    assert "<ins>线底下甩两竿要得不</ins>" in card
    assert short[:10] not in card.split("数字和依据")[0], "what did not change is not shown as changed"
    assert "没有依据" not in card
    assert "签好了" in decide(anjian, "approve")
    assert phone.http.get(f"/api/v1/articles/{ARTICLE}").json()["version"] == 5
    assert "signed_off_by: 孙安监（安监）" in text_of(office)
    before = samples(bian)
    send(bian, filled(bian), "save", reason="再改", questions=filled(bian)["questions"] + "\n线下头甩得鱼竿不")
    assert samples(bian) == before, "what villagers hear is signed still, whatever is drafted"


def test_the_author_of_a_danger_article_is_not_its_reviewer(desk: Any, office: Installation) -> None:
    boss = desk("boss")
    send(boss, filled(boss), "submit", reason="管理员自己改", questions=filled(boss)["questions"] + "\n线下头钓得鱼不")
    assert "写的人不能自己审" in decide(boss, "approve")
    assert "这个专题不归您的部门审" in decide(desk("yingxiao"), "approve")
    assert "请写明原因" in decide(desk("anjian"), "send_back")
    assert "退回去了" in decide(desk("anjian"), "send_back", reason="问法里有错字")
    with read(office.sessions) as session:
        assert library.history(session, ARTICLE)[0].reason == "问法里有错字"


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


def test_a_question_that_another_article_got_meanwhile_is_named_to_who_approves_or_brings_back(
    desk: Any, office: Installation
) -> None:
    bian, anjian = desk("bian"), desk("anjian")
    fields, asked = filled(bian), "线下头钓得鱼不嘛"
    send(bian, fields, "submit", reason="改", questions=f"{fields['questions']}\n{asked}")
    decide(anjian, "approve")
    send(bian, filled(bian), "submit", reason="不要了", questions=fields["questions"])
    decide(anjian, "approve")
    send(bian, filled(bian), "submit", reason="还是要", questions=f"{fields['questions']}\n{asked}")
    with begin(office.sessions) as session:
        other = library.get_live(session, "farm-price")
        assert other is not None
        text = other.text.replace("questions:\n", f"questions:\n  - {asked}\n", 1)
        library.publish(session, "farm-price", text, "qian", "先加了")
    said = f"“{asked}”已经是《{other.title}》的问法"
    assert said in decide(anjian, "approve")
    old = anjian.http.get(f"{HERE}/history", params={"v": "4"}).text
    back = {"csrf": hidden(old, "csrf"), "base": hidden(old, "base"), "number": "4", "do": "roll_back"}
    answer = anjian.http.post(f"{HERE}/review", data={**back, "reason": "换回来"})
    assert (answer.status_code, said in answer.text) == (422, True)


def test_what_was_written_and_handed_in_at_once_is_seen_where_it_is_reviewed(desk: Any, office: Installation) -> None:
    bian, anjian, here = desk("bian"), desk("anjian"), "/console/library"
    fields = filled(bian)
    send(bian, fields, "submit", reason="改", questions=fields["questions"] + "\n线下头钓得鱼不")
    shown = anjian.http.get(f"{HERE}/history").text.split("第3版改了什么")[1]
    assert "<ins>  - 线下头钓得鱼不</ins>" in shown
    assert "<ins>状态：在审</ins>" in shown
    assert "<ins>线下头钓得鱼不</ins>" in anjian.http.get(f"{HERE}/review").text
    made = bian.submit(here, f"{here}/new", title="晾衣杆碰到电线咋办", topic="electricity-safety")
    address = str(made.url).split("?")[0].removeprefix(str(bian.http.base_url).rstrip("/"))
    send(bian, filled(bian, address), "save", address, reason="新写的", short="莫碰，打95598。")
    card = anjian.http.get(f"{address}/review").text
    assert "新文章，都是新的" in card
    for part in ("晾衣杆碰到电线咋办", "莫碰，打95598。"):
        assert f"<ins>{part}</ins>" in card


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
    assert "孙安监（anjian） 审定发布：核过条例" in page
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
    assert "孙安监（anjian） 审定发布：第一次" in page
    assert "李营销（yingxiao） 审定发布：第二次" in page
    assert "第3版" not in page
    assert "第1版：第一版题目" in shown(day - timedelta(days=1))
    assert "第2版" not in shown(day - timedelta(days=1))
    assert "村民看不到这篇" in shown(day + timedelta(days=1))


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


def test_the_reviewer_reads_villages_by_name_and_no_marks(desk: Any, office: Installation) -> None:
    bian, here = desk("bian"), "/console/library"
    made = bian.submit(here, f"{here}/new", title="晾衣杆碰到电线咋办", topic="electricity-safety")
    address = str(made.url).split("?")[0].removeprefix(str(bian.http.base_url).rstrip("/"))
    detail = "### 三件事\n\n- [ ] 人走，**莫回头**\n\n| 村 | 电话 |\n| --- | --- |\n| 七郎村 | 95598 |"
    send(bian, filled(bian, address), "save", address, reason="新写的", detail=detail, short="莫碰，打95598。")
    for page in ("review", "sheet"):
        card = desk("anjian").http.get(f"{address}/{page}").text
        assert "<ins>全部村</ins>" in card
        assert [f"<ins>{one}</ins>" in card for one in ("【三件事】", "□ 人走，莫回头", "村：七郎村；电话：95598")] == [
            True
        ] * 3
        assert not re.search(r"###|- \[ \]|\| ---|\*\*|<ins>all</ins>", card)
    fields = filled(bian)
    send(bian, fields, "save", reason="只给两个村", village=["shiyi", "wuxing"])
    card = desk("anjian").http.get(f"{HERE}/review").text
    assert "<del>全部村</del><ins>石椅村</ins><ins>五星村</ins>" in card


def test_paper_and_history_say_the_year(desk: Any, office: Installation) -> None:
    year = f"{clock.local(utc_now()).year}年"
    anjian = desk("anjian")
    assert f"打印于 {year}" in anjian.http.get(f"{HERE}/sheet").text
    assert f"<td>{year}" in anjian.http.get(f"{HERE}/history").text
    assert f"<td>{year}" in desk("shenji").http.get("/console/audit").text


def test_the_auditor_finds_an_article_by_words_of_its_title(desk: Any, office: Installation) -> None:
    shenji = desk("shenji")

    def asked(words: str) -> str:
        page: str = shenji.http.get("/console/audit", params={"article": words}).text
        return page.split("<h2>")[0]

    for words in (ARTICLE, "高压线下为什么不能钓鱼", "高压线 钓鱼", "fishing-under"):
        page = asked(words)
        assert "村民看到的是第1版：高压线下为什么不能钓鱼" in page, words
        assert 'name="article" value="高压线下为什么不能钓鱼"' in page
    several = asked("停电")
    assert "看哪一篇" in several
    assert several.count('href="?article=') > 1
    nothing = asked("没有这样的题目")
    assert "村民看不到这篇" in nothing
    assert 'name="article" value="没有这样的题目"' in nothing
    assert '<option value="高压线下为什么不能钓鱼">' in page


def test_the_audit_calls_people_by_name(desk: Any, office: Installation) -> None:
    bian = desk("bian")
    send(bian, filled(bian), "save", reason="看看", poster="线下不甩竿")
    page = desk("shenji").http.get("/console/audit").text
    assert "<td>赵编辑（bian）</td>" in page
    assert "<td>内容文件</td>" in page
    assert "<td>bian</td>" not in page
