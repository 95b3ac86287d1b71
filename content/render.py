"""An article in the forms people meet it: chat, page, poster, loudspeaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

from content.media import FOLDER, Sizes, kind_of, name_in
from content.model import Article, Source

SAMPLE_NOTE = "样稿，待本单位审定"
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "h3", "h4", "h5", "blockquote", "br", "hr", "a"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "code", "img", "audio", "video", "small"}
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "li": {"class"},
    "img": {"src", "alt", "width", "height", "loading"},
    "audio": {"src", "controls", "preload"},
    "video": {"src", "controls", "preload", "playsinline", "width", "height"},
}
_OURS = f"/{FOLDER}/"
# The plugin's name for a point to tick off; it has its box and needs no bullet before it.
_TO_DO = "task-list-item"
BOXES = ("□", "☑")


def chat_text(article: Article) -> str:
    """The 简答 word for word, and below it, while nobody has signed, that it is a sample."""
    return f"{article.short}\n\n{SAMPLE_NOTE}" if article.sample else article.short


def broadcast_text(article: Article) -> str:
    """The 广播稿 word for word."""
    return article.broadcast


def poster_line(article: Article) -> str:
    """The one line of the printed poster."""
    return article.poster


def page_html(article: Article, sizes: Sizes | None = None) -> str:
    """The article's page body as safe HTML: title, sample note, 简答, 详解, sources."""
    note = f'<p class="sample">{SAMPLE_NOTE}</p>\n' if article.sample else ""
    sources = "".join(f"<li>{escape(source_line(source))}</li>\n" for source in article.sources)
    basis = f'<section class="sources">\n<h2>依据</h2>\n<ul>\n{sources}</ul>\n</section>\n' if sources else ""
    return (
        f"<h1>{escape(article.title)}</h1>\n{note}"
        f'<p class="short">{escape(article.short)}</p>\n'
        f'<section class="detail">\n{detail_html(article.detail, sizes)}</section>\n{basis}'
    )


def detail_html(markdown: str, sizes: Sizes | None = None) -> str:
    """Markdown as HTML in which nothing can run: raw HTML stays text, only http, https and relative links remain.

    Of pictures, sound and video only media of our own are shown, with the room they take where `sizes` knows it.
    """
    return nh3.clean(
        _markdown().render(markdown, {_SIZES: sizes or {}}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_ours,
        url_schemes={"http", "https", "tel"},
        link_rel="noopener noreferrer",
    )


def parsed(markdown: str) -> list[Token]:
    """The tokens of a Markdown text as pages read it."""
    return _markdown().parse(markdown)


def media_in(markdown: str) -> list[tuple[int, str, str]]:
    """The media a text shows: the line each stands on, counted from 0, what is said of it, and its name."""
    return [(line, said, name_in(target)) for line, said, target in images_in(markdown) if name_in(target)]


def images_in(markdown: str) -> list[tuple[int, str, str]]:
    """All images a text asks for, ours or not: the line of each, counted from 0, what is said of it, its target."""
    found = []
    for block in parsed(markdown) if "![" in markdown else ():
        line = block.map[0] if block.map else 0
        for token, passed in _images(block.children or ()):
            found.append((line + passed, token.content, str(token.attrs.get("src", ""))))
    return found


def source_line(source: Source) -> str:
    """A source as people read it: 《名称》（文号）第几条，某日起施行."""
    title = source.title if source.title.startswith("《") else f"《{source.title}》"
    parts = [title + (f"（{source.number}）" if source.number else "") + source.article]
    if source.in_force:
        day = source.in_force
        parts.append(f"{day.year}年{day.month}月{day.day}日起施行")
    return "，".join(parts)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").use(tasklists_plugin)
    reader.core.ruler.after("github-tasklists", "boxes", _as_signs)
    reader.add_render_rule("image", _medium_html)
    return reader


def _as_signs(state: StateCore) -> None:
    """The boxes of a list to tick off as signs: nothing can be ticked on a page, and on paper somebody has a pen."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "html_inline":  # raw HTML is off, so that only the plugin's boxes are
                child.type, child.content = "text", BOXES["checked" in child.content]


_SIZES = "sizes"


def _images(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """The images among the tokens of a block, each with the lines that end before it."""
    passed = 0
    for token in tokens:
        passed += token.type in ("softbreak", "hardbreak")
        if token.type == "image":
            yield token, passed


def _medium_html(writer: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """A medium where it stands in the line: whatever it stands in, a list or a table, stays whole."""
    token = tokens[place]
    said = writer.renderInlineAsText(token.children, options, env)
    target = str(token.attrs.get("src", ""))
    name = name_in(target)
    if not name:
        return escape(f"![{said}]({target})")
    width, height = env[_SIZES].get(name, (0, 0))
    room = f' width="{width}" height="{height}"' if width and height else ""
    source, words = f'src="{_OURS}{name}"', escape(said)
    match kind_of(name):
        case "picture":
            return f'<img {source} alt="{words}"{room} loading="lazy">'
        case "sound":
            return f'<audio {source} controls preload="none"></audio><small>{words}</small>'
        case "video":
            return f'<video {source} controls preload="none" playsinline{room}></video><small>{words}</small>'


def _only_ours(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return value if value == _TO_DO else None
    return value if attribute != "src" or value.startswith(_OURS) else None
