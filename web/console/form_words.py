"""The checker's messages in the words of the article form: a field is called by its label, not by its key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from content.audience import LANGUAGES, ROLES
from content.changes import DiffLine
from content.model import Problem
from web.console.article_form import PART_FIELDS
from web.words import words

# What stands in quotation marks is the editor's own text.
_QUOTED = re.compile(r"(“[^”]*”)")


def in_form_words(problems: list[Problem], text: str) -> list[Problem]:
    """The problems of a text as somebody reads them who has the form before them: it has no lines, it has fields."""
    return [
        replace(problem, message=_with_field(labelled(problem.message), text, problem.line)) for problem in problems
    ]


def field_of(text: str, line: int) -> str:
    """The name of the form's field in which a line of the text stands, empty when it stands in none."""
    names = {part: name for name, part in PART_FIELDS.items()}
    found = ""
    for content in text.split("\n")[:line]:
        key = _FIELD.match(content)
        if content.startswith("## "):
            found = names.get(content[3:].strip(), "")
        elif content.strip() == "---":
            found = ""
        elif key is not None and found not in PART_FIELDS:
            found = key.group(1)
    return found


def _with_field(message: str, text: str, line: int) -> str:
    name, console = field_of(text, line), words()["console"]
    label = str({**console["article_fields"], **console["form_labels"]}.get(name, ""))
    return message if not label or label in message else f"{label}：{message}"


def labelled(message: str) -> str:
    """A message with the form's labels for the keys of the front matter, the registers called by their names."""
    parts = _QUOTED.split(message)
    parts[::2] = [_keys().sub(_label, part) for part in parts[::2]]
    return "".join(parts)


def lines_in_form_words(lines: Sequence[DiffLine], names: Mapping[str, str]) -> list[DiffLine]:
    """Lines of an article's text as somebody reads them who knows the form: 状态：草稿, not status: draft.

    `names` are those of the topics, sections and villages by their ids.
    """
    return [
        line if line.kind == "skipped" else replace(line, text=_line(line.text, names))
        for line in lines
        if line.text != "---"
    ]


_FIELD = re.compile(r"([a-z_]+):")
_KEY = re.compile(r"(?P<key>[a-z_]+):(?: (?P<value>.*)|\s*)")
_SOURCE = re.compile(r"\s*- \{.*\}\s*")


def _line(text: str, names: Mapping[str, str]) -> str:
    if text.startswith("## "):
        return text.removeprefix("## ")
    if _SOURCE.fullmatch(text):
        return _source(text)
    found = _KEY.fullmatch(text)
    labels: dict[str, str] = words()["console"]["form_labels"]
    if found is None or found.group("key") not in labels:
        return text
    key, value = found.group("key"), _read(found.group("value") or "")
    listed = value if isinstance(value, list) else [value]
    said = "、".join(_value(key, "" if one is None else str(one), names) for one in listed)
    return f"{labels[key]}：{said}"


def _value(key: str, value: str, names: Mapping[str, str]) -> str:
    known: dict[str, str] = words()["console"]["form_values"].get(key, {})
    if key in ("topic", "section", "villages"):
        known = {**names, **known}
    elif key in ("role", "language"):
        known = dict(ROLES if key == "role" else LANGUAGES)
    return known.get(value, value)


def _source(text: str) -> str:
    (source,) = _read(text.strip()) or [{}]
    if not isinstance(source, dict) or not source.get("title"):
        return text
    number, article, since = (str(source.get(key) or "") for key in ("number", "article", "in_force"))
    return (
        f"  - {source['title']}" + (f"（{number}）" if number else "") + article + (f"，{since}起施行" if since else "")
    )


def _read(text: str) -> Any:
    """What the text says in YAML with every value as it is written; the text itself where it says nothing whole."""
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts, lists and maps only
    except yaml.YAMLError:
        return text


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
