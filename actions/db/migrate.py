"""Bring a database to the schema of this program, or tell how far it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

_INI = Path(__file__).parent.parent / "alembic.ini"
_LOCK = 5_095_598  # one migration at a time on PostgreSQL; SQLite has its write lock


def migrate(engine: Engine, target: str = "head") -> bool:
    """Upgrade to the newest schema (or to a revision); return whether anything changed."""
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        before = MigrationContext.configure(connection).get_current_revision()
        if target == "base":
            command.downgrade(config, "base")
        else:
            if target == "head" and before == ScriptDirectory.from_config(config).get_current_head():
                return False
            command.upgrade(config, target)
        return MigrationContext.configure(connection).get_current_revision() != before


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema of this program."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    return Config(_INI)
