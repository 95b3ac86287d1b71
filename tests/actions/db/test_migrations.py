"""Migrations lead to exactly the models, down and up again, on both databases."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect, text

from actions.db.engine import make_engine
from actions.db.migrate import is_current, migrate
from actions.db.models import Base


def difference(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_migrations_make_the_models_schema(engine: Engine) -> None:
    assert difference(engine) == []
    assert is_current(engine)
    assert not migrate(engine)


def test_every_check_of_the_models_is_in_the_database(engine: Engine) -> None:
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        wanted = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        there = {str(check["name"]) for check in found.get_check_constraints(table.name)}
        assert wanted == there, table.name


def test_what_was_refused_before_ratings_is_still_there_after(database_url: str) -> None:
    engine = make_engine(database_url)
    migrate(engine, "base")
    migrate(engine, "0002")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO refused_questions (request_id, channel, state, created_at, seal_key)"
                " VALUES ('old', 'web', 'open', '2026-01-01 00:00:00', 'key')"
            )
        )
    migrate(engine)
    assert difference(engine) == []
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT request_id, state, person_id FROM refused_questions")).all()
        assert kept == [("old", "open", None)]
        connection.execute(text("DELETE FROM refused_questions"))
    engine.dispose()


def test_an_alert_from_before_the_time_was_kept_is_still_there(database_url: str) -> None:
    engine = make_engine(database_url)
    migrate(engine, "0003")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO people (id, created_at, seal_key) VALUES (1, '2026-01-01 00:00:00', 'k')"))
        connection.execute(
            text(
                "INSERT INTO emergency_alerts (request_id, kind, person_id, state, seen_by, created_at, seal_key)"
                " VALUES ('old', 'shock', 1, 'seen', 'qushan', '2026-01-01 00:00:00', 'key')"
            )
        )
    migrate(engine)
    assert difference(engine) == []
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT request_id, seen_by, seen_at FROM emergency_alerts")).all()
        assert kept == [("old", "qushan", None)]
        connection.execute(text("DELETE FROM emergency_alerts"))
        connection.execute(text("DELETE FROM people"))
    engine.dispose()


def test_media_come_to_a_database_of_before_and_go_with_what_is_in_them(database_url: str) -> None:
    engine = make_engine(database_url)
    migrate(engine, "base")
    migrate(engine, "0005")
    assert not inspect(engine).has_table("media")
    migrate(engine)
    assert difference(engine) == []
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO media (sha256, name, kind, content_type, bytes, uploaded_by, created_at)"
                " VALUES ('a', 'a.jpg', 'picture', 'image/jpeg', 1, 'bian', '2026-01-01 00:00:00')"
            )
        )
    assert migrate(engine, "base")
    assert not inspect(engine).has_table("media")
    migrate(engine)
    assert difference(engine) == []
    engine.dispose()


def test_migrations_go_down_and_up_again(database_url: str) -> None:
    engine = make_engine(database_url)
    assert migrate(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    assert not is_current(engine)
    assert migrate(engine)
    assert difference(engine) == []
    engine.dispose()
