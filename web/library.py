"""The published articles as pages and API show them; an article is parsed once per version."""

import threading
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from actions.errors import UserFacingError
from actions.services import library
from content.load import parse_article
from content.model import Article
from web.words import words


@dataclass(frozen=True)
class Published:
    """A published article with the number of its version."""

    article: Article
    version: int


def published(session: Session, article_id: str) -> Published | None:
    """The article of that id when it is published for everybody; what is for stewards is read at the console."""
    stored = library.get_live(session, article_id)
    if stored is None:
        return None
    article = _parsed(stored.id, stored.checksum, stored.text)
    return Published(article, stored.number) if article and article.is_public else None


def readable(session: Session, article_id: str, day: date) -> Published:
    """The published article as it may be read on a day; raises UserFacingError where there is none or not on that day.

    Codes on posters outlive what they lead to: whoever scans an old one is told so, and reads nothing that is over.
    """
    found = published(session, article_id)
    if found is None:
        raise UserFacingError("article_not_found", 404)
    if found.article.is_valid_on(day):
        return found
    over = found.article.valid_until is not None and found.article.valid_until < day
    raise UserFacingError(*(("article_over", 410) if over else ("article_early", 404)))


def all_published(session: Session, day: date) -> list[Published]:
    """Every article that everybody may read on a day, by topic and title."""
    found = []
    for stored in library.list_live(session):
        article = _parsed(stored.id, stored.checksum, stored.text)
        if article is not None and article.is_public and article.is_valid_on(day):
            found.append(Published(article, stored.number))
    return found


def parsed(stored: library.StoredArticle) -> Article | None:
    """The article of a stored text."""
    return _parsed(stored.id, stored.checksum, stored.text)


def hotlines(article: Article) -> list[tuple[str, str]]:
    """The numbers a danger article names in its short answer with what they are for, in the order it names them."""
    text = article.short if article.danger else ""
    named = [pair for pair in _numbers().items() if pair[0] in text]
    return sorted(named, key=lambda pair: text.index(pair[0]))


def hotlines_on_paper(article: Article) -> list[tuple[str, str]]:
    """The same for what has no button to ring: never without a number, 95598 when it names none."""
    return hotlines(article) or [("95598", _numbers()["95598"])]


def _numbers() -> dict[str, str]:
    names: dict[str, str] = words()["chat"]["dial_names"]
    return names


class Versions:
    """Which articles have versions in other languages; looked up anew when the library's version moves."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._known: tuple[int, dict[str, tuple[Article, ...]]] = (-1, {})

    def of(self, session: Session, article_id: str, day: date) -> tuple[Article, ...]:
        """The published versions of an article that are valid on a day, in the order of the languages' codes."""
        now = library.library_version(session)
        with self._lock:
            if self._known[0] != now:
                self._known = (now, _versions(session))
            return tuple(one for one in self._known[1].get(article_id, ()) if one.is_valid_on(day))


def _versions(session: Session) -> dict[str, tuple[Article, ...]]:
    found: dict[str, list[Article]] = {}
    for stored in library.list_live(session, having="version_of"):
        article = parsed(stored)
        if article is not None and article.is_public and article.version_of:
            found.setdefault(article.version_of, []).append(article)
    return {key: tuple(sorted(several, key=lambda one: (one.language, one.id))) for key, several in found.items()}


def is_sample(stored: library.StoredArticle) -> bool:
    """Whether nobody has signed this text yet."""
    article = _parsed(stored.id, stored.checksum, stored.text)
    return article is None or article.sample


@lru_cache(maxsize=2048)
def _parsed(article_id: str, _checksum: str, text: str) -> Article | None:
    return parse_article(text, f"{article_id}.md")[0]
