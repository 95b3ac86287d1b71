"""What DBOS takes for granted of SQLite and older ones lack."""

import sqlite3
import time

from sqlalchemy import Engine, event

# The first SQLite whose unixepoch() knows 'subsec'; Debian 12 and its Python images carry 3.40.
KNOWS_SUBSEC = (3, 42)


def teach_milliseconds() -> None:
    """Give connections of this process unixepoch('subsec'), which DBOS uses from Python 3.12 on."""
    if sqlite3.sqlite_version_info < KNOWS_SUBSEC and not event.contains(Engine, "connect", _teach):
        event.listen(Engine, "connect", _teach)


def _teach(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("unixepoch", 1, _unixepoch)


def _unixepoch(modifier: str) -> float | int | None:
    return {"subsec": time.time(), "subsecond": time.time(), "now": int(time.time())}.get(modifier)
