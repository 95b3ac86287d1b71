"""Emergencies at the console: they wait for the village's own steward, one card a person, and can be taken back."""

from datetime import datetime, timedelta
from typing import Any

from actions.clock import utc_now
from actions.db.engine import begin, read
from actions.services import emergencies, people
from content.emergency import Emergency
from tests.web.desk import Desk, hidden
from tests.web.serving import Installation

HERE = "/console/people"
SHOCK = Emergency("shock", "somebody-shocked", ("120",), "")


def cries(
    house: Installation, text: str, village: str | None = "shiyi", who: str = "zhang", at: datetime | None = None
) -> int:
    """Somebody cries for help; the id of the alert."""
    with begin(house.sessions) as session:
        return emergencies.alert(
            session, SHOCK, request_id=f"{who}-{text}", person_id=people.find_or_create(session, "web", who),
            village_code=village, text=text, now=at,
        )  # fmt: skip


def open_texts(house: Installation) -> list[str]:
    with read(house.sessions) as session:
        return [one.text for one in emergencies.open_alerts(session)]


def cards(desk: Desk) -> list[str]:
    page = desk.http.get(HERE).text
    return [part.split("</article>")[0] for part in page.split('<article class="card urgent')[1:]]


def seen_part(desk: Desk) -> str:
    return desk.http.get(HERE).text.partition("今天看过的")[2].partition("最近办完的")[0]


def press(desk: Desk, alert: int, what: str = "", ids: str = "") -> Any:
    form = {"csrf": hidden(desk.http.get(HERE).text, "csrf"), "ids": ids}
    return desk.http.post(f"{HERE}/alert/{alert}{what}", data=form)


def test_an_alert_stays_open_for_the_villages_own_steward(desk: Any, staff: Installation) -> None:
    alert = cries(staff, "我娃儿触电了，13877776666")
    wang, li = desk("qushan"), desk("leigu")
    (others,) = cards(li)
    assert "石椅村" in others
    assert "我看到了</button>" not in others
    assert "喊一声王电管" in others
    refused = press(li, alert)
    assert refused.status_code == 403
    assert "这个村不归您管" in refused.text
    assert open_texts(staff) == ["我娃儿触电了，13877776666"]
    wang.submit(HERE, f"{HERE}/alert/{alert}")
    assert open_texts(staff) == []


def test_the_administrator_may_confirm_and_a_village_without_an_account_is_his(desk: Any, staff: Installation) -> None:
    alert = cries(staff, "触电了", village="qinglian-yangli")
    assert "喊管理员" in cards(desk("leigu"))[0]
    desk("boss").submit(HERE, f"{HERE}/alert/{alert}")
    assert open_texts(staff) == []


def test_an_alert_whose_village_nobody_knows_is_everybodys(desk: Any, staff: Installation) -> None:
    alert = cries(staff, "触电了，13877776666", village=None)
    li = desk("leigu")
    assert "13877776666" in cards(li)[0]
    li.submit(HERE, f"{HERE}/alert/{alert}")
    assert open_texts(staff) == []


def test_the_number_is_only_for_those_who_serve_the_village(desk: Any, staff: Installation, phone: Any) -> None:
    phone.says("我是石椅村2组的")
    phone.says("快点，我娃儿触电了，打13955554444")
    (mine,), (others,) = cards(desk("qushan")), cards(desk("leigu"))
    assert 'href="tel:13955554444"' in mine
    assert "石椅村2组" in others
    assert "我娃儿触电了" in others
    assert "13955554444" not in others


def test_what_was_seen_stands_a_day_with_who_and_when_and_is_taken_back(desk: Any, staff: Installation) -> None:
    alert = cries(staff, "触电了")
    wang, boss = desk("qushan"), desk("boss")
    assert seen_part(wang) == ""
    wang.submit(HERE, f"{HERE}/alert/{alert}")
    assert "王电管" in seen_part(wang)
    assert "王电管" in seen_part(desk("leigu"))
    assert "点错了</button>" not in seen_part(boss), "his own only"
    assert press(boss, alert, "/back").status_code == 403
    press(boss, alert)
    assert "王电管" in seen_part(boss), "whoever saw it first stays"
    assert "还没人看过" in wang.submit(HERE, f"{HERE}/alert/{alert}/back").text
    assert open_texts(staff) == ["触电了"]
    with begin(staff.sessions) as session:
        emergencies.mark_seen(session, alert, "qushan", utc_now() - timedelta(hours=25))
    assert seen_part(wang) == ""


def test_one_who_cries_again_and_again_is_one_card(desk: Any, staff: Installation) -> None:
    now = utc_now()
    for number in range(8):
        cries(staff, f"快来，第{number}遍", at=now - timedelta(minutes=60 - number))
    cries(staff, "石椅村有人触电", who="li", at=now)
    wang = desk("qushan")
    assert "紧急（2个人）" in wang.http.get(HERE).text
    newest, repeated = cards(wang)
    assert "石椅村有人触电" in newest
    assert [repeated.index(f"第{number}遍") for number in (7, 6, 5, 0)] == sorted(
        repeated.index(f"第{number}遍") for number in range(8) if number in (7, 6, 5, 0)
    )
    assert "更早的4条" in repeated
    shown = hidden(repeated, "ids")
    cries(staff, "快来，又说一遍")
    press(wang, int(shown.split(",")[0]), ids=shown)
    assert open_texts(staff) == ["快来，又说一遍", "石椅村有人触电"], "what came while he read stays open"


def test_another_day_and_another_village_are_cards_of_their_own(desk: Any, staff: Installation) -> None:
    now = utc_now()
    cries(staff, "昨天触电了", at=now - timedelta(hours=20))
    cries(staff, "救命", village=None, at=now - timedelta(minutes=2))
    cries(staff, "石椅村的触电了", at=now - timedelta(minutes=1))
    cries(staff, "五星村的也触电了", village="wuxing", at=now)
    wang = desk("qushan")
    texts = [[word for word in ("昨天", "救命", "石椅村的", "五星村的") if word in card] for card in cards(wang)]
    assert texts == [["救命", "石椅村的"], ["昨天"], ["五星村的"]], "what is his stands first"


def test_nobody_confirms_another_persons_alert_on_the_side(desk: Any, staff: Installation) -> None:
    first, second = cries(staff, "触电了"), cries(staff, "也触电了", who="li")
    assert press(desk("qushan"), first, ids=f"{first},{second}").status_code == 400
    assert press(desk("qushan"), first, ids=f"{first},999999").status_code == 404
    assert len(open_texts(staff)) == 2


def many(house: Installation, count: int, village: str, prefix: str) -> None:
    with begin(house.sessions) as session:
        for number in range(count):
            person = people.find_or_create(session, "web", f"{prefix}{number}")
            emergencies.alert(
                session, SHOCK, request_id=f"{prefix}{number}", person_id=person, village_code=village,
                text=f"{prefix}{number}号",
            )  # fmt: skip


def test_more_cries_than_are_read_at_a_glance_are_counted_beside_a_link_to_all(desk: Any, staff: Installation) -> None:
    many(staff, 53, "shiyi", "触电")
    wang = desk("qushan")
    page = wang.http.get(HERE).text
    assert len(cards(wang)) == 10
    assert "紧急（53个人）" in page
    assert "还有43条没人看过的没显示在这里，其中至少40条是您管的村" in page
    assert [f"触电{number}号" in page for number in (52, 43, 42, 2)] == [True, True, False, False]
    assert 'href="/console/people?all=1">看全部</a>' in page
    everything = wang.http.get(HERE, params={"all": "1"}).text
    assert [f"触电{number}号" in everything for number in (52, 2, 0)] == [True, True, True]
    assert "没显示" not in everything
    assert 'data-page="/console/people?all=1"' in everything, "what comes in while he looks does not fold it again"


def test_what_is_his_to_act_on_is_not_behind_the_link_for_what_is_not(desk: Any, staff: Installation) -> None:
    cries(staff, "石椅村的触电了")
    many(staff, 12, "wuxing", "五星")
    first, *others = cards(desk("qushan"))
    assert "石椅村的触电了" in first
    assert len(others) == 9
    assert "还有3条没人看过的没显示在这里。" in desk("qushan").http.get(HERE).text


def test_ten_cries_stand_there_without_a_word_of_more(desk: Any, staff: Installation) -> None:
    many(staff, 10, "shiyi", "触电")
    wang = desk("qushan")
    assert len(cards(wang)) == 10
    assert "没显示" not in wang.http.get(HERE).text


def test_another_card_of_somebody_who_is_shown_is_counted_too(desk: Any, staff: Installation) -> None:
    cries(staff, "前天也触电了", who="触电9", at=utc_now() - timedelta(hours=40))
    many(staff, 10, "shiyi", "触电")
    assert "还有1条没人看过的没显示在这里" in desk("qushan").http.get(HERE).text
