"""One way from the event loop to the synchronous services."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """A bounded pool, so that a slow database stalls requests and never the event loop."""

    def __init__(self, size: int = 16, writers: int = 8) -> None:
        """Prepare a pool of this many threads, and one for short writes; none is started yet.

        SQLite has one writer at a time and lets the others poll for it: with `writers=1` they queue here instead,
        first come first served, which keeps the slowest tenth of the answers from waiting a second.
        """
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="web")
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="web-write")

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the work in a thread and give back what it returns or raises."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(work, *args, **kwargs))

    async def write(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `run`, for one short write transaction."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, partial(work, *args, **kwargs))

    def close(self) -> None:
        """Let running work end and take no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._writers.shutdown(wait=True, cancel_futures=True)
