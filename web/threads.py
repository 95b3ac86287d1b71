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

    def __init__(self, size: int = 16) -> None:
        """Prepare a pool of this many threads; none is started yet."""
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="web")

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the work in a thread and give back what it returns or raises."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(work, *args, **kwargs))

    def close(self) -> None:
        """Let running work end and take no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)
