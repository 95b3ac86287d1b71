"""Problems as they are read: what is said word for word of many places is said once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from content.model import Problem


@dataclass(frozen=True)
class Gathered:
    """A problem at its first place; `more` further places have the same one, `others` is one for each further line."""

    first: Problem
    more: int
    others: tuple[Problem, ...]

    def __str__(self) -> str:
        if not self.more:
            return str(self.first)
        lines = "、".join(str(one.line) for one in self.others)
        return f"{self.first}（还有{self.more}处{f'，第 {lines} 行' if lines else ''}）"


def gathered(problems: Iterable[Problem]) -> list[Gathered]:
    """The problems of one text or of many, in the order of their first places."""
    same: dict[tuple[str, str, str, str], list[Problem]] = {}
    for one in problems:
        same.setdefault((one.path, one.severity, one.code, one.message), []).append(one)
    return [_gathered(found) for found in same.values()]


def _gathered(found: list[Problem]) -> Gathered:
    lines = {one.line: one for one in reversed(found)}
    del lines[found[0].line]
    return Gathered(found[0], len(found) - 1, tuple(lines[line] for line in sorted(lines)))
