"""Several people of a village met with the same within days: one note a week, without anybody in it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from actions.db.models import FraudNote, FraudSighting
from actions.errors import UserFacingError
from actions.services import fraud_notes, people
from tests.moment import NOW

VILLAGE, OTHER = "shiyi", "leigu"


def person(session: Session, name: str) -> int:
    return people.find_or_create(session, "web", name)


def met(session: Session, name: str, *groups: str, village: str = VILLAGE, at: datetime = NOW, once: str = "") -> None:
    fraud_notes.sighted(
        session, groups or ("link",), request_id=once or f"{name}-{at.isoformat()}", person_id=person(session, name),
        village_code=village, now=at,
    )  # fmt: skip


def notes(session: Session) -> list[tuple[str, str]]:
    return [(one.village_code, one.group) for one in fraud_notes.unread(session)]


def test_three_people_make_a_note_and_two_do_not(session: Session) -> None:
    met(session, "a")
    met(session, "b")
    assert notes(session) == []
    met(session, "c")
    assert notes(session) == [(VILLAGE, "link")]


def test_one_person_three_times_is_one_person(session: Session) -> None:
    for hour in range(3):
        met(session, "a", at=NOW + timedelta(hours=hour))
    assert notes(session) == []


def test_another_village_and_other_signs_are_counted_apart(session: Session) -> None:
    met(session, "a", "link")
    met(session, "b", "link", village=OTHER)
    met(session, "c", "money")
    met(session, "d", "money", "link")
    assert notes(session) == []
    met(session, "e", "link")
    assert notes(session) == [(VILLAGE, "link")]


def test_what_is_a_week_old_counts_no_more(session: Session) -> None:
    met(session, "a", at=NOW - timedelta(days=7, minutes=1))
    met(session, "b")
    met(session, "c")
    assert notes(session) == []


def test_the_same_message_counts_once(session: Session) -> None:
    for name in ("a", "b"):
        met(session, name, once=name)
        met(session, name, once=name)
    assert session.scalar(select(func.count()).select_from(FraudSighting)) == 2


def test_there_is_one_note_a_week(session: Session) -> None:
    for name in "abcde":
        met(session, name)
    (note,) = fraud_notes.unread(session)
    fraud_notes.mark_read(session, note.id, "qushan")
    met(session, "f")
    assert notes(session) == []
    met(session, "g", at=NOW + timedelta(days=6))
    assert notes(session) == [(VILLAGE, "link")]


def test_whoever_read_it_first_stays(session: Session) -> None:
    for name in "abc":
        met(session, name)
    (note,) = fraud_notes.unread(session)
    fraud_notes.mark_read(session, note.id, "qushan")
    fraud_notes.mark_read(session, note.id, "leigu")
    assert fraud_notes.get(session, note.id).read_by == "qushan"


def test_a_note_that_is_gone_is_said_to_be(session: Session) -> None:
    with pytest.raises(UserFacingError):
        fraud_notes.mark_read(session, 99, "qushan")


def test_a_note_says_nothing_of_anybody(session: Session) -> None:
    columns = {column["name"] for column in inspect(session.get_bind()).get_columns("fraud_notes")}
    assert columns == {"id", "village_code", "sign_group", "week", "created_at", "read_by"}
    columns = {column["name"] for column in inspect(session.get_bind()).get_columns("fraud_sightings")}
    assert columns == {"id", "request_id", "sign_group", "person_id", "village_code", "seen_at"}


def test_two_who_turn_out_to_be_one_count_as_one(session: Session) -> None:
    met(session, "a")
    met(session, "b")
    people.merge(session, person(session, "a"), person(session, "b"))
    met(session, "c")
    assert notes(session) == []


def test_what_counts_no_more_is_deleted(session: Session) -> None:
    for name in "abc":
        met(session, name)
    fraud_notes.forget_old(session, NOW + timedelta(days=6))
    assert session.scalar(select(func.count()).select_from(FraudSighting)) == 3
    fraud_notes.forget_old(session, NOW + timedelta(days=7))
    assert session.scalar(select(func.count()).select_from(FraudSighting)) == 0
    assert session.scalar(select(func.count()).select_from(FraudNote)) == 1
    fraud_notes.forget_old(session, NOW + fraud_notes.KEPT_FOR)
    assert session.scalar(select(func.count()).select_from(FraudNote)) == 0
