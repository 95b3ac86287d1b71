"""Real servers for the tests: our web app, and a Rasa that does what it is told."""

import asyncio
import atexit
import contextlib
import itertools
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sanic import Request, Sanic
from sanic.response import json

from actions.db.engine import Sessions, begin, make_engine, session_factory
from actions.db.migrate import migrate
from actions.keys import load_keys, make_keys
from actions.sealing import Vault
from actions.services import library_files, users
from actions.settings import Settings, load_settings
from proofs.stack import free_ports
from tests.databases import own_postgres

ROOT = Path(__file__).parents[2]
PASSWORD = "quiet-river-stone-9"
_numbers = itertools.count(1)


def free_port() -> int:
    """A port nobody listens on."""
    return free_ports(1)[0]


class Served:
    """A Sanic app served from a thread of its own, for tests that speak to it over HTTP."""

    def __init__(self, app: Any, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        app.config.TOUCHUP = False  # compiles handlers once per process; here are several apps in one
        app.config.MOTD = False
        self._app, self._port = app, port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._over: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Served":
        self._thread.start()
        assert self._ready.wait(20), "the server did not start"
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._over is not None
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(20)
        Sanic.unregister_app(self._app)  # it keeps every app with its library: gigabytes by the last test

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        server = await self._app.create_server(
            host="127.0.0.1", port=self._port, return_asyncio_server=True, access_log=False
        )
        await server.startup()
        await server.before_start()
        await server.after_start()
        self._ready.set()
        await self._over.wait()
        await server.before_stop()
        server.close()
        for connection in list(server.connections):
            connection.abort() if hasattr(connection, "abort") else connection.close()
        with contextlib.suppress(Exception):
            await asyncio.wait_for(server.wait_closed(), 3)
        await server.after_stop()
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()
        await asyncio.sleep(0.05)


Says = Callable[[dict[str, Any]], list[dict[str, Any]]]


def echo(message: dict[str, Any]) -> list[dict[str, Any]]:
    """What the fake Rasa says when nobody told it anything else."""
    return [{"text": f"您说的是：{message['text']}"}]


@dataclass
class FakeRasa:
    """The gateway channel's contract; `fail` failures, then answers; `delay` seconds each; `heard` is what came.

    `actions` are the names it gives with each answer.
    """

    fail: int = 0
    status: int = 503
    code: str = "told_to_fail"
    delay: float = 0.0
    says: Says = echo
    actions: list[str] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)
    calls: int = 0
    together: int = 0
    together_per_sender: int = 0
    ready: bool = True
    _busy: dict[str, int] = field(default_factory=dict)

    def texts(self) -> list[str]:
        """The texts that were answered, in order."""
        return [message["text"] for message in self.heard]

    def app(self, token: str) -> Any:
        """A Sanic app that behaves so."""
        app: Any = Sanic(f"fake-rasa-{next(_numbers)}")
        app.config.AUTO_EXTEND = False

        @app.get("/health")
        async def actions_health(_request: Request) -> Any:
            return json({"status": "ok"})

        @app.get("/webhooks/gateway/health")
        async def health(_request: Request) -> Any:
            return json({}, status=200 if self.ready else 503)

        @app.post("/webhooks/gateway/message")
        async def message(request: Request) -> Any:
            if request.headers.get("X-Babahui-Token") != token:
                return json({"error": "token"}, status=403)
            body, self.calls = request.json, self.calls + 1
            if not body.get("text") or len(body["text"]) > 4000:
                return json({"error": "body"}, status=400)
            sender = body["sender"]
            self._busy[sender] = self._busy.get(sender, 0) + 1
            self.together = max(self.together, sum(self._busy.values()))
            self.together_per_sender = max(self.together_per_sender, self._busy[sender])
            try:
                if self.delay:
                    await asyncio.sleep(self.delay)
                if self.fail:
                    self.fail -= 1
                    return json({"error": self.code}, status=self.status)
                self.heard.append(body)
                return json({"messages": self.says(body), "actions": self.actions})
            finally:
                self._busy[sender] -= 1

        return app


@dataclass
class Installation:
    """Settings, keys and a database with the library, as `setup`, `migrate` and `import` leave them."""

    settings: Settings
    sessions: Sessions
    token: str

    def account(self, login: str, *roles: str, name: str = "") -> None:
        """Make a console account with the test password."""
        with begin(self.sessions) as session:
            users.add(session, login, name or login, roles, PASSWORD)


def install(folder: Path, bot_port: int, *, filled: bool = False, **env: str) -> Installation:
    """A fresh installation in a folder, with the whole library; `filled` where the database of `env` has it already."""
    shutil.copytree(_template(), folder)
    settings = _settings(folder, BABAHUI_BOT_PORT=str(bot_port), BABAHUI_ACTIONS_PORT=str(bot_port), **env)
    if "BABAHUI_DATABASE_URL" in env and not filled:
        _fill(settings)
    keys = load_keys(settings.secrets_dir)
    sessions = session_factory(make_engine(settings.database_url), Vault(keys), settings.content_dir)
    settings.clips_dir.mkdir(parents=True, exist_ok=True)
    return Installation(settings, sessions, keys.token)


@contextlib.contextmanager
def living_house(folder: Path, rasa: "FakeRasa", *, filled: bool = False, **env: str) -> Iterator[Installation]:
    """An installation whose Rasa is running."""
    port = free_port()
    made = install(folder, port, filled=filled, **env)
    with Served(rasa.app(made.token), port):
        yield made


def _settings(folder: Path, **env: str) -> Settings:
    where = {"BABAHUI_DATA_DIR": str(folder), "BABAHUI_CONTENT_DIR": str(ROOT / "content")}
    return load_settings({**where, "BABAHUI_PORT": str(free_port()), **env})


@cache
def _template() -> Path:
    """Migrating and importing take a second or two; one installation is made and then copied."""
    folder = Path(tempfile.mkdtemp(prefix="babahui-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = _settings(folder / "data")
    make_keys(settings.secrets_dir)
    _fill(settings)
    return folder / "data"


@cache
def postgres_template() -> str:
    """The name of a PostgreSQL database with the same library and keys, to be copied: 3 s become a quarter."""
    stack = contextlib.ExitStack()
    url = stack.enter_context(own_postgres())
    atexit.register(stack.close)
    _fill(replace(_settings(_template()), database_url=url))
    return url.rsplit("/", 1)[1]


def _fill(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    migrate(engine)
    sessions = session_factory(engine, Vault(load_keys(settings.secrets_dir)), settings.content_dir)
    with begin(sessions) as session:
        library_files.import_files(session, settings.content_dir)
    engine.dispose()
