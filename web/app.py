"""The web process: everything people reach, and the background work that keeps its promises."""

import asyncio
import itertools
import json as std_json
import logging
import os
from functools import partial

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from actions.db.engine import read
from actions.settings import Settings
from web import access, api, clips, errors, media, openapi, pages, ratings, row_ids, security, static_files
from web.console import blueprints as console_blueprints
from web.context import App, Web, make_web, web_of
from web.conversation import Conversations
from web.events import Hub
from web.sweep import Sweep

logger = logging.getLogger("babahui.web")
_COMPARE_EVERY = 3.0
_numbers = itertools.count(1)


def create_app(settings: Settings) -> App:
    """A new app on this installation; raises OperatorError when it is not set up."""
    web = make_web(settings)
    # Chinese as it is, not as \u escapes: a third of the bytes on a slow line.
    dumps = partial(std_json.dumps, ensure_ascii=False, separators=(",", ":"))
    app: App = Sanic(f"babahui-web-{os.getpid()}-{next(_numbers)}", dumps=dumps)
    app.config.AUTO_EXTEND = False
    app.config.REQUEST_MAX_SIZE = 512 * 1024
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 3.0
    app.config.RESPONSE_TIMEOUT = 120
    app.config.REAL_IP_HEADER = None
    app.config.FALLBACK_ERROR_FORMAT = "text"
    app.ctx.web = web
    app.ctx.hub = Hub(web.sessions, web.threads)
    app.ctx.conversations = Conversations(web, app.ctx.hub)
    app.ctx.sweep = Sweep(web, app.ctx.conversations)
    row_ids.install(app)
    errors.install(app)
    security.install(app)
    access.install(app)
    app.add_route(healthz, "/healthz", name="healthz")
    app.add_route(readyz, "/readyz", name="readyz")
    app.blueprint(static_files.blueprint(static_files.load_files()))
    for module in (pages, api, clips, media, ratings, openapi):
        app.blueprint(module.blueprint())
    for routes in console_blueprints():
        app.blueprint(routes)
    app.register_listener(_start, "after_server_start")
    app.register_listener(_stop, "before_server_stop")
    app.register_listener(_close, "after_server_stop")
    return app


async def healthz(request: Request) -> HTTPResponse:
    """The process is alive."""
    return json({"status": "ok"})


async def readyz(request: Request) -> HTTPResponse:
    """The database answers, Rasa has a model and the action server is there: a question goes the whole way."""
    web = web_of(request)

    def database() -> None:
        with read(web.sessions) as session:
            session.execute(text("SELECT 1"))

    await web.threads.run(database)
    bot, actions = await asyncio.gather(web.bot.healthy(), web.bot.answers(f"{web.settings.actions_url}/health"))
    ready = bot and actions
    body = {"status": "ready" if ready else "waiting", "database": True, "bot": bot, "actions": actions}
    return json(body, status=200 if ready else 503)


async def _start(app: App) -> None:
    app.ctx.background = [
        asyncio.create_task(app.ctx.hub.watch()),
        asyncio.create_task(app.ctx.sweep.run()),
        asyncio.create_task(_compare_ahead(app.ctx.web)),
    ]


async def _compare_ahead(web: Web) -> None:
    """Have ready what stands beside drafts before an editor asks, after a start and after each publication."""
    while True:
        # At first the messages that came while nobody was here have the processor.
        await asyncio.sleep(_COMPARE_EVERY)
        try:
            await web.threads.run(web.beside.refresh)
        except SQLAlchemyError:
            logger.warning("the library cannot be read right now")


async def _stop(app: App) -> None:
    await app.ctx.conversations.finish(3.0)
    for task in app.ctx.background:
        task.cancel()
    await asyncio.gather(*app.ctx.background, return_exceptions=True)


async def _close(app: App) -> None:
    web: Web = app.ctx.web
    await web.close()
