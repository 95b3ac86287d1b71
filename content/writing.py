"""Changing one thing in an article's text and nothing else, so that what an editor did not touch stays as it was.

Every function takes the text and returns the text with Unix line ends, as `read_text` gives it. What already has the
value asked for is not written anew, whatever its spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import yaml

from content.document import PARTS, Document, Loader, Value, read_document, read_yaml
from content.load import draft_of
from content.model import Problem, Source
from content.rules_front import OPTIONAL, ORDER

SCALARS = (
    "title", "topic", "section", "status", "danger", "valid_from", "valid_until", "signed_off_by", "signed_off_on",
    "review_due",
)  # fmt: skip
LISTS = ("questions", "villages", "facts")
# What YAML itself calls true or a day is one here; elsewhere `yes` and 1.10 are words and get quotes to say so.
_TYPED = frozenset({"danger", "valid_from", "valid_until", "signed_off_on", "review_due"})

# A value in its surroundings: if it reads back as itself it needs no quotes there.
_AFTER_KEY = "k: {}\n"
_IN_BLOCK = "k:\n  - {}\n"
_IN_FLOW = "k: [{}, z]\n"
_IN_MAP = "k: [{{t: {}, t2: z}}]\n"
_SINGLE_QUOTED = re.compile(r"[\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_STRANGE = "这篇文章开头信息的写法太特别，没法只改这一处，请直接改文件。"
_HEADING = re.compile(r"^## ", re.MULTILINE)


class Unwritable(ValueError):
    """What was asked for cannot be written into this text; the message says why, in Chinese."""


@dataclass(frozen=True)
class _Place:
    """A key of the front matter: where its value begins (right after the colon) and ends, in characters."""

    node: Any
    begin: int
    end: int


def with_field(text: str, key: str, value: str) -> str:
    """The text with a scalar of the front matter set, quoted where YAML needs it; a missing key is put in its order."""
    _known(key, SCALARS)
    document = _document(text)
    now = document.fields.get(key)
    if now is not None and now.kind == "text" and now.text == value:
        return document.text
    changed = _with_value(document, key, _after_colon(_scalar(value, _AFTER_KEY, typed=key in _TYPED)))
    return _checked(changed, lambda after: after.fields[key].text == value and after.fields[key].kind == "text")


def with_list(text: str, key: str, values: Sequence[str]) -> str:
    """The text with questions (one a line), facts or villages (in brackets) set; lines of what stays stay as they are.

    `villages` of ('all',) is the word all.
    """
    _known(key, LISTS)
    document = _document(text)
    wanted = tuple(values)
    if key in document.fields and document.fields[key].texts() == wanted:
        return document.text
    if not wanted:
        changed = _with_value(document, key, " []")
    elif key == "questions":
        kept = [item.text if item.kind == "text" else None for item in _items(document, key)]
        lines = [(value, f"- {_scalar(value, _IN_BLOCK)}") for value in wanted]
        changed = _with_block(document, key, kept, lines)
    elif key == "villages" and wanted == ("all",):
        changed = _with_value(document, key, " all")
    else:
        changed = _with_value(document, key, f" [{', '.join(_scalar(value, _IN_FLOW) for value in wanted)}]")
    return _checked(changed, lambda after: after.fields[key].texts() == wanted)


def with_optional(text: str, key: str, values: Sequence[str]) -> str:
    """The text with season, role, language or version_of set; without a value its line goes, as if never said."""
    _known(key, OPTIONAL)
    document = _document(text)
    wanted = tuple(values)
    if (document.fields[key].texts() if key in document.fields else ()) == wanted:
        return document.text
    if not wanted:
        return _checked(_without(document, key), lambda after: key not in after.fields)
    if key == "season":
        written = f" [{', '.join(_scalar(value, _IN_FLOW, typed=True) for value in wanted)}]"
    else:
        written = _after_colon(_scalar(wanted[0], _AFTER_KEY))
    return _checked(_with_value(document, key, written), lambda after: after.fields[key].texts() == wanted)


def with_sources(text: str, sources: Sequence[Source]) -> str:
    """The text with its sources set, one a line in braces; lines of sources that stay are kept as they are."""
    document = _document(text)
    wanted = tuple(sources)
    now = draft_of(document).sources
    if "sources" in document.fields and now == wanted:
        return document.text
    if not wanted:
        changed = _with_value(document, "sources", " []")
    else:
        read = iter(now)
        kept = [next(read) if item.kind == "map" else None for item in _items(document, "sources")]
        changed = _with_block(document, "sources", kept, [(source, _source_line(source)) for source in wanted])
    return _checked(changed, lambda after: draft_of(after).sources == wanted)


def with_part(text: str, name: str, body: str) -> str:
    """The text with the body of a part (简答, 详解, 广播稿, 海报) set, without the empty lines around it.

    A line that begins with `## ` would begin a new part, so it becomes a heading of the next level, `### `.
    """
    _known(name, PARTS)
    document = _document(text)
    wanted = _body(body)
    part = document.part(name)
    if part is not None and part.text == wanted:
        return document.text
    lines = document.text.split("\n")
    new = wanted.split("\n") if wanted else []
    if part is None:
        _add_part(lines, document, name, new)
    else:
        following = document.parts[document.parts.index(part) + 1 :]
        end = following[0].line - 1 if following else len(lines)
        if part.text and new:
            lines[part.start - 1 : part.start + part.text.count("\n")] = new
        else:
            lines[part.line : end] = ["", *new, ""] if new else [""]
    return _checked("\n".join(lines), lambda after: after.body(name) == wanted)


def _add_part(lines: list[str], document: Document, name: str, new: Sequence[str]) -> None:
    """Put a part that is missing before those it comes before, else at the end."""
    later = [part.line - 1 for part in document.parts if part.name in PARTS[PARTS.index(name) + 1 :]]
    if not later:
        while lines and not lines[-1].strip():
            lines.pop()
    place = min(later, default=len(lines))
    before = [""] if lines[place - 1].strip() else []
    lines[place:place] = [*before, f"## {name}", "", *(new and [*new, ""])]


def _known(name: str, names: Sequence[str]) -> None:
    if name not in names:
        raise ValueError(f"{name} is none of {', '.join(names)}")


def _document(text: str) -> Document:
    document = read_document(text, "")
    if isinstance(document, Problem):
        raise Unwritable(document.message)
    return document


def _checked(text: str, holds: Callable[[Document], bool]) -> str:
    """The text if it reads back as asked; a front matter in a form never met here is not written to at all."""
    if not holds(_document(text)):
        raise Unwritable(_STRANGE)
    return text


def _items(document: Document, key: str) -> tuple[Value, ...]:
    return document.fields[key].items if key in document.fields else ()


def _body(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    full = [number for number, line in enumerate(lines) if line.strip()]
    return _HEADING.sub("### ", "\n".join(lines[full[0] : full[-1] + 1])) if full else ""


def _after_colon(scalar: str) -> str:
    return f" {scalar}" if scalar else ""


def _source_line(source: Source) -> str:
    day = source.in_force.isoformat() if source.in_force else ""
    pairs = (("title", source.title), ("number", source.number), ("article", source.article))
    written = [f"{key}: {_scalar(value, _IN_MAP) if value else ''}" for key, value in pairs]
    return f"- {{{', '.join([*written, f'in_force: {day}'])}}}"


def _scalar(value: str, around: str, *, typed: bool = False) -> str:
    """The value as YAML, plain where it reads back as itself, else in quotes."""
    if any(unicodedata.category(character) in ("Cs", "Zl", "Zp") or character in "\n\r\x85" for character in value):
        raise Unwritable("这里只能写一行，不能换行。")
    if value == "":
        return "" if around == _AFTER_KEY else "''"
    if (typed or _is_word(value)) and _reads_back(value, around):
        return value
    if _SINGLE_QUOTED.fullmatch(value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, value)) + '"'


def _is_word(value: str) -> bool:
    """True when any reader of YAML takes the plain value as text, not as a number, a day, yes or nothing."""
    resolver: Any = yaml.SafeLoader("")
    return bool(resolver.resolve(yaml.ScalarNode, value, (True, False)) == "tag:yaml.org,2002:str")


def _reads_back(value: str, around: str) -> bool:
    read = read_yaml(around.format(value), "")
    return not isinstance(read, Problem) and _leaves(read) == [value, *"z" * around.count("z")]


def _leaves(value: Value) -> list[str]:
    if value.kind == "text":
        return [value.text]
    return list(chain.from_iterable(map(_leaves, (*value.items, *value.entries.values()))))


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if _SINGLE_QUOTED.fullmatch(character) else f"\\u{ord(character):04x}"


def _head(document: Document) -> tuple[int, str]:
    """The front matter between its two lines, and where it begins in the text."""
    lines = document.text.split("\n")
    return len(lines[0]) + 1, "\n".join(lines[1 : document.body_line - 2]) + "\n"


def _places(head: str) -> dict[str, _Place]:
    root: Any = yaml.compose(head, Loader=Loader)
    places = {}
    if root.flow_style:
        raise Unwritable(_STRANGE)
    for key, node in root.value:
        begin = head.index(":", key.end_mark.index) + 1
        places[str(key.value)] = _Place(node, begin, max(begin, _end(node, head)))
    return places


def _end(node: Any, head: str) -> int:
    """Where a value ends: YAML counts comments and empty lines after a block as the block's, people do not."""
    children = [] if isinstance(node, yaml.ScalarNode) or node.flow_style else node.value
    if children:
        last = children[-1]
        return _end(last[1] if isinstance(last, tuple) else last, head)
    end = int(node.end_mark.index)
    return len(head[:end].rstrip()) if getattr(node, "style", None) in ("|", ">") else end


def _line_end(head: str, place: int) -> int:
    return head.index("\n", place)


def _with_value(document: Document, key: str, written: str) -> str:
    """The text with what stands after the key's colon replaced; a missing key comes after those it comes after."""
    offset, head = _head(document)
    places = _places(head)
    if key in places:
        begin, end = places[key].begin, places[key].end
    else:
        earlier = [places[known].end for known in ORDER[: ORDER.index(key)] if known in places]
        begin = end = _line_end(head, earlier[-1]) + 1 if earlier else 0
        written = f"{key}:{written}\n"
    return document.text[: offset + begin] + written + document.text[offset + end :]


def _without(document: Document, key: str) -> str:
    """The text without the lines of a key and its value."""
    offset, head = _head(document)
    place = _places(head)[key]
    begin, end = head.rfind("\n", 0, place.begin) + 1, _line_end(head, place.end) + 1
    return document.text[: offset + begin] + document.text[offset + end :]


def _with_block(document: Document, key: str, kept: Sequence[Any], lines: Sequence[tuple[Any, str]]) -> str:
    """The text with a list of one item a line; `kept` are the values of the lines there are, `lines` what is wanted."""
    offset, head = _head(document)
    place = _places(head).get(key)
    if place is None or not isinstance(place.node, yaml.SequenceNode) or place.node.flow_style:
        return _with_value(document, key, "".join(f"\n  {line}" for _, line in lines))
    begin = start = _line_end(head, place.begin) + 1
    old: list[tuple[Any, str]] = []
    for value, node in zip(kept, place.node.value, strict=True):
        # A comment above an item goes where the item goes.
        stop = _line_end(head, _end(node, head)) + 1
        old.append((value, head[start:stop]))
        start = stop
    indent = " " * int(place.node.start_mark.column)
    written = []
    for value, line in lines:
        found = next((number for number, (known, _) in enumerate(old) if known == value), None)
        written.append(f"{indent}{line}\n" if found is None else old.pop(found)[1])
    return document.text[: offset + begin] + "".join(written) + document.text[offset + start :]
