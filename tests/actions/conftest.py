"""A real database for every test, SQLite and PostgreSQL alike; the same tests must pass on both."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from actions.db.engine import Sessions, begin, make_engine, session_factory
from actions.db.migrate import migrate
from actions.db.models import Base
from actions.keys import Keys, load_keys, make_keys
from actions.sealing import Vault
from actions.services import people
from tests.databases import own_postgres
from tests.moment import NOW
from tests.once import library_read_once

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """The starter library is the same in every test: what was made of its words serves all."""
    with library_read_once():
        yield


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The secrets of this test run."""
    folder = tmp_path_factory.mktemp("secrets")
    make_keys(folder)
    return load_keys(folder)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A migrated PostgreSQL database of this test run, dropped at its end."""
    with own_postgres() as url:
        engine = make_engine(url)
        migrate(engine)
        engine.dispose()
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty, migrated database."""
    if request.param == "sqlite":
        path = tmp_path / "test.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgres_url")
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # TRUNCATE takes a second here
        for table in Base.metadata.sorted_tables:
            connection.execute(table.delete())
    engine.dispose()
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on that database."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def sessions(engine: Engine, keys: Keys) -> Sessions:
    """Sessions that seal, with the villages and the course of the test data."""
    return session_factory(engine, Vault(keys), DATA / "content")


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    """One transaction for tests that need no second one."""
    with begin(sessions) as made:
        yield made


@pytest.fixture
def villager(sessions: Sessions) -> int:
    """A person known by a web cookie."""
    with begin(sessions) as made:
        return people.find_or_create(made, "web", "cookie-1")


@pytest.fixture
def neighbour(sessions: Sessions) -> int:
    """Another person."""
    with begin(sessions) as made:
        return people.find_or_create(made, "web", "cookie-2")


@pytest.fixture
def now() -> datetime:
    """The fixed moment of the tests."""
    return NOW
