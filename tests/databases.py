"""Databases of a test's own on the PostgreSQL of this machine."""

import contextlib
import os
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from actions.db.engine import make_engine

SERVER = os.environ.get("BABAHUI_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


@contextlib.contextmanager
def own_postgres(template: str = "template1") -> Iterator[str]:
    """The URL of a PostgreSQL database that is dropped afterwards, empty or a copy of another that nobody is using.

    Without a server CI fails, others skip.
    """
    name = f"bbh_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    except psycopg.OperationalError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no PostgreSQL here")
    url = SERVER.rsplit("/", 1)[0] + "/" + name
    try:
        yield url
    finally:
        make_engine(url).dispose()
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
