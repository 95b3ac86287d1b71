"""DBOS on Python 3.12 stamps its rows with unixepoch('subsec'), also where SQLite is older than that."""

import time

import sqlalchemy as sa

from actions.tasks.old_sqlite import teach_milliseconds


def test_a_row_gets_its_time_whatever_sqlite_is_installed() -> None:
    teach_milliseconds()
    before = int(time.time() * 1000)
    with sa.create_engine("sqlite://").begin() as connection:
        connection.execute(
            sa.text("CREATE TABLE t (id INTEGER, at INTEGER NOT NULL DEFAULT (unixepoch('subsec') * 1000))")
        )
        connection.execute(sa.text("INSERT INTO t (id) VALUES (1)"))
        stamp = connection.execute(sa.text("SELECT at FROM t")).scalar_one()
    assert before <= stamp <= time.time() * 1000
