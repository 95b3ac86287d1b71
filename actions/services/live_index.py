"""The library as every process uses it: always the version in the database, rebuilt only where it changed."""

import threading
from dataclasses import dataclass

from content.index import Index
from sqlalchemy import Engine, select

from actions.db.engine import Sessions, read, read_connection
from actions.db.models import LibraryMeta
from actions.services import library
from content.load import parse_article
from content.model import Article


@dataclass(frozen=True)
class LiveArticle:
    """A published article with the number of its version."""

    article: Article
    number: int
    text: str


@dataclass(frozen=True)
class _State:
    version: int
    articles: dict[str, LiveArticle]
    index: Index | None


class LiveIndex:
    """Gives index, articles and version as of now; safe to use from many threads.

    Each use reads one number from the database. When it moved, one thread reads the articles that changed, parses
    those and swaps the new state in; the others wait for it, because an answer after a publication must be the new one.
    """

    def __init__(self, factory: Sessions) -> None:
        self._factory = factory
        bind = factory.kw["bind"]
        assert isinstance(bind, Engine)  # noqa: S101 - session_factory binds engines only
        self._engine = bind
        self._state = _State(-1, {}, None)
        self._lock = threading.Lock()

    def get(self) -> tuple[Index, dict[str, LiveArticle], int]:
        """The index over the published articles, those articles by id, and the library's version."""
        state = self._state
        if state.index is None or self._version() != state.version:
            state = self._refresh()
        assert state.index is not None  # noqa: S101 - _refresh builds it
        return state.index, state.articles, state.version

    def article(self, article_id: str) -> LiveArticle | None:
        """The published article of that id, or None."""
        return self.get()[1].get(article_id)

    def _version(self) -> int:
        with read_connection(self._engine) as connection:
            return connection.scalar(select(LibraryMeta.version).where(LibraryMeta.id == 1)) or 0

    def _refresh(self) -> _State:
        with self._lock:
            old = self._state
            with read(self._factory) as session:
                version = library.library_version(session)
                if old.index is not None and version == old.version:
                    return old
                changed = library.live_articles(session, old.version if old.index is not None else -1)
            articles = dict(old.articles)
            for row in changed:
                articles.pop(row.id, None)
                if row.state != "published":
                    continue
                article, _problems = parse_article(row.text, f"{row.id}.md")
                if article is not None:
                    articles[row.id] = LiveArticle(article, row.number, row.text)
            index = Index.build([articles[key].article for key in sorted(articles)], previous=old.index)
            self._state = _State(version, articles, index)
            return self._state
