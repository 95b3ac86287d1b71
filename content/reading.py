"""A Markdown text as the sentences people read: its marks are gone, what they mean stands in words and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from content.render import BOXES, parsed

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_BULLET = "• "
_WIDE = "\u2e7f"


def sentences(text: str) -> list[str]:
    """The sentences of a plain text, each trimmed."""
    return [found.group(0).strip() for found in _SENTENCE.finditer(text) if found.group(0).strip()]


def read_sentences(markdown: str) -> list[str]:
    """The sentences of a Markdown text as a page shows it: 【a heading】, • a point, □ one to tick off, a row whole."""
    found: list[str] = []
    for text, whole in _blocks(parsed(markdown)):
        found += [text.replace("\n", " ")] if whole else sentences(text)
    return found


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """What stands together, and whether it is one piece: a row of a table cut at its stops would belong to no row."""
    lists: list[int] = []
    marker, heading, cells, head = "", False, [], []  # type: str, bool, list[str], list[str]
    for place, token in enumerate(tokens):
        match token.type:
            case "bullet_list_open":
                lists.append(0)
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                marker = f"{lists[-1]}. " if lists[-1] else _BULLET
                lists[-1] += bool(lists[-1])
            case "fence" | "code_block" | "html_block":
                yield token.content, False
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline" if tokens[place - 1].type in ("th_open", "td_open"):
                cells.append(_plain(token.children or ()))
            case "inline":
                text = _plain(token.children or ())
                boxed = marker == _BULLET and text.startswith(BOXES)
                yield f"【{text}】" if heading else ("" if boxed else marker) + text, heading
                marker = ""
            case "tr_close":
                if any(cells):
                    yield _row(head, cells), True
                head, cells = head or cells, []
            case "table_close":
                head, cells = [], []


def _row(head: Sequence[str], cells: Sequence[str]) -> str:
    """A row with the names of its columns; the head itself is one line of its own."""
    if not head:
        return "｜".join(cells)
    return "；".join(f"{name}：{cell}" if name else cell for name, cell in zip(head, cells, strict=False) if cell)


def _plain(tokens: Sequence[Token]) -> str:
    text, target = "", ""
    for place, token in enumerate(tokens):
        match token.type:
            case "softbreak":
                after = next((one.content for one in tokens[place + 1 :] if one.content), "")
                text += "" if max(text[-1:], after[:1]) > _WIDE else " "
            case "hardbreak":
                text += "\n"
            case "image":
                text += f"![{token.content}]({token.attrGet('src')})"
            case "link_open":
                target = str(token.attrGet("href") or "")
            case "link_close":
                # Where it leads is part of what is signed.
                text += "" if not target or text.endswith(target.removeprefix("tel:")) else f"（{target}）"
            case _:
                text += token.content
    return text
