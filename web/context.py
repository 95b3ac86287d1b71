"""What one running web process shares between its requests."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sanic import Request, Sanic
from sqlalchemy import Engine

from actions.db.engine import Sessions, make_engine, session_factory
from actions.keys import Keys, load_keys
from actions.sealing import Vault
from actions.settings import Settings
from content.load import Library, library_in_use
from content.model import Village
from web.beside import Beside
from web.gateway import BotGateway
from web.library import Versions
from web.limits import Limiter
from web.threads import Threads

App = Sanic[Any, Any]


@dataclass
class Limits:
    """How fast people and addresses may write, and try passwords."""

    person: Limiter = field(default_factory=lambda: Limiter(burst=30, per_second=1.0))
    address: Limiter = field(default_factory=lambda: Limiter(burst=120, per_second=8.0))
    clip: Limiter = field(default_factory=lambda: Limiter(burst=20, per_second=0.2))
    office: Limiter = field(default_factory=lambda: Limiter(burst=60, per_second=1 / 10))
    login: Limiter = field(default_factory=lambda: Limiter(burst=10, per_second=1 / 30))


@dataclass
class Web:
    """Settings, keys, database, registers and the way to Rasa."""

    settings: Settings
    keys: Keys
    engine: Engine
    sessions: Sessions
    library: Library
    bot: BotGateway
    threads: Threads
    limits: Limits
    villages: dict[str, Village]
    beside: Beside
    # One long picture is drawn at a time: whoever asks for many must not take the processor from the chat.
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    # One upload is written anew at a time: a picture unfolds to more than a hundred megabytes.
    encoding: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    versions: Versions = field(default_factory=Versions)

    async def close(self) -> None:
        """Let go of everything."""
        await self.bot.close()
        await asyncio.to_thread(self.beside.close)
        self.threads.close()
        self.engine.dispose()


def make_web(settings: Settings) -> Web:
    """Open what the process needs; raise OperatorError when the installation is not set up."""
    keys = load_keys(settings.secrets_dir)
    engine = make_engine(settings.database_url)
    library = library_in_use(settings.content_dir)
    sessions = session_factory(engine, Vault(keys), settings.content_dir)
    return Web(
        settings=settings,
        keys=keys,
        engine=engine,
        sessions=sessions,
        library=library,
        bot=BotGateway(settings.bot_url, keys.token),
        threads=Threads(writers=1 if engine.dialect.name == "sqlite" else 8),
        limits=Limits(),
        villages={village.code: village for village in library.villages},
        beside=Beside(sessions, library.terms, settings.data_dir),
    )


def web_of(request: Request) -> Web:
    """The shared things of the app that serves this request."""
    web = request.app.ctx.web
    assert isinstance(web, Web)  # noqa: S101 - tells the type, set in create_app
    return web
