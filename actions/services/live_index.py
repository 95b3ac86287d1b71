"""The library as every process uses it: always the version in the database, rebuilt only where it changed."""

import gc
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine, select

from actions.db.engine import Sessions, read, read_connection
from actions.db.models import LibraryMeta
from actions.services import library
from actions.services.learning import learnt
from content.classifier import Classifier
from content.index import Index
from content.load import parse_article
from content.model import Article
from content.vectors import VectorStore

# From so many articles on, a look of the garbage collector through all of them takes a quarter of a second.
_MANY = 1_000


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
    learnt_at: int = 0


class LiveIndex:
    """Gives index, articles and version as of now; safe to use from many threads.

    Each use reads one number from the database. When it moved, one thread reads the articles that changed, parses
    those and swaps the new state in; the others wait for it, because an answer after a publication must be the new one.

    With a vector store, wordings that have no vector yet get one in the background: nobody waits for the model. With
    the file of what this installation has learnt, that is used from the moment it is there.
    """

    def __init__(self, factory: Sessions, vectors: VectorStore | None = None, learnt: Path | None = None) -> None:
        self._factory = factory
        self._vectors = vectors
        self._learnt = learnt
        self._filling = threading.Lock()
        bind = factory.kw["bind"]
        assert isinstance(bind, Engine)  # noqa: S101 - session_factory binds engines only
        self._engine = bind
        self._state = _State(-1, {}, None)
        self._lock = threading.Lock()

    def get(self) -> tuple[Index, dict[str, LiveArticle], int]:
        """The index over the published articles, those articles by id, and the library's version."""
        state = self._state
        if state.index is None or self._version() != state.version or self._learnt_at() != state.learnt_at:
            state = self._refresh()
        assert state.index is not None  # noqa: S101 - _refresh builds it
        return state.index, state.articles, state.version

    def article(self, article_id: str) -> LiveArticle | None:
        """The published article of that id, or None."""
        return self.get()[1].get(article_id)

    def _version(self) -> int:
        with read_connection(self._engine) as connection:
            return connection.scalar(select(LibraryMeta.version).where(LibraryMeta.id == 1)) or 0

    def _learnt_at(self) -> int:
        try:
            return self._learnt.stat().st_mtime_ns if self._learnt else 0
        except OSError:
            return 0

    def _refresh(self) -> _State:
        with self._lock:
            old = self._state
            learnt_at = self._learnt_at()
            with read(self._factory) as session:
                version = library.library_version(session)
                if old.index is not None and version == old.version and learnt_at == old.learnt_at:
                    return old
                since = old.version if old.index is not None else -1
                changed, gone = library.changed_articles(session, since)
            articles = {key: article for key, article in old.articles.items() if key not in gone}
            for row in changed:
                articles.pop(row.id, None)
                article, _problems = parse_article(row.text, f"{row.id}.md")
                if article is not None:
                    articles[row.id] = LiveArticle(article, row.number, row.text)
            fresh = learnt_at != old.learnt_at or (old.index is None and self._learnt)
            classifier = learnt(self._learnt) if fresh and self._learnt else None
            self._state = _State(version, articles, self._build(articles, old.index, classifier), learnt_at)
            if old.index is None:
                settle(len(articles))
        self._fill_vectors()
        return self._state

    def _build(
        self, articles: dict[str, LiveArticle], previous: Index | None, classifier: Classifier | None = None
    ) -> Index:
        live = [articles[key].article for key in sorted(articles)]
        return Index.build(live, previous=previous, vectors=self._vectors, classifier=classifier)

    def _fill_vectors(self) -> None:
        index, vectors = self._state.index, self._vectors
        if index is None or vectors is None or not vectors.missing(index.lacking()):
            return
        if self._filling.acquire(blocking=False):
            threading.Thread(target=self._fill, args=(vectors,), name="library-vectors", daemon=True).start()

    def _fill(self, vectors: VectorStore) -> None:
        try:
            while True:
                state = self._state
                if state.index is None or not vectors.fill(state.index.lacking()):
                    return
                with self._lock:
                    now = self._state
                    self._state = replace(now, index=self._build(now.articles, now.index))
        finally:
            self._filling.release()


def settle(articles: int) -> None:
    """Spare the garbage collector what was read of a big library just now; whatever is dropped of it still goes."""
    if articles >= _MANY:
        gc.freeze()
