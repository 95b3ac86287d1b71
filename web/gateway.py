"""The way to Rasa: one message in, its replies out, or BotUnavailable."""

from dataclasses import dataclass
from typing import Any

import httpx

from actions.keys import TOKEN_HEADER

_MUTE = ("empty", "endless")


class BotUnavailable(Exception):
    """Rasa is down, too slow, or failed on this message; nothing was saved there, the message may be sent again."""


class BotMute(BotUnavailable):
    """Rasa works but found no end or no word for this message; trying again soon gives the same."""


class BotRefused(BotUnavailable):
    """Rasa says that this message can never be taken."""


@dataclass(frozen=True)
class BotReply:
    """One message of the bot as the gateway gives it."""

    text: str
    buttons: tuple[dict[str, str], ...]
    custom: dict[str, Any]


class BotGateway:
    """Rasa's gateway channel, with a timeout on everything."""

    def __init__(self, url: str, token: str, timeout: float = 10.0, transport: httpx.AsyncBaseTransport | None = None):
        """Prepare the client; nothing is connected yet."""
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=32)
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={TOKEN_HEADER: token},
            timeout=httpx.Timeout(timeout, connect=2.0),
            limits=limits,
            transport=transport,
            trust_env=False,
        )

    async def send(self, message_id: str, sender: str, text: str, metadata: dict[str, Any]) -> list[BotReply]:
        """The replies to one message; an id that Rasa knows gives the same replies again."""
        body = {"id": message_id, "sender": sender, "text": text, "metadata": metadata}
        try:
            answer = await self._client.post("/webhooks/gateway/message", json=body)
        except httpx.HTTPError as error:
            raise BotUnavailable(type(error).__name__) from error
        if answer.status_code == 400:
            raise BotRefused("status 400")
        if answer.status_code == 503 and _code(answer) in _MUTE:
            raise BotMute(f"503 {_code(answer)}")
        if answer.status_code != 200:
            raise BotUnavailable(f"status {answer.status_code}")
        try:
            messages = answer.json()["messages"]
            replies = [_reply(one) for one in messages]
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
        try:
            answer = await self._client.get(address, timeout=2.0)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"])
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
    return BotReply(str(message.get("text") or ""), buttons, custom)
