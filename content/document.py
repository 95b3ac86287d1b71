"""Reading one Markdown document with YAML front matter so that every value still knows its line."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from content.model import Problem

MAX_BYTES = 64_000
MAX_REGISTER_BYTES = 1_000_000
MAX_DEPTH = 6
MAX_EVENTS = 3_000
PARTS = ("简答", "详解", "广播稿", "海报")

# The C loader is ten times faster and always there in the wheels of PyYAML; the Python one gives the same nodes.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Value:
    """A scalar (text), list or mapping of the front matter with the line on which it starts."""

    line: int
    text: str = ""
    items: tuple[Value, ...] = ()
    entries: Mapping[str, Value] = field(default_factory=dict)
    kind: str = "text"

    def get(self, key: str) -> Value:
        """The value under a key of a mapping, an empty text where there is none."""
        return self.entries.get(key, Value(self.line))

    def texts(self) -> tuple[str, ...]:
        """The texts of a list; a single text counts as a list of one, an empty one as none."""
        if self.kind == "text":
            return (self.text,) if self.text else ()
        return tuple(item.text for item in self.items if item.kind == "text")


@dataclass(frozen=True)
class Part:
    """One `## heading` and what stands below it; `line` is the heading's, `start` the first line of the text."""

    name: str
    line: int
    start: int
    text: str


@dataclass(frozen=True)
class Document:
    """The raw document: front matter in its order, parts in their order, every line counted from 1."""

    path: str
    text: str
    fields: Mapping[str, Value]
    parts: tuple[Part, ...]
    doubled: tuple[tuple[str, int], ...] = ()
    body_line: int = 1
    stray_line: int = 0

    def line_of(self, key: str) -> int:
        """The line of a front-matter key, or 1 when the key is not there."""
        return self.fields[key].line if key in self.fields else 1

    def scalar(self, key: str) -> str:
        """The text of a key, empty when the key is missing or is not a plain value."""
        value = self.fields.get(key)
        return value.text.strip() if value is not None and value.kind == "text" else ""

    def part(self, name: str) -> Part | None:
        """The first part of that name."""
        return next((part for part in self.parts if part.name == name), None)

    def body(self, name: str) -> str:
        """The text of a part, empty when it is missing."""
        part = self.part(name)
        return part.text if part else ""


def shown_path(path: Path, root: Path) -> str:
    """The path as problems show it: from the content folder on, or as it is when it lies elsewhere."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def read_text(path: Path, shown: str, max_bytes: int = MAX_REGISTER_BYTES) -> str | Problem:
    """The file as text with Unix line ends, or the problem that stands in the way."""
    try:
        if path.stat().st_size > max_bytes:
            return Problem(shown, 1, "too-big", f"文件不能超过 {max_bytes // 1000} KB。")
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return Problem(shown, 1, "encoding", "文件必须存成 UTF-8 编码；在编辑器里“另存为”时选 UTF-8。")
    except OSError as error:
        return Problem(shown, 1, "unreadable", f"读不了这个文件：{trouble_of(error)}。")


def trouble_of(error: OSError) -> str:
    """Why the system refuses a file, in Chinese."""
    return _TROUBLES.get(error.errno or 0, "系统不让读写，可能是磁盘或者网络盘出了问题")


_TROUBLES = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个盘是只读的",
    errno.EISDIR: "它是一个文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EEXIST: "已经有同名的文件或者文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘满了",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "链接绕成了圈",
}


def read_yaml(
    text: str, path: str, first_line: int = 1, max_events: int = MAX_EVENTS, anchors: bool = False
) -> Value | Problem:
    """YAML as values with lines; deep nesting, great numbers of nodes and, unless allowed, anchors are refused."""
    try:
        depth = 0
        for count, event in enumerate(yaml.parse(text, Loader=Loader)):
            mark: Any = event.start_mark
            line = mark.line + first_line
            if not anchors and (isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)):
                return Problem(path, line, "yaml", "开头信息里不能用 & 和 * 引用，请把内容直接写出来。")
            if getattr(event, "tag", None):
                return Problem(path, line, "yaml", "开头信息里不能用 ! 开头的标记；文字里要用叹号，请加引号。")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH or count > max_events:
                return Problem(path, line, "yaml", "开头信息嵌套太深或者太多，请照样例的写法来。")
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = getattr(place, "line", 0) + first_line
        return Problem(path, line, "yaml", "开头信息不是正确的 YAML：看看冒号后有没有空格、引号和括号是不是成对。")
    if not isinstance(node, yaml.MappingNode):
        return Problem(path, first_line, "yaml", "开头信息要写成“名称: 内容”，一行一个。")
    return _value(node, first_line)


def read_document(text: str, path: str) -> Document | Problem:
    """The document, or the one problem that makes it unreadable."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return Problem(path, 1, "too-big", f"文件不能超过 {MAX_BYTES // 1000} KB。")
    if "\x00" in text:
        return Problem(path, 1, "encoding", "文件里有看不见的控制字符，请用纯文本重新保存。")
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != "---":
        return Problem(path, 1, "no-front-matter", "第一行必须是 ---，下面写开头信息。")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        return Problem(path, 1, "no-front-matter", "开头信息后面必须有一行 --- 结束。")
    head = read_yaml("\n".join(lines[1:end]) + "\n", path, first_line=2)
    if isinstance(head, Problem):
        return head
    parts, stray = _parts(lines, end + 1)
    return Document(path, "\n".join(lines), head.entries, parts, _doubled(lines[1:end]), end + 2, stray)


def _value(node: yaml.Node, first_line: int) -> Value:
    line = node.start_mark.line + first_line
    if isinstance(node, yaml.MappingNode):
        # A key's own line is where people look, not the line on which its list starts.
        entries = {
            str(key.value): replace(_value(value, first_line), line=key.start_mark.line + first_line)
            for key, value in node.value
        }
        return Value(line, entries=entries, kind="map")
    if isinstance(node, yaml.SequenceNode):
        return Value(line, items=tuple(_value(item, first_line) for item in node.value), kind="list")
    plain_null = node.value in ("~", "null") and getattr(node, "style", None) is None
    return Value(line, text="" if plain_null else str(node.value))


def _doubled(lines: list[str]) -> tuple[tuple[str, int], ...]:
    seen: set[str] = set()
    found: list[tuple[str, int]] = []
    for number, line in enumerate(lines, 2):
        key, colon, _ = line.partition(":")
        if not colon or not key or not key[0].isalpha() or not key.isascii():
            continue
        if key in seen:
            found.append((key, number))
        seen.add(key)
    return tuple(found)


def _parts(lines: list[str], start: int) -> tuple[tuple[Part, ...], int]:
    heads = [number for number in range(start, len(lines)) if lines[number].startswith("## ")]
    first = heads[0] if heads else len(lines)
    stray = next((number + 1 for number in range(start, first) if lines[number].strip()), 0)
    parts = []
    for here, after in zip(heads, [*heads[1:], len(lines)], strict=False):
        below = [number for number in range(here + 1, after) if lines[number].strip()]
        begin = below[0] if below else here
        body = "\n".join(lines[begin : below[-1] + 1]) if below else ""
        parts.append(Part(lines[here][3:].strip(), here + 1, begin + 1, body))
    return tuple(parts), stray
