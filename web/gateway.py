"""The way to Rasa: one message in, its replies out, or BotUnavailable."""

import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from actions.keys import TOKEN_HEADER
from actions.services.traces import TRACE

_MUTE = ("empty", "endless")
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError)
# Rasa's server closes a connection after 5 s without use; ours goes first, so that no message meets a closed door.
KEPT_SECONDS = 3.0


class BotUnavailable(Exception):
    """Rasa is down, too slow, or failed on this message; nothing was saved there, the message may be sent again."""


class BotMute(BotUnavailable):
    """Rasa works but found no end or no word for this message; trying again soon gives the same."""


class BotRefused(BotUnavailable):
    """Rasa says that this message can never be taken."""


@dataclass(frozen=True)
class BotReply:
    """One message of the bot as the gateway gives it; `trace` is why it was said, which the person is not told."""

    text: str
    buttons: tuple[dict[str, str], ...]
    custom: dict[str, Any]
    trace: dict[str, Any] = field(default_factory=dict)


class BotGateway:
    """Rasa's gateway channel, with a timeout on everything."""

    def __init__(self, url: str, token: str, timeout: float = 10.0):
        """Remember where Rasa is; nothing is connected yet."""
        self._url = url.rstrip("/")
        self._headers = {TOKEN_HEADER: token}
        self._timeout = timeout
        self._opened: aiohttp.ClientSession | None = None

    async def send(self, message_id: str, sender: str, text: str, metadata: dict[str, Any]) -> list[BotReply]:
        """The replies to one message; an id that Rasa knows gives the same replies again."""
        body = {"id": message_id, "sender": sender, "text": text, "metadata": metadata}
        try:
            async with self._session.post(f"{self._url}/webhooks/gateway/message", json=body) as answer:
                status, raw = answer.status, await answer.read()
        except _FAILURES as error:
            raise BotUnavailable(type(error).__name__) from error
        if status == 400:
            raise BotRefused("status 400")
        if status == 503 and (code := _code(raw)) in _MUTE:
            raise BotMute(f"503 {code}")
        if status != 200:
            raise BotUnavailable(f"status {status}")
        try:
            said = json.loads(raw)
            replies = [_reply(one) for one in said["messages"]]
            if replies and said.get("actions"):
                replies[0].trace["actions"] = [str(name) for name in said["actions"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BotUnavailable("unreadable answer") from error
        if not replies:
            raise BotUnavailable("empty answer")
        return replies

    async def healthy(self) -> bool:
        """True when Rasa answers and has a model."""
        return await self.answers("/webhooks/gateway/health")

    async def answers(self, address: str) -> bool:
        """True when this path of Rasa, or this whole address, answers 200 within two seconds."""
        url = self._url + address if address.startswith("/") else address
        try:
            async with self._session.get(url, timeout=aiohttp.ClientTimeout(total=2.0)) as answer:
                return answer.status == 200
        except _FAILURES:
            return False

    async def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            await self._opened.close()

    @property
    def _session(self) -> aiohttp.ClientSession:
        # Made at the first use, because a session belongs to the running loop.
        if self._opened is None:
            connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=KEPT_SECONDS)
            timeout = aiohttp.ClientTimeout(total=self._timeout, connect=2.0)
            self._opened = aiohttp.ClientSession(headers=self._headers, connector=connector, timeout=timeout)
        return self._opened


def _code(raw: bytes) -> str:
    try:
        return str(json.loads(raw)["error"])
    except (ValueError, KeyError, TypeError):
        return ""


def _reply(message: dict[str, Any]) -> BotReply:
    buttons = tuple(
        {"title": str(button["title"]), "payload": str(button.get("payload") or button["title"])}
        for button in message.get("buttons") or ()
    )
    custom = message.get("custom") or {}
    if not isinstance(custom, dict):
        raise TypeError("custom must be an object")
    trace = custom.pop(TRACE, None)
    return BotReply(str(message.get("text") or ""), buttons, custom, trace if isinstance(trace, dict) else {})
