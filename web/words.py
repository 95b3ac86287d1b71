"""What the web says to people, kept in templates/words.yml."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "templates" / "words.yml"


@cache
def words() -> dict[str, Any]:
    """All texts, read once per process."""
    loaded: dict[str, Any] = yaml.safe_load(WORDS.read_text("utf-8"))
    return loaded


def error_text(key: str) -> str:
    """The sentence for an error key; an unknown key gives the general one, never the key itself."""
    errors: dict[str, str] = words()["errors"]
    return errors.get(key) or errors["bad_request"]
