"""The channel through which web speaks to Rasa: a message id is answered once, and a failure saves nothing."""

from __future__ import annotations

import asyncio
import hmac
import logging
from typing import Any, Awaitable, Callable, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from amendments import ActionFailed

logger = logging.getLogger(__name__)

TOKEN_HEADER = "X-Babahui-Token"  # noqa: S105 - the name of a header
MAX_ID = 200
MAX_TEXT = 4000


class GatewayInput(InputChannel):
    """`POST message` answers one message; `GET health` is 200 only when a model is loaded and warm."""

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is part of its address."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> InputChannel:
        """Read the shared token from credentials.yml."""
        token = str((credentials or {}).get("token") or "")
        if not token or token.startswith("$"):
            raise ValueError("the gateway channel needs a token")
        return cls(token)

    def __init__(self, token: str) -> None:
        """Take the token that every caller must show."""
        self._token = token.encode()
        self._warm = False
        self._warming = asyncio.Lock()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the two routes."""
        routes = Blueprint("gateway")

        @routes.get("/")
        async def root(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            return await self._health(request)

        @routes.post("/message")
        async def message(request: Request) -> HTTPResponse:
            return await self._message(request, on_new_message)

        return routes

    async def _health(self, request: Request) -> HTTPResponse:
        agent = request.app.ctx.agent
        if agent is None or not agent.is_ready():
            return response.json({"status": "loading"}, status=503)
        async with self._warming:
            if not self._warm:
                # The first message of a fresh process takes about a second; nobody should be the one who waits.
                await agent.parse_message("屋头跳闸了咋个办")
                self._warm = True
        return response.json({"status": "ready"})

    async def _message(self, request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> HTTPResponse:
        if not hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), self._token):
            return _refusal("forbidden", 403)
        try:
            body = request.json
        except Exception:  # Sanic raises its own error for a body that is no JSON
            body = None
        if not _well_formed(body):
            return _refusal("bad_request", 400)
        agent = request.app.ctx.agent
        if agent is None or not agent.is_ready():
            return _refusal("loading", 503)
        try:
            tracker = await agent.tracker_store.retrieve(body["sender"])
            known = replies_to(tracker, body["id"]) if tracker else None
            if known:
                return response.json({"messages": known})
            collected = CollectingOutputChannel()
            metadata = {**body.get("metadata", {}), "id": body["id"]}
            await on_new_message(
                UserMessage(body["text"], collected, body["sender"], input_channel=self.name(), metadata=metadata)
            )
            after = await agent.tracker_store.retrieve(body["sender"])
            answer = replies_to(after, body["id"]) if after else None
            if not answer or after.latest_action_name != ACTION_LISTEN_NAME:
                # Silence, or an endless chain of actions that Rasa broke off: the next message would fail as well,
                # so the conversation goes back to where it was.
                await agent.tracker_store.put_back(body["sender"], tracker)
                return _refusal("empty" if not answer else "endless", 503)
        except ActionFailed as error:
            logger.error("message %s: %s", body["id"], error)
            return _refusal("action_failed", 503)
        except Exception:
            logger.exception("message %s failed", body["id"])
            return _refusal("failed", 503)
        return response.json({"messages": answer})


def replies_to(tracker: DialogueStateTracker, message_id: str) -> Optional[list[dict[str, Any]]]:
    """Return what was said to the message with this id, or None when the conversation has not seen it."""
    events = list(tracker.events)
    for position in range(len(events) - 1, -1, -1):
        event = events[position]
        if isinstance(event, UserUttered) and (event.metadata or {}).get("id") == message_id:
            return _spoken_after(events[position + 1 :])
    return None


def _spoken_after(events: list[Any]) -> list[dict[str, Any]]:
    replies: list[dict[str, Any]] = []
    for event in events:
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            data = {key: value for key, value in (event.data or {}).items() if value}
            reply: dict[str, Any] = {"text": event.text} if event.text else {}
            reply.update({key: data[key] for key in ("buttons", "custom") if key in data})
            if reply:
                replies.append(reply)
    return replies


def _well_formed(body: Any) -> bool:
    return (
        isinstance(body, dict)
        and all(isinstance(body.get(key), str) and body[key] for key in ("id", "sender", "text"))
        and len(body["id"]) <= MAX_ID
        and len(body["sender"]) <= MAX_ID
        and len(body["text"]) <= MAX_TEXT
        and isinstance(body.get("metadata", {}), dict)
    )


def _refusal(code: str, status: int) -> HTTPResponse:
    return response.json({"error": code}, status=status)
