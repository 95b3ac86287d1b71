"""The action server: rasa-sdk's own endpoint behind our token, on loopback, in one process."""

import hmac
import logging
import socket
import warnings
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import BaseHTTPResponse, json

from actions.chat import context as chat
from actions.context import Context
from actions.errors import OperatorError
from actions.giving_way import give_way_often
from actions.keys import TOKEN_HEADER

PACKAGE = "actions.chat"
App = Sanic[Any, Any]


def create_app(context: Context) -> App:
    """The app with all actions of actions.chat; every path but /health wants the token (header or `?token=`)."""
    # rasa-sdk 3.21 serves Rasa 3.6 well (all of our conversation tests run so) but warns at every call.
    warnings.filterwarnings("ignore", message=r"(?s).*version.*rasa.*", module=r"rasa_sdk\.utils")
    from rasa_sdk import endpoint
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    executor.register_package(PACKAGE)
    chat.use(chat.of(context))
    app: App = endpoint.create_app(executor, cors_origins=[])
    token = context.keys.token

    async def _known_callers_only(request: Request[Any, Any]) -> HTTPResponse | None:
        if request.path == "/health":
            return None
        given = request.headers.get(TOKEN_HEADER) or request.args.get("token") or ""
        if not hmac.compare_digest(given.encode(), token.encode()):
            return json({"error": "forbidden"}, status=403)
        return None

    async def _no_details(_request: Request[Any, Any], response: BaseHTTPResponse) -> HTTPResponse | None:
        # rasa-sdk sends the exception and the whole request back, which would write a villager's words into Rasa's log.
        return json({"error": "failed"}, status=500) if response.status == 500 else None

    app.register_middleware(_known_callers_only, "request")
    app.register_middleware(_no_details, "response")
    return app


def serve(context: Context) -> None:
    """Serve where the settings say (loopback, unless in a container) until told to stop."""
    app = create_app(context)
    give_way_often()
    chat.context().live.get()  # the first villager does not wait for the index
    app.run(
        sock=_listen(context.settings.actions_host, context.settings.actions_port),
        single_process=True,
        access_log=False,
        motd=False,
    )


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError:
        listener.close()
        raise OperatorError(
            f"端口 {port} 已经被别的程序占用，请先停掉它，或者换一个端口（BABAHUI_ACTIONS_PORT）"
        ) from None
    listener.setblocking(False)
    logging.getLogger(__name__).info("actions on %s:%s", host, port)
    return listener
