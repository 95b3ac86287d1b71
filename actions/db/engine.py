"""Engines and transactions that behave the same on SQLite and PostgreSQL."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from actions.db.types import VAULT, seal_new_rows
from actions.sealing import Vault

CONTENT_DIR = "content_dir"
_READ_ONLY = "babahui_read_only"
_BUSY_SECONDS = 30
_BUSY = f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}"
_LOOK_SECONDS = 0.002
_PRIMARY = 0xFF
"""The part of an SQLite error code that tells the kind; the rest tells the variety."""

Sessions = sessionmaker[Session]


def make_engine(url: str) -> Engine:
    """An engine for a `sqlite:///path` or `postgresql://…` URL; nothing is connected yet."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": _BUSY_SECONDS}, pool_size=10, max_overflow=30)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    address = address.set(drivername="postgresql+psycopg")
    return create_engine(
        address,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
    )


def session_factory(engine: Engine, vault: Vault | None = None, content_dir: Path | None = None) -> Sessions:
    """Make sessions that seal with this vault and read the village register of this content folder."""
    info = {VAULT: vault, CONTENT_DIR: content_dir}
    factory = sessionmaker(engine, expire_on_commit=False, info=info)
    event.listen(factory, "before_flush", seal_new_rows)
    return factory


@contextmanager
def begin(factory: Sessions) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any exception.

    SQLite takes the write lock at the first statement (BEGIN IMMEDIATE), so read-then-write never fails half-way.
    """
    with factory() as session, session.begin():
        yield session


@contextmanager
def read(factory: Sessions) -> Iterator[Session]:
    """One consistent view for reading only; on SQLite it never waits for a writer, and whatever writes is refused."""
    with factory() as session, session.begin():
        session.connection(execution_options={_READ_ONLY: True})
        yield session


@contextmanager
def snapshot(factory: Sessions) -> Iterator[Session]:
    """Like `read`, for queries that must fit together: what others commit meanwhile is not seen, on PostgreSQL too."""
    with read(factory) as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        yield session


def read_connection(engine: Engine) -> Connection:
    """A connection for one cheap read outside any session."""
    return engine.connect().execution_options(**{_READ_ONLY: True})


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Take transactions into our own hands, and switch on what SQLite leaves off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(_BUSY)
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = bool(connection.get_execution_options().get(_READ_ONLY))
    if connection.info.get(_READ_ONLY) != read_only:
        # Who writes where only reading was promised would fail now and then, under load; so it is every time.
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
        connection.info[_READ_ONLY] = read_only
    if read_only:
        connection.exec_driver_sql("BEGIN")
    else:
        _begin_writing(connection)


def _begin_writing(connection: Connection) -> None:
    """Wait at most `_BUSY_SECONDS` for the write lock, looking every few ms.

    SQLite's own waiting sleeps up to 100 ms between two looks and is overtaken by whoever comes meanwhile: with eight
    people asking, one write in twenty waited a quarter of a second for its turn, and some more than a second.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA busy_timeout = 0")
    until = time.monotonic() + _BUSY_SECONDS
    try:
        while time.monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:
                    break
            time.sleep(_LOOK_SECONDS)
        # Once more, so that what is wrong is told as every other fault of the database.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(_BUSY)
