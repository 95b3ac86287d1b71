"""Alembic's entry: runs on the connection that actions.db.migrate hands over, or on the database of the settings."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection

from actions.db.models import Base
from actions.db.types import UtcDateTime


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column type into migrations as plain SQLAlchemy, so that old migrations never change with our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    from actions.db.engine import make_engine
    from actions.settings import load_settings

    with make_engine(load_settings().database_url).connect() as own, own.begin():
        _migrate(own)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=_render,
        render_as_batch=False,
        compare_type=True,
    )
    context.run_migrations()


_run()
