"""The channel through which web speaks to Rasa: a message id is answered once, and a failure saves nothing."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from typing import Any, Awaitable, Callable, Dict, List, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from amendments import ActionFailed

logger = logging.getLogger(__name__)

TOKEN_HEADER = "X-Babahui-Token"  # noqa: S105 - the name of a header
Events = List[Dict[str, Any]]
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
            before = await agent.tracker_store.text(body["sender"])
            known = replies_to(events_of(before), body["id"])
            if known:
                return response.json({"messages": known, "actions": actions_for(events_of(before), body["id"])})
            collected = CollectingOutputChannel()
            metadata = {**body.get("metadata", {}), "id": body["id"]}
            await on_new_message(
                UserMessage(body["text"], collected, body["sender"], input_channel=self.name(), metadata=metadata)
            )
            after = events_of(await agent.tracker_store.text(body["sender"]))
            answer = replies_to(after, body["id"])
            if not answer or not listening(after):
                # Silence, or an endless chain of actions that Rasa broke off: the next message would fail as well,
                # so the conversation goes back to where it was.
                await agent.tracker_store.put_back(body["sender"], before)
                return _refusal("empty" if not answer else "endless", 503)
        except ActionFailed as error:
            logger.error("message %s: %s", body["id"], error)
            return _refusal("action_failed", 503)
        except Exception:
            logger.exception("message %s failed", body["id"])
            return _refusal("failed", 503)
        return response.json({"messages": answer, "actions": actions_for(after, body["id"])})


def events_of(conversation: Optional[str]) -> Events:
    """Return the events of a conversation as the store keeps it; none of one that has never spoken."""
    return json.loads(conversation)["events"] if conversation else []


def replies_to(events: Events, message_id: str) -> Optional[list[dict[str, Any]]]:
    """Return what was said to the message with this id, or None when the conversation has not seen it."""
    turn = _turn(events, message_id)
    return None if turn is None else _spoken(turn)


def actions_for(events: Events, message_id: str) -> list[str]:
    """Return the names of the actions and forms that ran for the message with this id, in order."""
    done = [event["name"] for event in _turn(events, message_id) or [] if event["event"] == ActionExecuted.type_name]
    return [name for name in done if name and name != ACTION_LISTEN_NAME]


def listening(events: Events) -> bool:
    """Whether the last action was to listen for the next message."""
    done = (event["name"] for event in reversed(events) if event["event"] == ActionExecuted.type_name)
    return next(done, None) == ACTION_LISTEN_NAME


def _turn(events: Events, message_id: str) -> Optional[Events]:
    """Return what happened after the message with this id until the next, None when it was never seen."""
    for position in range(len(events) - 1, -1, -1):
        event = events[position]
        if event["event"] == UserUttered.type_name and (event.get("metadata") or {}).get("id") == message_id:
            later = events[position + 1 :]
            ends = (place for place, one in enumerate(later) if one["event"] == UserUttered.type_name)
            return later[: next(ends, len(later))]
    return None


def _spoken(events: Events) -> list[dict[str, Any]]:
    replies: list[dict[str, Any]] = []
    for event in events:
        if event["event"] == BotUttered.type_name:
            text, data = event.get("text"), event.get("data") or {}
            reply: dict[str, Any] = {"text": text} if text else {}
            reply.update({key: data[key] for key in ("buttons", "custom") if data.get(key)})
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
