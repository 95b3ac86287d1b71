"""Two systems measured in turns: whoever is not measured stands still, and ratios are taken pair by pair."""

import os
import signal
import statistics
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from proofs.load import Timing


@contextmanager
def frozen(pids: Iterable[int]) -> Iterator[None]:
    """Let these processes stand still, so that the side being measured has the machine for itself."""
    stopped = list(pids)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


@dataclass(frozen=True)
class Rounds:
    """Each side's rounds by users, in the order they were run: a round of one side, then the same of the other."""

    ours: dict[int, list[Timing]]
    plain: dict[int, list[Timing]]

    @property
    def ours_one(self) -> Timing:
        """Our median round of one user."""
        return median(self.ours[1])

    @property
    def ours_eight(self) -> Timing:
        """Our median round of eight users."""
        return median(self.ours[8])

    @property
    def plain_one(self) -> Timing:
        """Plain Rasa's median round of one user."""
        return median(self.plain[1])

    @property
    def plain_eight(self) -> Timing:
        """Plain Rasa's median round of eight users."""
        return median(self.plain[8])

    def ratio(self, users: int, of: Callable[[Timing], float]) -> float:
        """The median over the pairs of rounds of ours divided by plain Rasa's: a machine's moods hit both of a pair."""
        pairs = zip(self.ours[users], self.plain[users], strict=True)
        return statistics.median(of(ours) / of(plain) for ours, plain in pairs)


def median(timings: list[Timing]) -> Timing:
    """The median round by answers per second."""
    return sorted(timings, key=lambda one: one.per_second)[len(timings) // 2]


def per_second(timing: Timing) -> float:
    """Answers per second."""
    return timing.per_second


def p95(timing: Timing) -> float:
    """What one answer in twenty takes longer than, in ms."""
    return timing.p95
