"""An article in the forms people meet it: chat, page, poster, loudspeaker."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from content.model import Article, Source

SAMPLE_NOTE = "样稿，待本单位审定"
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "h3", "h4", "h5", "blockquote", "br", "hr", "a"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "code"}


def chat_text(article: Article) -> str:
    """The 简答 word for word, and below it, while nobody has signed, that it is a sample."""
    return f"{article.short}\n\n{SAMPLE_NOTE}" if article.sample else article.short


def broadcast_text(article: Article) -> str:
    """The 广播稿 word for word."""
    return article.broadcast


def poster_line(article: Article) -> str:
    """The one line of the printed poster."""
    return article.poster


def page_html(article: Article) -> str:
    """The article's page body as safe HTML: title, sample note, 简答, 详解, sources."""
    note = f'<p class="sample">{SAMPLE_NOTE}</p>\n' if article.sample else ""
    sources = "".join(f"<li>{escape(source_line(source))}</li>\n" for source in article.sources)
    basis = f'<section class="sources">\n<h2>依据</h2>\n<ul>\n{sources}</ul>\n</section>\n' if sources else ""
    return (
        f"<h1>{escape(article.title)}</h1>\n{note}"
        f'<p class="short">{escape(article.short)}</p>\n'
        f'<section class="detail">\n{detail_html(article.detail)}</section>\n{basis}'
    )


def detail_html(markdown: str) -> str:
    """Markdown as HTML in which nothing can run: raw HTML stays text, only http, https and relative links remain."""
    return nh3.clean(
        _markdown().render(markdown),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "tel"},
        link_rel="noopener noreferrer",
    )


def parsed(markdown: str) -> list[Token]:
    """The tokens of a Markdown text as pages read it."""
    return _markdown().parse(markdown)


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
    return MarkdownIt("commonmark", {"html": False}).enable("table")
