"""What villagers saw on a day: the versions that were live and valid, and whether what is live is what was approved."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from actions.clock import at, local_day
from actions.db.engine import Sessions, session_factory
from actions.db.models import LibraryArticle
from actions.keys import Keys
from actions.sealing import Vault
from actions.services import audit, library
from actions.services.audit_report import events_until, spells_on
from content.load import DEFAULT_ROOT
from content.writing import with_field
from tests.moment import NOW

ARTICLE, TODAY = "fishing-under-lines", local_day(NOW)
TEXT = (DEFAULT_ROOT / "library" / "electricity-safety" / f"{ARTICLE}.md").read_text("utf-8")
TOLD = at(TODAY - timedelta(days=9), 10).astimezone(UTC)


@pytest.fixture
def sessions(engine: Engine, keys: Keys) -> Sessions:
    """Sessions with the library's own registers."""
    return session_factory(engine, Vault(keys), DEFAULT_ROOT)


def live_since(session: Session, since: datetime, **dates: date) -> None:
    """The article as one live version with these dates in it, told to the audit at a moment."""
    text = TEXT
    for key, day in dates.items():
        text = with_field(text, key, day.isoformat())
    number = library.publish(session, ARTICLE, text, "anjian", "审过")
    checksum = library.text_checksum(text)
    session.execute(audit.AuditEvent.__table__.delete())
    session.execute(audit.AuditHead.__table__.delete())
    audit.note(session, "anjian", "approve", ARTICLE,
               {"version": number, "state": "published", "checksum": checksum}, since)  # fmt: skip


def seen(session: Session, day: date) -> list[tuple[datetime, datetime | None]]:
    found = spells_on(session, ARTICLE, events_until(session, ARTICLE, day), day)
    return [(one.since, one.until) for one in found]


def test_a_text_that_is_not_valid_yet_is_seen_from_its_first_day_on(session: Session) -> None:
    first = TODAY - timedelta(days=5)
    live_since(session, TOLD, valid_from=first)
    assert seen(session, first - timedelta(days=1)) == []
    assert seen(session, first) == [(at(first, 0).astimezone(UTC), None)]
    assert seen(session, TODAY) == [(at(first, 0).astimezone(UTC), None)]


def test_a_text_is_seen_to_the_end_of_its_last_day_and_no_longer(session: Session) -> None:
    last = TODAY - timedelta(days=5)
    live_since(session, TOLD, valid_until=last)
    assert seen(session, last - timedelta(days=4)) == [(TOLD, None)]
    assert seen(session, last) == [(TOLD, None)]
    assert seen(session, last + timedelta(days=1)) == []


def test_without_dates_a_text_is_seen_as_long_as_it_is_live(session: Session) -> None:
    live_since(session, TOLD)
    assert seen(session, TODAY - timedelta(days=10)) == []
    assert seen(session, TODAY) == [(TOLD, None)]


def test_another_version_made_live_behind_the_back_is_noticed(session: Session) -> None:
    library.publish(session, ARTICLE, TEXT, "anjian", "审过")
    library.publish(session, ARTICLE, with_field(TEXT, "title", "高压线底下为啥子钓不得鱼"), "anjian", "换题目")
    assert audit.verify(session) == []
    session.execute(update(LibraryArticle).values(live=1))
    assert [(fault.kind, fault.number, fault.subject) for fault in audit.verify(session)] == [("live", 2, ARTICLE)]
    session.execute(update(LibraryArticle).values(live=None))
    assert [fault.kind for fault in audit.verify(session)] == ["live"]


def test_a_draft_made_live_without_anybodys_approval_is_noticed(session: Session) -> None:
    text = with_field(TEXT, "status", "draft")
    library.store(session, library.Change(library.parsed(text, f"{ARTICLE}.md"), text, "web", "bian", "写", "save"))
    assert audit.verify(session) == []
    session.execute(update(LibraryArticle).values(live=1))
    assert [(fault.kind, fault.number) for fault in audit.verify(session)] == [("live", 0)]
