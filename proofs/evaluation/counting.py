"""Shares with their 95 % intervals."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

Z = 1.959964
T = TypeVar("T")


@dataclass(frozen=True)
class Share:
    """So many of so many, with the interval in which the true share lies 95 times of 100 (Wilson 1927)."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; nought of nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.value
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        """As it stands in a table."""
        if not self.of:
            return "–"
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f}–{high:.3f}, {self.hits}/{self.of})"


def share(things: Iterable[T], holds: Callable[[T], bool]) -> Share:
    """Of how many things it holds."""
    told = [holds(one) for one in things]
    return Share(sum(told), len(told))
