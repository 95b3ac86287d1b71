"""Outages at the console: entered by the village's own steward, with a time that can be, and taken back truthfully."""

from datetime import timedelta
from typing import Any

import pytest

from actions.clock import local, utc_now
from actions.db.engine import begin, read
from actions.services import outages
from tests.web.desk import hidden
from tests.web.serving import Installation
from web.times import moment_text

HERE = "/console/outages"


def in_form(days: float) -> str:
    return f"{local(utc_now() + timedelta(days=days)):%Y-%m-%dT%H:%M}"


def entered(house: Installation) -> list[outages.OutageInfo]:
    with read(house.sessions) as session:
        return outages.list_(session)


def heard(house: Installation, village: str = "shiyi") -> list[str]:
    with read(house.sessions) as session:
        return [info.state for info in outages.for_place(session, village, 1)]


def off(house: Installation, *villages: str) -> int:
    with begin(house.sessions) as session:
        made = outages.enter(
            session, request_id="o1", kind="fault", places=[(code, None) for code in villages], reason="树压线路",
            starts_at=utc_now() - timedelta(hours=1), expected_end=None, login="boss",
        )  # fmt: skip
        return made.id


def form(**changes: str) -> dict[str, str]:
    return {"kind": "fault", "village": "shiyi", "reason": "换变压器", "starts_at": in_form(-0.1), **changes}


def test_another_towns_steward_neither_enters_nor_ends_an_outage(desk: Any, staff: Installation) -> None:
    number = off(staff, "shiyi")
    li, boss = desk("leigu"), desk("boss")
    page = li.http.get(HERE).text
    assert "树压线路" in page
    assert "归您管" in page
    assert "已经来电</button>" not in page
    assert 'value="shiyi"' not in page
    for what in ("restore", "withdraw"):
        answer = li.http.post(f"{HERE}/{number}/{what}", data={"csrf": hidden(page, "csrf")})
        assert answer.status_code == 403
        assert "村里的电管家或者管理员登记" in answer.text
    sneaked = li.submit(HERE, HERE, **form())
    assert sneaked.status_code == 403
    assert "不归您管的村" in sneaked.text
    assert 'value="换变压器"' in sneaked.text, "what was typed stands"
    assert heard(staff) == ["off"]
    assert len(entered(staff)) == 1
    assert "记下了：已经来电" in boss.submit(HERE, f"{HERE}/{number}/restore").text


def test_of_an_outage_of_two_towns_only_the_administrator_says_that_it_is_over(desk: Any, staff: Installation) -> None:
    number = off(staff, "shiyi", "wuxing")
    wang = desk("qushan")
    page = wang.http.get(HERE).text
    assert f"{number}/restore" not in page
    assert wang.http.post(f"{HERE}/{number}/restore", data={"csrf": hidden(page, "csrf")}).status_code == 403


def test_what_was_entered_by_mistake_is_told_to_nobody_any_more(desk: Any, staff: Installation) -> None:
    number, wang = off(staff, "shiyi"), desk("qushan")
    assert heard(staff) == ["off"]
    page = wang.submit(HERE, f"{HERE}/{number}/withdraw").text
    assert "村民问起不再说这一条" in page
    assert "收回了</span>" in page
    assert "已来电" not in page
    assert heard(staff) == []
    assert f"{number}/restore" not in wang.http.get(HERE).text


def test_what_was_wrongly_said_to_be_over_is_taken_back_too(desk: Any, staff: Installation) -> None:
    number, wang = off(staff, "shiyi"), desk("qushan")
    wang.submit(HERE, f"{HERE}/{number}/restore")
    assert heard(staff) == ["restored"]
    wang.submit(HERE, f"{HERE}/{number}/withdraw")
    assert heard(staff) == []


def test_what_is_planned_is_called_off_and_not_said_to_be_back(desk: Any, staff: Installation) -> None:
    wang = desk("qushan")
    assert "登记好了" in wang.submit(HERE, HERE, **form(starts_at=in_form(2), expected_end=in_form(2.2))).text
    number = entered(staff)[0].id
    page = wang.http.get(HERE).text
    assert "登错了，或者不停了</button>" in page
    assert "已经来电</button>" not in page
    assert heard(staff) == ["announced"]
    wang.submit(HERE, f"{HERE}/{number}/withdraw")
    assert heard(staff) == []


@pytest.mark.parametrize(
    "times",
    [
        {"starts_at": "1000-01-01T00:00"},
        {"starts_at": "0001-01-01T00:00"},
        {"starts_at": "9999-12-31T23:59"},
        {"starts_at": in_form(-400)},
        {"starts_at": in_form(-8)},
        {"starts_at": in_form(61)},
        {"expected_end": "9999-12-31T23:59"},
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(desk: Any, staff: Installation, times: dict[str, str]) -> None:
    answer = desk("qushan").submit(HERE, HERE, **form(**times))
    assert answer.status_code == 422
    assert "请看看年月日" in answer.text
    assert entered(staff) == []


def test_last_weeks_outage_and_one_in_two_months_are_taken(desk: Any, staff: Installation) -> None:
    wang = desk("qushan")
    for days in (-6.5, 59):
        assert "登记好了" in wang.submit(HERE, HERE, **form(starts_at=in_form(days))).text
    assert len(entered(staff)) == 2


def test_the_year_stands_only_where_it_is_another_one() -> None:
    now = utc_now()
    assert "年" not in moment_text(now)
    assert moment_text(now - timedelta(days=400)).startswith(f"{local(now - timedelta(days=400)).year}年")
