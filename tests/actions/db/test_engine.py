"""Transactions behave the same on both databases."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

import actions.db.engine as engine_module
from actions.clock import utc_now
from actions.db.engine import Sessions, begin, make_engine, read, session_factory
from actions.db.models import Conversation, LibraryMeta, Person, VisitSlot


def test_a_failed_transaction_leaves_nothing(sessions: Sessions) -> None:
    def fail_half_way() -> None:
        with begin(sessions) as session:
            session.add(Person())
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with read(sessions) as session:
        assert session.scalars(select(Person)).all() == []


def test_read_then_write_never_loses_a_step(sessions: Sessions) -> None:
    with begin(sessions) as session:
        session.add(LibraryMeta(id=1, version=0))
    unexpected: list[BaseException] = []

    def count() -> None:
        try:
            for _ in range(25):
                with begin(sessions) as session:
                    row = session.get_one(LibraryMeta, 1, with_for_update=True)
                    row.version += 1
        except BaseException as error:
            unexpected.append(error)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert unexpected == []
    with read(sessions) as session:
        assert session.get_one(LibraryMeta, 1).version == 200


def test_a_reader_does_not_wait_for_a_writer(sessions: Sessions) -> None:
    with begin(sessions) as writer:
        writer.add(Person())
        writer.flush()
        with read(sessions) as reader:
            assert reader.scalars(select(Person)).all() == []


def test_who_promised_only_to_read_cannot_write(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/x.sqlite3")
    sessions = session_factory(engine)
    with begin(sessions) as session:
        session.execute(text("CREATE TABLE told (words TEXT)"))
    with pytest.raises(OperationalError, match="readonly"), read(sessions) as session:
        session.execute(text("INSERT INTO told VALUES ('a')"))
    # The same connection, taken from the pool again, writes as before.
    with begin(sessions) as session:
        session.execute(text("INSERT INTO told VALUES ('b')"))
    with read(sessions) as session:
        assert session.scalars(text("SELECT words FROM told")).all() == ["b"]
    engine.dispose()


def test_whoever_waits_too_long_to_write_is_told_and_may_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "_BUSY_SECONDS", 0.05)
    engine = make_engine(f"sqlite:///{tmp_path}/x.sqlite3")
    sessions = session_factory(engine)
    with begin(sessions) as session:
        session.execute(text("CREATE TABLE told (words TEXT)"))
    with begin(sessions) as first:
        first.execute(text("INSERT INTO told VALUES ('a')"))
        with pytest.raises(OperationalError, match="locked"), begin(sessions) as second:
            second.execute(text("INSERT INTO told VALUES ('b')"))
    with begin(sessions) as session:
        session.execute(text("INSERT INTO told VALUES ('c')"))
        assert session.scalar(text("PRAGMA busy_timeout")) == 30_000
        assert session.scalars(text("SELECT words FROM told ORDER BY words")).all() == ["a", "c"]
    engine.dispose()


def test_the_database_itself_keeps_the_rules(sessions: Sessions) -> None:
    with begin(sessions) as session:
        day = utc_now().date()
        session.add(VisitSlot(id=1, steward_login="a", day=day, half="am", capacity=1, taken=1))
    with pytest.raises(IntegrityError), begin(sessions) as session:
        session.execute(update(VisitSlot).values(taken=2))
    with pytest.raises(IntegrityError), begin(sessions) as session:
        session.add(Conversation(person_id=999, channel="web", state="bot"))


def test_moments_come_back_aware_and_in_utc(sessions: Sessions) -> None:
    here = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=8)))
    with begin(sessions) as session:
        session.add(Person(created_at=here))
    with read(sessions) as session:
        kept = session.scalars(select(Person.created_at)).one()
        assert kept == here
        assert kept.utcoffset() == timedelta(0)
        assert session.scalars(select(Person).where(Person.created_at <= here)).all()
        assert not session.scalars(select(Person).where(Person.created_at < here.astimezone(UTC))).all()
    with pytest.raises(StatementError, match="aware"), begin(sessions) as session:
        session.add(Person(created_at=here.replace(tzinfo=None)))


def test_sqlite_waits_writes_ahead_and_keeps_foreign_keys(tmp_path: object) -> None:
    engine: Engine = make_engine(f"sqlite:///{tmp_path}/deep/folder/x.sqlite3")
    with engine.connect() as connection:
        pragma = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000}
    engine.dispose()
