"""The way of a message: kept, checked for danger, answered by a person or by Rasa, and never lost in between."""

import asyncio
import logging
import secrets
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions.db.engine import begin
from actions.db.models import InboxMessage
from actions.services import emergencies, messages, people, traces
from content.courtesy import without_courtesy
from content.emergency import Emergency
from content.normalize import normalize
from content.villages import find_place
from web.buttons import title_of
from web.context import Web
from web.events import Hub
from web.gateway import BotReply, BotUnavailable
from web.words import words

logger = logging.getLogger("babahui.web")

CHANNEL = "web"
LEASE_SECONDS = 15.0
_PATIENCE = 8.0
_CRIES = frozenset("🔥🆘🚑🚒🚨")


@dataclass(frozen=True)
class Incoming:
    """A message as the channel got it, and the danger it speaks of."""

    person: str
    message_id: str
    text: str
    village: str | None
    danger: Emergency | None


@dataclass(frozen=True)
class Outcome:
    """What the person is told now: the answer, that it will come, or that a human being has the word."""

    state: Literal["answered", "waiting", "person"]
    replies: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Kept:
    received: messages.Received
    person_id: int
    metadata: dict[str, Any]
    owner: str | None


class Conversations:
    """Answers messages of the web channel; one conversation at a time reaches Rasa, its messages in order."""

    def __init__(self, web: Web, hub: Hub) -> None:
        """Use these shared things; nothing runs yet."""
        self._web = web
        self._hub = hub
        self.kick = asyncio.Event()
        self._answering: set[asyncio.Task[Outcome]] = set()
        self.wanted: set[int] = set()
        self.busy: set[int] = set()
        self._failing: set[int] = set()

    async def take(self, message: Incoming) -> Outcome:
        """Keep the message and answer it, or say that the answer follows; the same id again gives the same answer.

        A page that is closed meanwhile cancels its request, not the answer: that is there when the page comes back.
        """
        task = asyncio.create_task(self._take(message))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        return await asyncio.shield(task)

    async def finish(self, seconds: float) -> None:
        """Let what is being answered come to its end; what does not is taken up by the sweep of the next process."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=seconds)

    async def _take(self, message: Incoming) -> Outcome:
        danger = message.danger
        try:
            kept = await self._web.threads.write(self._keep, message, danger)
        except SQLAlchemyError:
            if danger is None:
                raise
            # Nobody in danger waits for a database.
            logger.exception("an emergency was answered without being kept")
            return Outcome("answered", [shown(emergency_payload(danger), message.message_id)])
        received = kept.received
        self._hub.arrived(message.person)
        if received.state == "answered":
            self._hub.wake(kept.person_id)
            silent = not received.replies and received.conversation_state == "person"
            return Outcome("person" if silent else "answered", [shown_reply(reply) for reply in received.replies])
        if kept.owner is None:
            return await self._after_the_others(kept, message)
        self.busy.add(received.conversation_id)
        try:
            replies = await self.answer(received.inbox_id, received.conversation_id, kept.person_id,
                                        message.message_id, message.text, kept.metadata, kept.owner)  # fmt: skip
        except BotUnavailable as error:
            logger.warning("message waits: %s", error)
            return _waiting(message.message_id)
        finally:
            self.done_with(received.conversation_id)
        return Outcome("answered", [shown_reply(reply) for reply in replies])

    async def answer(
        self,
        inbox_id: int,
        conversation_id: int,
        person_id: int,
        message_id: str,
        text: str,
        metadata: dict[str, Any],
        owner: str,
    ) -> list[messages.Reply]:
        """Ask Rasa under a lease we hold and record what it says; gives the lease back either way."""
        heard, original = self._heard(text, metadata)
        recorded: list[messages.Reply] | None = None
        try:
            if heard:
                details = {**metadata, "original": original, "person_id": person_id, "channel": CHANNEL}
                said = await self._web.bot.send(message_id, str(conversation_id), heard, details)
            else:
                said = [_to_signs(text)]
            payloads = [{**payload_of(reply), "in_reply_to": message_id} for reply in said]
            why = traces.together(reply.trace for reply in said)
            recorded = await self._web.threads.write(self._record, inbox_id, conversation_id, payloads, why, owner)
        finally:
            if recorded is None:
                self._failing.add(conversation_id)
                await asyncio.shield(self._web.threads.write(self._give_back, inbox_id, conversation_id, owner))
        self._failing.discard(conversation_id)
        self._hub.wake(person_id)
        return recorded

    def done_with(self, conversation_id: int) -> None:
        """Let the sweep take up what came in meanwhile."""
        self.busy.discard(conversation_id)
        if conversation_id in self.wanted:
            self.kick.set()

    async def _after_the_others(self, kept: _Kept, message: Incoming) -> Outcome:
        """Wait a while for earlier messages of the same person; the sweep answers them in order."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        conversation_id = kept.received.conversation_id
        while loop.time() < until:
            if conversation_id in self._failing:
                break  # what goes before it has just failed: the person is told at once, not after eight seconds
            self.wanted.add(conversation_id)
            self.kick.set()
            await asyncio.sleep(0.15)
            again = await self._web.threads.write(self._look, kept.person_id, message)
            if again.state == "answered":
                return Outcome("answered", [shown_reply(reply) for reply in again.replies])
        return _waiting(message.message_id)

    def _keep(self, message: Incoming, danger: Emergency | None) -> _Kept:
        with begin(self._web.sessions) as session:
            person_id = people.find_or_create(session, CHANNEL, message.person)
            village, group = people.place(session, person_id)
            if message.village and message.village != village:
                village, group = message.village, None
                people.set_village(session, person_id, village)
            metadata: dict[str, Any] = {"village": village, "group": group}
            if message.text.startswith("/"):
                metadata["button"] = title_of(session, person_id, message.text)
            received = messages.receive(session, CHANNEL, message.message_id, person_id, message.text, metadata)
            if received.state == "answered":
                return _Kept(received, person_id, metadata, None)
            if not message.text.startswith("/"):
                rules = self._web.library.emergency
                danger = emergencies.answer_to(session, CHANNEL, message.message_id, person_id, message.text, rules)
            if danger is not None:
                return _Kept(self._answer_danger(session, received, danger, person_id, message, metadata), person_id,
                             metadata, None)  # fmt: skip
            if received.conversation_state == "person":
                messages.record_replies(session, received.inbox_id, [])
                return _Kept(_answered(received, ()), person_id, metadata, None)
            owner = new_owner()
            free = not received.behind and messages.lease(session, received.conversation_id, owner, LEASE_SECONDS)
            if free and received.state == "waiting" and is_answered(session, received.inbox_id):
                messages.release(session, received.conversation_id, owner)
                replies = messages.record_replies(session, received.inbox_id, [])
                return _Kept(_answered(received, tuple(replies)), person_id, metadata, None)
            return _Kept(received, person_id, metadata, owner if free else None)

    def _answer_danger(
        self,
        session: Session,
        received: messages.Received,
        danger: Emergency,
        person_id: int,
        message: Incoming,
        metadata: dict[str, Any],
    ) -> messages.Received:
        payload = {**emergency_payload(danger), "in_reply_to": message.message_id}
        replies = messages.record_replies(session, received.inbox_id, [payload])
        traces.keep(session, received.inbox_id, {"danger": danger.kept()})
        # Where the message says it burns goes before where the QR code hangs.
        place = find_place(message.text, list(self._web.villages.values()), hint=metadata["village"])
        emergencies.alert(
            session,
            danger,
            request_id=message.message_id,
            person_id=person_id,
            village_code=place.village_code if place else metadata["village"],
            group_number=place.group_number if place else metadata["group"],
            text=message.text,
        )
        return _answered(received, tuple(replies))

    def _look(self, person_id: int, message: Incoming) -> messages.Received:
        with begin(self._web.sessions) as session:
            return messages.receive(session, CHANNEL, message.message_id, person_id, message.text, {})

    def _record(
        self, inbox_id: int, conversation_id: int, payloads: list[dict[str, Any]], why: traces.Why, owner: str
    ) -> list[messages.Reply]:
        with begin(self._web.sessions) as session:
            replies = messages.record_replies(session, inbox_id, payloads)
            traces.keep(session, inbox_id, why)
            messages.release(session, conversation_id, owner)
            return replies

    def _give_back(self, inbox_id: int, conversation_id: int, owner: str) -> None:
        with begin(self._web.sessions) as session:
            messages.note_attempt(session, inbox_id)
            messages.release(session, conversation_id, owner)

    def _heard(self, text: str, metadata: dict[str, Any]) -> tuple[str, str]:
        """What Rasa hears and what the person meant to have said; commands only from buttons that were offered."""
        title = metadata.get("button")
        if text.startswith("/") and title:
            return text, str(title)
        # 电表改名字，谢谢哈 asks; with its thanks a classifier may take it for thanks alone.
        return normalize(without_courtesy(text), self._web.library.terms).lstrip("/ "), text


def is_answered(session: Session, inbox_id: int) -> bool:
    """Whether somebody answered a message while we waited for the lease; asked under the lease, so it stays true."""
    session.expire_all()
    return session.get_one(InboxMessage, inbox_id).state == "answered"


def new_owner() -> str:
    """A name for one holder of a lease; two tasks of one process are two holders."""
    return secrets.token_hex(12)


def _to_signs(text: str) -> BotReply:
    """What is said to signs without a word; fire and a cry for help among them may be meant in earnest."""
    why = {"actions": ["only_signs"]}
    if _CRIES.isdisjoint(text):
        return BotReply(words()["only_signs"], (), {}, why)
    return BotReply(words()["only_cries"], (), {"kind": "numbers", "dial": ["120", "119", "110", "95598"]}, why)


def payload_of(reply: BotReply) -> dict[str, Any]:
    """A bot's reply as the outbox keeps it."""
    return {"text": reply.text, "buttons": list(reply.buttons), "custom": reply.custom}


def emergency_payload(danger: Emergency) -> dict[str, Any]:
    """The answer to danger: numbers to dial first."""
    custom = {"kind": "emergency", "dial": list(danger.dial), "article_id": danger.article_id, "danger": True}
    return {"text": danger.reply, "buttons": [], "custom": custom}


def shown(payload: dict[str, Any], in_reply_to: str | None = None, reply_id: int | None = None) -> dict[str, Any]:
    """A reply as the API gives it."""
    return {
        "id": reply_id,
        "in_reply_to": payload.get("in_reply_to") or in_reply_to,
        "text": payload.get("text") or "",
        "buttons": payload.get("buttons") or [],
        "custom": payload.get("custom") or {},
    }


def shown_reply(reply: messages.Reply) -> dict[str, Any]:
    """A kept reply as the API gives it."""
    return shown(reply.payload, reply_id=reply.id)


def _waiting(message_id: str) -> Outcome:
    return Outcome("waiting", [shown({"text": words()["waiting"]}, message_id)])


def _answered(received: messages.Received, replies: tuple[messages.Reply, ...]) -> messages.Received:
    return messages.Received(
        received.inbox_id, received.conversation_id, "answered", replies, received.conversation_state
    )
