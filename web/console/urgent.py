"""Which of the open cries for help stand on the page of people at once, and what is said of the others."""

from collections.abc import Sequence
from typing import Any

# So many are read at a glance on a phone; the others stand behind a link with their number.
_FIRST = 10
_CARDS = 50
_ALL = 1000


def looked_at(everything: bool) -> int:
    """How many cards are made ready, the newest first."""
    return _ALL if everything else _CARDS


def shown(rows: Sequence[dict[str, Any]], count: int, everything: bool) -> dict[str, Any]:
    """The newest cards, those of his own villages first, and how many of the `count` open ones are not among them."""
    # What he alone can act on never waits behind what others see to.
    ordered = sorted(rows, key=lambda row: not row["acts"])
    first, rest = (ordered, []) if everything else (ordered[:_FIRST], ordered[_FIRST:])
    return {
        "alerts": [row for row in first if row["mine"]],
        "others": [row for row in first if not row["mine"]],
        "more": count - len(first),
        "own_more": sum(row["acts"] for row in rest),
        "everything": everything,
    }
