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
_ALLOWED = re.compile(r"只能是：([a-z0-9、-]+)")


def in_form_words(
    problems: list[Problem], text: str, names: Mapping[str, str] | None = None, whole: bool = False
) -> list[Problem]:
    """The problems of a text in the words of the form: it has no lines and no keys, it has fields.

    `names` are those of the sections by their ids. Who has the `whole` text before them reads the key beside the word.
    """
    return [
        replace(problem, message=_with_field(_said(problem.message, names or {}, whole), text, problem.line))
        for problem in problems
    ]


def _said(message: str, names: Mapping[str, str], whole: bool) -> str:
    def called(found: re.Match[str]) -> str:
        ids = found.group(1).split("、")
        return "只能是：" + "、".join(_both(names[one], one, whole) if one in names else one for one in ids)

    return _ALLOWED.sub(called, labelled(message, whole))


def _both(said: str, key: str, whole: bool) -> str:
    return f"{said}（{key}）" if whole else said


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


def labelled(message: str, whole: bool = False) -> str:
    """A message with the form's labels for the keys of the front matter, the registers called by their names.

    With the `whole` text before one, each label is followed by the key that stands there.
    """
    parts = _QUOTED.split(message)
    parts[::2] = [_keys().sub(lambda found: _label(found, whole), part) for part in parts[::2]]
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


def _label(match: re.Match[str], whole: bool) -> str:
    key, said = match.group("key"), match.group("said")
    found: dict[str, str] = words()["console"]["form_labels"]
    if key in found:
        return _both(f"“{said or found[key]}”", key, whole)
    name = str(words()["console"]["form_names"][key])
    return _both(name, key, whole and not key.endswith(".yml")) + (f"（{said}）" if said else "")


@cache
def _keys() -> re.Pattern[str]:
    names = {**words()["console"]["form_labels"], **words()["console"]["form_names"]}
    keys = "|".join(re.escape(key) for key in sorted(names, key=len, reverse=True))
    return re.compile(rf"\s?(?<![A-Za-z0-9_./-])(?P<key>{keys})(?![A-Za-z0-9_.-])(?:（(?P<said>[^（）]*)）)?\s?")
