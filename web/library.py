"""The published articles as pages and API show them; an article is parsed once per version."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.orm import Session

from actions.services import library
from content.load import parse_article
from content.model import Article


@dataclass(frozen=True)
class Published:
    """A published article with the number of its version."""

    article: Article
    version: int


def published(session: Session, article_id: str) -> Published | None:
    """The article of that id when it is published."""
    stored = library.get_live(session, article_id)
    if stored is None:
        return None
    article = _parsed(stored.id, stored.checksum, stored.text)
    return Published(article, stored.number) if article else None


def all_published(session: Session) -> list[Published]:
    """Every published article, by topic and title."""
    found = []
    for stored in library.list_live(session):
        article = _parsed(stored.id, stored.checksum, stored.text)
        if article is not None:
            found.append(Published(article, stored.number))
    return found


def is_sample(stored: library.StoredArticle) -> bool:
    """Whether nobody has signed this text yet."""
    article = _parsed(stored.id, stored.checksum, stored.text)
    return article is None or article.sample


@lru_cache(maxsize=2048)
def _parsed(article_id: str, _checksum: str, text: str) -> Article | None:
    return parse_article(text, f"{article_id}.md")[0]
