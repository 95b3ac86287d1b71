"""Markdown as blocks to be set on paper: headings, paragraphs, points of lists, and tables row by row."""

from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from content.render import BOXES, parsed

Kind = Literal["heading", "text", "item", "quote", "rule", "title", "chapter", "version", "part", "event", "small"]


@dataclass(frozen=True)
class Span:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Block:
    """What is set together; `marker` stands before a point of a list, `depth` is how deep the list lies in others."""

    kind: Kind
    spans: tuple[Span, ...]
    marker: str = ""
    depth: int = 0


def plain(text: str, kind: Kind = "text", bold: bool = False) -> Block:
    """A block of one text."""
    return Block(kind, (Span(text, bold),))


def blocks_of(markdown: str) -> list[Block]:
    """The blocks of a text as pages read it, every word of it; markup that pages show as text stays text."""
    tokens = parsed(markdown)
    found: list[Block] = []
    lists: list[list[int]] = []  # of each open list the number of its next point, 0 where it has none
    marker, quotes, place = "", 0, 0
    while place < len(tokens):
        token = tokens[place]
        match token.type:
            case "bullet_list_open":
                lists.append([0])
            case "ordered_list_open":
                lists.append([int(token.attrGet("start") or 1)])
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                marker = f"{lists[-1][0]}." if lists[-1][0] else "•"
                lists[-1][0] += bool(lists[-1][0])
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "hr":
                found.append(Block("rule", ()))
            case "fence" | "code_block" | "html_block":
                found.append(plain(token.content.rstrip("\n")))
            case "table_open":
                place = _table(tokens, place, found)
            case "inline":
                heading = tokens[place - 1].type == "heading_open"
                kind: Kind = "heading" if heading else "item" if lists else "quote" if quotes else "text"
                spans = _spans(token, heading)
                if marker == "•" and spans and spans[0].text.startswith(BOXES):
                    # A box to tick off stands where the bullet would.
                    marker = spans[0].text[0]
                    spans = (Span(spans[0].text[1:].lstrip(), spans[0].bold), *spans[1:])
                found.append(Block(kind, spans, marker, max(len(lists) - 1, 0)))
                marker = ""
        place += 1
    return found


def _table(tokens: list[Token], place: int, found: list[Block]) -> int:
    """Each row as a paragraph, the first cell in bold, every cell on its line behind its column's name."""
    head: list[str] = []
    row: list[tuple[Span, ...]] = []
    rows = 0
    while tokens[place].type != "table_close":
        if tokens[place].type == "inline":
            if tokens[place - 1].type == "th_open":
                head.append("".join(span.text for span in _spans(tokens[place])))
            else:
                row.append(_spans(tokens[place], bold=not row))
        elif tokens[place].type == "tr_close" and row:
            spans: list[Span] = []
            for number, (name, cell) in enumerate(zip(head, row, strict=False)):
                before = ("\n" if number else "") + (f"{name}：" if name else "")
                spans += [Span(before, bold=not number), *cell]
            found.append(Block("text", tuple(spans)))
            row, rows = [], rows + 1
        place += 1
    if not rows:
        found.append(plain("、".join(name for name in head if name)))
    return place


def _spans(inline: Token, bold: bool = False) -> tuple[Span, ...]:
    spans: list[Span] = []
    weight, link = 0, ""
    for token in inline.children or []:
        text = token.content
        match token.type:
            case "strong_open":
                weight += 1
            case "strong_close":
                weight -= 1
            case "link_open":
                link = str(token.attrGet("href") or "")
            case "link_close":
                # On paper nobody can press a link: where it leads stands behind it.
                before = "".join(span.text for span in spans)
                if link and not before.endswith(link.removeprefix("tel:")):
                    spans.append(Span(f"（{link}）", bold or weight > 0))
            case "softbreak" | "hardbreak":
                text = "\n" if token.type == "hardbreak" else "\0"
        if text:
            spans.append(Span(text, bold or weight > 0))
    return _joined(spans)


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Neighbours of one weight as one; a line of the source goes on without a gap where Chinese stands beside it."""
    whole = "".join(span.text for span in spans)
    found: list[Span] = []
    place = 0
    for span in spans:
        text = ""
        for char in span.text:
            if char == "\0":
                around = whole[max(place - 1, 0) : place] + whole[place + 1 : place + 2]
                char = "" if any(one > "\u2e7f" for one in around) else " "
            text += char
            place += 1
        if found and found[-1].bold == span.bold:
            found[-1] = Span(found[-1].text + text, span.bold)
        elif text:
            found.append(Span(text, span.bold))
    return tuple(found)
