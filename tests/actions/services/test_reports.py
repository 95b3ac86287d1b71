"""Reports are kept once, in the villager's own words, sealed."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.db.models import ReportRow
from actions.errors import UserFacingError
from actions.services import reports
from actions.services.reports import Kind


@pytest.mark.parametrize(
    ("kind", "letter"),
    [("outage", "T"), ("hazard", "H"), ("complaint", "S"), ("power_need", "N"), ("callback", "C")],
)
def test_each_kind_gets_a_number(session: Session, villager: int, now: datetime, kind: Kind, letter: str) -> None:
    report = reports.file_report(session, kind, "m1", villager, "shangcun", 2, "电线垂到路上", "13800000000", now)
    assert report.number.startswith(f"{letter}1124-")
    again = reports.file_report(session, kind, "m1", villager, "shangcun", 2, "换个说法", None, now)
    assert again == report
    assert reports.mine(session, villager) == [report]
    row = session.scalars(select(ReportRow)).one()
    assert "电线".encode() not in (row.text_sealed or b"")
    assert b"13800000000" not in (row.phone_sealed or b"")


def test_a_report_moves_on_in_the_console(session: Session, villager: int, now: datetime) -> None:
    report = reports.file_report(session, "hazard", "m1", villager, "shangcun", None, "树碰线", None, now)
    reports.file_report(session, "callback", "m2", villager, None, None, "请回电话", "13800000000", now)
    assert [one.id for one in reports.list_(session, kind="hazard", state="open")] == [report.id]
    assert reports.set_state(session, report.id, "doing", "lao-wang").handled_by == "lao-wang"
    assert reports.list_(session, kind="hazard", state="open") == []
    assert len(reports.list_(session, village_code="shangcun")) == 1
    with pytest.raises(UserFacingError, match="unknown_report"):
        reports.set_state(session, 999, "done", "lao-wang")


def test_somebody_elses_message_id_is_refused(session: Session, villager: int, neighbour: int, now: datetime) -> None:
    reports.file_report(session, "hazard", "m1", villager, None, None, "树碰线", None, now)
    with pytest.raises(UserFacingError, match="request_id_taken"):
        reports.file_report(session, "hazard", "m1", neighbour, None, None, "树碰线", None, now)
