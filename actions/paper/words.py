"""What stands on paper around the texts of the library, kept in words.yml beside this."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "words.yml"


@cache
def words() -> dict[str, Any]:
    """All texts, read once per process."""
    loaded: dict[str, Any] = yaml.safe_load(WORDS.read_text("utf-8"))
    return loaded


def action_text(action: str) -> str:
    """What an event of the audit did, in Chinese; an action nobody named stands as it is."""
    actions: dict[str, str] = words()["action"]
    return actions.get(action, action)


def fault_text(kind: str, number: int, subject: str) -> str:
    """What does not hold in the audit, as part of a sentence."""
    faults: dict[str, str] = words()["audit"]["fault"]
    return faults[kind].format(number=number, subject=subject)
