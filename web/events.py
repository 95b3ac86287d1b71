"""Late answers and pushes reach an open page: one look at the outbox for all pages together."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from actions.db.engine import Sessions, read
from actions.db.models import OutboxMessage
from web.threads import Threads

logger = logging.getLogger("babahui.web")

# Ids of different people may become visible out of order, so the look goes back this far each time.
_OVERLAP = 500


class Hub:
    """Wakes the pages of a person when the outbox holds something newer than they know."""

    def __init__(self, sessions: Sessions, threads: Threads, every: float = 0.7) -> None:
        """Watch this database every so many seconds, but only while somebody listens."""
        self._sessions = sessions
        self._threads = threads
        self._every = every
        self._listeners: dict[int, set[asyncio.Event]] = {}
        self._newest: dict[int, int] = {}
        self._visitors: dict[str, asyncio.Event] = {}

    @contextmanager
    def listen(self, person_id: int) -> Iterator[asyncio.Event]:
        """An event that is set whenever there may be something new for this person."""
        bell = asyncio.Event()
        self._listeners.setdefault(person_id, set()).add(bell)
        try:
            yield bell
        finally:
            bells = self._listeners.get(person_id, set())
            bells.discard(bell)
            if not bells:
                self._listeners.pop(person_id, None)
                self._newest.pop(person_id, None)

    async def arrival(self, visitor: str, seconds: float) -> None:
        """Wait until this visitor writes for the first time (and so becomes a person), or so many seconds."""
        bell = self._visitors.setdefault(visitor, asyncio.Event())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(bell.wait(), seconds)
        self._visitors.pop(visitor, None)

    def arrived(self, visitor: str) -> None:
        """This visitor has written."""
        bell = self._visitors.get(visitor)
        if bell is not None:
            bell.set()

    def wake(self, person_id: int) -> None:
        """Ring at once, for what this process itself has just written."""
        for bell in self._listeners.get(person_id, ()):
            bell.set()

    async def watch(self) -> None:
        """Run until cancelled; a database that is away for a while is looked at again."""
        last = 0
        while True:
            await asyncio.sleep(self._every)
            if not self._listeners:
                continue
            try:
                newest = await self._threads.run(self._look, last)
            except SQLAlchemyError:
                logger.warning("the outbox cannot be read right now")
                continue
            for person_id, newest_id in newest.items():
                last = max(last, newest_id)
                if person_id in self._listeners and newest_id > self._newest.get(person_id, 0):
                    self._newest[person_id] = newest_id
                    self.wake(person_id)

    def _look(self, last: int) -> dict[int, int]:
        with read(self._sessions) as session:
            rows = session.execute(
                select(OutboxMessage.person_id, func.max(OutboxMessage.id))
                .where(OutboxMessage.id > last - _OVERLAP)
                .group_by(OutboxMessage.person_id)
            ).all()
        return {row[0]: row[1] for row in rows}
