"""Takes up messages that wait: because Rasa was away, because another was first, or because a web process died."""

import asyncio
import contextlib
import logging
import time
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from actions.clock import utc_now
from actions.db.engine import begin, read
from actions.services import messages, traces
from web.context import Web
from web.conversation import CHANNEL, LEASE_SECONDS, Conversations, is_answered, new_owner
from web.gateway import BotMute, BotRefused, BotUnavailable
from web.words import words

logger = logging.getLogger("babahui.web")

_AT_ONCE = 6
_GIVE_UP_AFTER = timedelta(minutes=15)
_GIVE_UP_TRIES = 30
_GIVE_UP_MUTE = 4


class Sweep:
    """Looks every second, oldest message first; a message that fails again waits longer each time."""

    def __init__(self, web: Web, conversations: Conversations, every: float = 1.0, rest: float = 3.0) -> None:
        """Look every so many seconds for what is older than `rest`; what somebody waits behind is taken up at once."""
        self._web = web
        self._conversations = conversations
        self._every = every
        self._rest = timedelta(seconds=rest)
        self._not_before: dict[int, float] = {}
        self._failures: dict[int, int] = {}

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._conversations.kick.wait(), self._every)
            self._conversations.kick.clear()
            try:
                await self.round()
            except SQLAlchemyError:
                logger.warning("waiting messages cannot be read right now")
            except Exception:
                logger.exception("a round of the sweep failed")

    async def round(self) -> None:
        """One look at everything that waits."""
        wanted = set(self._conversations.wanted)
        self._conversations.wanted.clear()
        due = await self._web.threads.run(self._due)
        now = time.monotonic()
        chosen = [one for one in due if self._is_due(one, wanted, now)]
        room = asyncio.Semaphore(_AT_ONCE)

        async def one_of(waiting: messages.Waiting) -> None:
            async with room:
                await self._take_up(waiting)

        await asyncio.gather(*(one_of(waiting) for waiting in chosen))

    def _is_due(self, waiting: messages.Waiting, wanted: set[int], now: float) -> bool:
        conversation = waiting.conversation_id
        if waiting.channel != CHANNEL or conversation in self._conversations.busy:
            return False
        if now < self._not_before.get(conversation, 0.0):
            return False
        return conversation in wanted or utc_now() - waiting.received_at >= self._rest

    async def _take_up(self, waiting: messages.Waiting) -> None:
        conversation = waiting.conversation_id
        self._conversations.busy.add(conversation)
        try:
            owner = await self._web.threads.write(self._lease, waiting)
            if owner is None:
                return
            await self._conversations.answer(
                waiting.inbox_id, conversation, waiting.person_id, waiting.message_id, waiting.text,
                waiting.metadata, owner,
            )  # fmt: skip
            self._failures.pop(conversation, None)
            self._not_before.pop(conversation, None)
            # The next message of this person may go now.
            self._conversations.wanted.add(conversation)
        except BotUnavailable as error:
            await self._failed(waiting, error)
        finally:
            self._conversations.done_with(conversation)

    async def _failed(self, waiting: messages.Waiting, error: BotUnavailable) -> None:
        conversation = waiting.conversation_id
        failures = self._failures[conversation] = self._failures.get(conversation, 0) + 1
        self._not_before[conversation] = time.monotonic() + min(0.5 * 2**failures, 10.0)
        logger.warning("message %s waits, failure %s in a row: %s", waiting.message_id, failures, error)
        old = utc_now() - waiting.received_at > _GIVE_UP_AFTER and waiting.attempts >= _GIVE_UP_TRIES
        mute = isinstance(error, BotMute) and failures >= _GIVE_UP_MUTE
        hopeless = mute or isinstance(error, BotRefused) or (old and await self._web.bot.healthy())
        if hopeless:
            # One message that Rasa can never take must not hold up everything the person writes after it.
            logger.error("message %s was given up after %s tries", waiting.message_id, waiting.attempts)
            await self._web.threads.write(self._give_up, waiting)
            self._failures.pop(conversation, None)
            self._not_before.pop(conversation, None)
            self._conversations.wanted.add(conversation)

    def _due(self) -> list[messages.Waiting]:
        with read(self._web.sessions) as session:
            return messages.waiting(session)

    def _lease(self, waiting: messages.Waiting) -> str | None:
        """The right to answer, unless somebody else has it or a person has taken over meanwhile."""
        owner = new_owner()
        with begin(self._web.sessions) as session:
            if waiting.conversation_state == "person":
                messages.record_replies(session, waiting.inbox_id, [])
                return None
            if not messages.lease(session, waiting.conversation_id, owner, LEASE_SECONDS):
                return None
            if is_answered(session, waiting.inbox_id):
                messages.release(session, waiting.conversation_id, owner)
                return None
            return owner

    def _give_up(self, waiting: messages.Waiting) -> None:
        with begin(self._web.sessions) as session:
            payload = {"text": words()["gave_up"], "buttons": [], "custom": {}, "in_reply_to": waiting.message_id}
            messages.record_replies(session, waiting.inbox_id, [payload])
            traces.keep(session, waiting.inbox_id, {"actions": ["gave_up"]})
