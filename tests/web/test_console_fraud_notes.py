"""Notes of fraud at the console: only for who serves the village, without a name, a number or a word of anybody."""

from datetime import timedelta
from typing import Any

from actions.clock import utc_now
from actions.db.engine import begin, read
from actions.services import fraud_notes, people
from tests.web.desk import hidden
from tests.web.serving import Installation

HERE = "/console/people"


def met(house: Installation, *groups: str, village: str = "shiyi") -> None:
    for number in range(3):
        with begin(house.sessions) as session:
            fraud_notes.sighted(
                session, groups, request_id=f"{village}-{number}", village_code=village,
                person_id=people.find_or_create(session, "web", f"villager-{number}"),
                now=utc_now() - timedelta(minutes=number),
            )  # fmt: skip


def part(page: str) -> str:
    return page.partition("<h2>防骗提醒")[2].partition("<h2>反映的事情")[0]


def test_the_steward_of_the_village_reads_it_once(desk: Any, staff: Installation) -> None:
    assert part(desk("qushan").http.get(HERE).text) == ""
    met(staff, "link", "money")
    wang = desk("qushan")
    shown = part(wang.http.get(HERE).text)
    assert "石椅村" in shown
    assert "叫人点链接" in shown
    assert "叫人转钱" in shown
    assert shown.count("<article") == 1
    assert "villager" not in shown
    wang.submit(HERE, "/console/fraud-notes")
    assert part(wang.http.get(HERE).text) == ""


def test_it_is_nobody_elses(desk: Any, staff: Installation) -> None:
    met(staff, "link")
    li = desk("leigu")
    assert part(li.http.get(HERE).text) == ""
    with read(staff.sessions) as session:
        (note,) = fraud_notes.unread(session)
    form = {"csrf": hidden(li.http.get(HERE).text, "csrf"), "ids": str(note.id)}
    assert li.http.post("/console/fraud-notes", data=form).status_code == 403
    with read(staff.sessions) as session:
        assert len(fraud_notes.unread(session)) == 1


def test_a_page_that_stands_open_hears_of_it(desk: Any, staff: Installation) -> None:
    wang = desk("qushan")
    mark = wang.http.get(f"{HERE}/news?mark=1").json()["mark"]
    met(staff, "link")
    assert wang.http.get(f"{HERE}/news?mark=1").json()["mark"] != mark
