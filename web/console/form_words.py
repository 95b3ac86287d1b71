"""The checker's messages in the words of the article form: a field is called by its label, not by its key."""

import re
from dataclasses import replace
from functools import cache

from content.model import Problem
from web.words import words

# What stands in quotation marks is the editor's own text.
_QUOTED = re.compile(r"(“[^”]*”)")


def in_form_words(problems: list[Problem]) -> list[Problem]:
    """The problems as somebody reads them who has the form before them."""
    return [replace(problem, message=labelled(problem.message)) for problem in problems]


def labelled(message: str) -> str:
    """A message with the form's labels for the keys of the front matter, the registers called by their names."""
    parts = _QUOTED.split(message)
    parts[::2] = [_keys().sub(_label, part) for part in parts[::2]]
    return "".join(parts)


def _label(match: re.Match[str]) -> str:
    key, said = match.group("key"), match.group("said")
    found: dict[str, str] = words()["console"]["form_labels"]
    if key in found:
        return f"“{said or found[key]}”"
    return str(words()["console"]["form_names"][key]) + (f"（{said}）" if said else "")


@cache
def _keys() -> re.Pattern[str]:
    names = {**words()["console"]["form_labels"], **words()["console"]["form_names"]}
    keys = "|".join(re.escape(key) for key in sorted(names, key=len, reverse=True))
    return re.compile(rf"\s?(?<![A-Za-z0-9_./-])(?P<key>{keys})(?![A-Za-z0-9_.-])(?:（(?P<said>[^（）]*)）)?\s?")
