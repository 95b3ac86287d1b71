"""Who may sign a text: the departments of its topic, for a danger those who know it, and never one of its authors."""

from sqlalchemy.orm import Session

from actions.errors import UserFacingError
from actions.services import library, reviewers
from actions.services.authorship import authors_of
from actions.services.library import StoredArticle
from actions.services.users import Account


def is_danger(session: Session, now: StoredArticle) -> bool:
    """Whether this text or the one villagers get is about something that can hurt somebody."""
    live = library.get_live(session, now.id)
    return any(library.parsed(one.text, now.id).danger for one in (now, live) if one is not None)


def must_sign(session: Session, by: Account, now: StoredArticle) -> str:
    """The department this account signs a text for, empty for an administrator of none; raises for who may not."""
    reviewers.must_review(session, by, now.topic)
    found = department(session, by, now)
    if not found and not by.may("admin"):
        raise UserFacingError("needs_safety", 403)
    return found


def department(session: Session, by: Account, now: StoredArticle) -> str:
    """The department this account signs a text for, empty when it signs for none."""
    return reviewers.department(session, by, now.topic, is_danger(session, now))


def must_be_another(session: Session, by: Account, now: StoredArticle) -> None:
    """Raise for who wrote on a text about a danger: somebody else must look at it."""
    if is_danger(session, now) and by.login in authors_of(session, now):
        raise UserFacingError("own_danger_article", 403)
