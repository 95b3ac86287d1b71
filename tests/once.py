"""What is the same in each of the hundreds of apps that tests open is made once: the starter library, the handlers."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sanic.mixins.routes import RouteMixin

import content.index
import content.likeness
from content.load import DEFAULT_ROOT, Library, library_in_use, parse_article
from content.model import Article, Problem
from content.normalize import Terms

TLS = ssl.create_default_context()
"""For clients of httpx: a tenth of a second to read the certificates, which nobody here needs."""


@contextmanager
def library_read_once() -> Iterator[None]:
    """While it lasts, what was made of a text serves the very same text again; other folders are read each time."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("web.context", "actions.chat.context"):
            patch.setattr(f"{module}.library_in_use", _in_use)
        patch.setattr("actions.services.live_index.parse_article", _parsed)
        for made_by in (content.index, content.likeness):
            patch.setattr(made_by, "_entry", _kept(made_by._entry))
        yield


@contextmanager
def handlers_read_once() -> Iterator[None]:
    """Sanic parses every handler's source for each app, half a second; here are hundreds of apps with the same."""
    look = RouteMixin._determine_error_format
    known: dict[Any, str] = {}

    def kept(mixin: RouteMixin, handler: Any) -> str:
        if handler not in known:
            known[handler] = look(mixin, handler)
        return known[handler]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RouteMixin, "_determine_error_format", kept)
        yield


@cache
def _parsed(text: str, name: str) -> tuple[Article | None, list[Problem]]:
    return parse_article(text, name)


@cache
def _starter() -> Library:
    return library_in_use(DEFAULT_ROOT)


def _in_use(root: Path = DEFAULT_ROOT) -> Library:
    return _starter() if root.resolve() == DEFAULT_ROOT.resolve() else library_in_use(root)


def _kept(make: Callable[[Article, Terms, Any], Any]) -> Callable[[Article, Terms, Any], Any]:
    made: dict[tuple[object, ...], tuple[Terms, Any]] = {}

    def entry(article: Article, terms: Terms, known: Any) -> Any:
        if known is not None:
            return make(article, terms, known)
        said = (article.title, article.questions, article.short, article.poster, article.detail)
        # The lexicon is kept with what was made by it: another one never has the same id.
        key = (article.id, article.checksum, said, id(terms))
        if key not in made:
            made[key] = (terms, make(article, terms, None))
        _terms, found = made[key]
        return found if found.article == article else replace(found, article=article)

    return entry
