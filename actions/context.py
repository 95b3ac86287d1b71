"""Everything a process needs to serve: keys, database and live library, opened together from the settings."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from actions.db.engine import Sessions, make_engine, session_factory
from actions.db.migrate import is_current
from actions.errors import OperatorError
from actions.keys import Keys, load_keys
from actions.sealing import Vault
from actions.services.live_index import LiveIndex
from actions.settings import Settings


@dataclass(frozen=True)
class Context:
    """One process's view of the installation."""

    settings: Settings
    keys: Keys
    engine: Engine
    sessions: Sessions
    live: LiveIndex

    def close(self) -> None:
        """Give the database connections back."""
        self.engine.dispose()


def open_context(settings: Settings, check_schema: bool = True) -> Context:
    """Open the installation of these settings; raise OperatorError with one Chinese sentence when that fails."""
    keys = load_keys(settings.secrets_dir)
    engine = make_engine(settings.database_url)
    if check_schema:
        try:
            current = is_current(engine)
        except DBAPIError as error:
            raise OperatorError("数据库连不上，请检查 BABAHUI_DATABASE_URL 和数据库是否在运行") from error
        if not current:
            raise OperatorError("数据库还不是这个版本的结构，请先运行 python -m actions migrate")
    sessions = session_factory(engine, Vault(keys), settings.content_dir)
    return Context(settings, keys, engine, sessions, LiveIndex(sessions))
