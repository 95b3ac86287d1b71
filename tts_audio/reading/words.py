"""The few foreign words that everybody says the same way."""

import re
from functools import cache
from pathlib import Path

import yaml


def read(text: str) -> str:
    """Put the Chinese words for them; any other letters stay, to be refused."""
    return _pattern().sub(lambda found: _words()[found[0]], text)


@cache
def _words() -> dict[str, str]:
    table: dict[str, str] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
    return table


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_words(), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:{names})(?![A-Za-z])")
