"""Who calls for help at the console: the newest first, with place and number, seen from every page."""

import re
from typing import Any

from tests.web.desk import book, hidden
from tests.web.serving import Installation


def test_an_alert_carries_what_was_told_before_it(desk: Any, staff: Installation, phone: Any) -> None:
    phone.says("我要约上门")
    phone.says("石椅村")
    phone.says("2组")
    phone.says("王大明，13877776666")
    phone.says("快点，我娃儿触电了")
    page = desk("qushan").http.get("/console/people").text
    assert "石椅村2组" in page
    assert 'href="tel:13877776666"' in page


def test_an_alert_falls_back_on_an_earlier_visit(desk: Any, staff: Installation, phone: Any) -> None:
    from actions.db.engine import begin
    from actions.db.models import BookingRow
    from tests.web.test_messages import person_ids

    visit = book(staff, "shiyi", "张大爷", "13800000001")
    phone.says("我屋头着火了")
    with begin(staff.sessions) as session:
        session.get_one(BookingRow, visit.id).requester_id = max(person_ids(staff))
    page = desk("qushan").http.get("/console/people").text
    assert "石椅村1组" in page
    assert 'href="tel:13800000001"' in page


def test_an_alert_keeps_the_place_that_was_known_when_it_was_raised(desk: Any, phone: Any) -> None:
    phone.says("我屋头在五星村2组，电话13877776666")
    phone.says("快点，我娃儿触电了")
    phone.says("我还要给石椅村3组的亲戚约个上门，他的电话13955554444")
    page = desk("leigu").http.get("/console/people").text
    assert "五星村2组" in page
    assert 'href="tel:13877776666"' in page
    assert "石椅村3组" not in page
    assert "后来说的" not in page


def test_what_was_told_after_the_cry_is_marked_so_and_stays(desk: Any, phone: Any) -> None:
    phone.says("快点，我娃儿触电了")
    phone.says("我们在五星村2组，13877776666")
    phone.says("石椅村3组也停电了，13955554444")
    page = desk("leigu").http.get("/console/people").text
    assert "五星村2组（后来说的）" in page
    assert 'href="tel:13877776666">13877776666</a>（后来说的）' in page


def test_who_wants_a_person_stays_where_he_was(desk: Any, staff: Installation, phone: Any) -> None:
    from actions.db.engine import begin
    from actions.services import handoff
    from tests.web.test_messages import person_ids

    phone.says("我是五星村2组的，13877776666")
    with begin(staff.sessions) as session:
        person = person_ids(staff)[0]
        handoff.request_person(session, request_id="h1", person_id=person, channel="web", text="我要找人")
    phone.says("石椅村3组的，13955554444")
    page = desk("boss").http.get("/console/people").text
    assert "<strong>五星村2组</strong>" in page
    assert 'href="tel:13877776666"' in page
    assert 'href="tel:13955554444"' not in page


def test_the_number_of_a_swindler_does_not_hide_the_callers_own(desk: Any, staff: Installation, phone: Any) -> None:
    from actions.db.engine import begin
    from actions.db.models import BookingRow
    from tests.web.test_messages import person_ids

    visit = book(staff, "shiyi", "张大爷", "13800000001")
    phone.says("13912345678这个号喊我转钱，我转了三万给骗子")
    with begin(staff.sessions) as session:
        session.get_one(BookingRow, visit.id).requester_id = max(person_ids(staff))
    page = desk("qushan").http.get("/console/people").text
    assert 'href="tel:13800000001"' in page
    assert 'href="tel:13912345678"' not in page


def test_the_newest_cry_stands_first_and_every_page_counts_the_people(desk: Any, new_phone: Any) -> None:
    first, second = new_phone(), new_phone()
    first.says("我屋头着火了")
    second.says("又有人触电了，快救命")
    second.says("快点，他还在抽，触电了")
    wang = desk("qushan")
    page = wang.http.get("/console/people").text
    assert page.index("又有人触电了") < page.index("我屋头着火了")
    assert "急2" in wang.http.get("/console/").text
    assert "急2" not in desk("bian").http.get("/console/library").text


def test_what_was_typed_when_the_login_ran_out_is_not_lost(desk: Any) -> None:
    wang = desk("qushan")
    wang.http.cookies.delete("bbh_console", path="/console")
    answer = wang.http.post(
        "/console/announcements", data={"title": "停电通知", "text": "明天上午停电检修<b>", "csrf": "x"}
    )
    assert answer.status_code == 401
    assert "登录过期了" in answer.text
    assert "明天上午停电检修&lt;b&gt;" in answer.text


def test_one_who_types_badly_does_not_lock_out_the_office(desk: Any) -> None:
    wang = desk("qushan")
    for _try in range(12):
        last = wang.login("leigu", "wrong-wrong-wrong")
    assert last.status_code == 429
    assert wang.login("bian").status_code == 200


def test_a_line_that_is_too_long_is_not_cut(desk: Any) -> None:
    wang, here = desk("qushan"), "/console/announcements"
    shown = wang.submit(here, f"{here}/quick", line="广播 " + "明天停电检修。" * 100)
    assert "太长" in shown.text
    assert shown.text.count("明天停电检修。" * 100) == 1, "all of it stands in the form below"


def test_who_reported_hears_what_was_done_once_and_when_it_was_not(desk: Any, staff: Installation, phone: Any) -> None:
    from actions.db.engine import begin
    from actions.services import reports
    from tests.web.test_messages import person_ids

    phone.says("电杆歪了")
    with begin(staff.sessions) as session:
        made = reports.file_report(session, "hazard", "r1", person_ids(staff)[0], "shiyi", 2, "电杆歪了")
    wang, here = desk("qushan"), "/console/people"
    action = f"{here}/report/{made.id}"
    form = {"csrf": hidden(wang.http.get(here).text, "csrf"), "request_id": "console:twice-clicked", "do": "done"}
    for _twice in range(2):
        assert "办完了" in wang.http.post(action, data={**form, "result": "<b>换了新电杆"}).text
    assert told(phone, made.number) == [
        f"您反映的事办完了。电管家王电管说：<b>换了新电杆\n还没好，就在这里说一声。编号：{made.number}。"
    ]
    assert "改回来了" in wang.submit(here, action, do="undo").text
    assert "点错了，还在办" in told(phone, made.number)[-1]
    wang.submit(here, action, do="done")
    assert told(phone, made.number)[-1].startswith("您反映的事办完了。还没好")
    assert len(told(phone, made.number)) == 3
    assert desk("leigu").http.post(action, data={**form, "do": "undo"}).status_code == 403


def told(phone: Any, number: str) -> list[str]:
    return [text for role, text in phone.lines() if role == "bot" and number in text]


def test_a_title_in_the_name_is_not_said_twice(desk: Any, staff: Installation, phone: Any) -> None:
    from actions.db.engine import begin
    from actions.services import handoff
    from tests.web.test_messages import person_ids

    staff.account("qs-office", "steward", "admin", name="曲山镇电管家")
    phone.says("你好")
    with begin(staff.sessions) as session:
        person = person_ids(staff)[0]
        wish = handoff.request_person(session, request_id="h1", person_id=person, channel="web", text="我要找人")
    desk("qs-office").submit("/console/people", f"/console/people/handoff/{wish.id}", do="reply", text="马上来")
    assert phone.lines()[-1] == ("bot", "曲山镇电管家：马上来")


def test_who_reported_hears_that_somebody_took_it_up(desk: Any, staff: Installation, phone: Any) -> None:
    from actions.db.engine import begin
    from actions.services import reports
    from tests.web.test_messages import person_ids

    phone.says("电杆歪了")
    with begin(staff.sessions) as session:
        person = person_ids(staff)[0]
        hazard = reports.file_report(session, "hazard", "r1", person, "shiyi", 2, "电杆歪了")
        complaint = reports.file_report(session, "complaint", "r2", person, "shiyi", None, "王电管态度不好")
    wang, here = desk("qushan"), "/console/people"
    form = {"csrf": hidden(wang.http.get(here).text, "csrf"), "request_id": "console:twice-clicked", "do": "doing"}
    for _twice in range(2):
        wang.http.post(f"{here}/report/{hazard.id}", data=form)
    assert told(phone, hazard.number) == [
        f"您反映的事，电管家王电管接了，正在办。办完了在这里告诉您。编号：{hazard.number}。"
    ]
    desk("boss").submit(here, f"{here}/report/{complaint.id}", do="doing")
    assert told(phone, complaint.number)[0].startswith("您反映的事，工作人员接了"), "no steward answers a complaint"


def test_the_wish_for_a_person_stands_before_the_latest_lines(desk: Any, staff: Installation, phone: Any) -> None:
    from actions.db.engine import begin
    from actions.services import handoff
    from tests.web.test_messages import person_ids

    phone.says("电费不对头，我要找人")
    with begin(staff.sessions) as session:
        person = person_ids(staff)[0]
        handoff.request_person(
            session, request_id="h1", person_id=person, channel="web", text="电费不对头，我要找人", village_code="shiyi"
        )
    for number in range(20):
        phone.says(f"还在不在，第{number}遍")
    page = desk("qushan").http.get("/console/people").text
    order = [page.index(words) for words in ("要找人，他说", "电费不对头，我要找人", "最近说的", "第19遍")]
    assert order == sorted(order)
    assert page.count("电费不对头，我要找人") == 1, "it left the latest lines long ago"


def test_a_very_long_message_is_folded(desk: Any, phone: Any) -> None:
    phone.send("我老汉触电了，倒在地上不动了" + "快来" * 900)
    page = desk("qushan").http.get("/console/people").text
    card = page[page.index('class="asked"') :]
    shown, rest = card.split("<summary>全文</summary>")
    assert shown.count("快来") < 150
    assert rest.split("</details>")[0].count("快来") > 700


def test_without_place_and_number_a_card_says_what_can_be_done(desk: Any, staff: Installation, phone: Any) -> None:
    from actions.db.engine import begin
    from actions.services import handoff
    from tests.web.test_messages import person_ids

    phone.says("快点，我娃儿触电了")
    with begin(staff.sessions) as session:
        person = person_ids(staff)[0]
        handoff.request_person(session, request_id="h1", person_id=person, channel="web", text="我要找人")
    cry, _found, wish = desk("qushan").http.get("/console/people").text.partition("<h2>要找人的</h2>")
    assert "他没留过电话，也没说在哪里" in cry
    assert "村组的人" not in cry, "nobody knows of which village"
    assert "在下面回他一句，问他在哪个村哪个组" in wish
    phone.says("我在石椅村2组")
    cry, _found, wish = desk("qushan").http.get("/console/people").text.partition("<h2>要找人的</h2>")
    assert "他没留过电话，请打给村组的人去看" in cry
    assert "在下面回他一句" not in wish


def test_nobody_at_the_desk_reads_what_a_villager_should_not_have_written(
    desk: Any, office: Installation, phone: Any
) -> None:
    from actions.db.engine import begin
    from actions.services import handoff, reports
    from tests.web.test_messages import person_ids

    secret = "身份证510726199001011234 银行卡6222021111222233334 密码是abc123"
    phone.says("我是五星村2组的，13877776666")
    phone.says(secret)
    phone.says(f"我娃儿触电了，{secret}")
    with begin(office.sessions) as session:
        person = person_ids(office)[0]
        handoff.request_person(session, request_id="h1", person_id=person, channel="web", text=f"我要找人，{secret}")
        kinds: tuple[reports.Kind, ...] = ("hazard", "complaint")
        for kind in kinds:
            reports.file_report(session, kind, kind, person, "wuxing", 2, secret, "13877776666")
    for login in ("leigu", "boss", "shenji"):
        page = desk(login).http.get("/console/people").text
        assert not any(part in page for part in ("1990", "2021111", "abc123"))
    page = desk("boss").http.get("/console/people").text
    shown = "身份证510*************34 银行卡622**************34 密码是****"
    assert page.count(shown) >= 5, "the alert, the wish, its lines and both reports say the rest"
    assert 'href="tel:13877776666"' in page
    whys = re.findall(r'href="(/console/people/(?:alert/\d+/why|why/\d+))"', page)
    assert whys
    told = [desk("boss").http.get(why).text for why in whys]
    assert any(shown in one for one in told)
    assert not any("abc123" in one or "2021111" in one for one in told)


def test_the_editors_read_no_password_among_what_was_not_answered(desk: Any, staff: Installation) -> None:
    from tests.web.test_console_refused import refuse

    refuse(staff, "网上国网的密码是abc123进不去咋办")
    page = desk("bian").http.get("/console/refused").text
    assert "网上国网的密码是****进不去咋办" in page
