"""Writing rows that may be there already, on both databases."""

from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.db.models import Base


def insert_missing(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert the rows whose unique keys are still free and leave the others; waits for who is just writing one."""
    if rows:
        make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(make(table.__table__).values(rows).on_conflict_do_nothing())  # type: ignore[arg-type]


def changed(session: Session, statement: Any) -> int:
    """Run a statement that changes rows and return how many it changed."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - inserts, updates and deletes give cursor results
    return int(result.rowcount)


def add_once(session: Session, row: Base) -> bool:
    """Add a row unless its unique key is taken (by another process a moment ago); tell whether it was added."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True
