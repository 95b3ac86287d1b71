"""Which departments an account reviews and signs for: the register of topics says whose each topic is.

One of a topic's departments is enough. What can hurt somebody is signed by those who know the danger, where the topic
lists them.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from actions.db.engine import CONTENT_DIR
from actions.errors import UserFacingError
from actions.services import library
from actions.services.users import Account
from content.load import DEFAULT_ROOT
from content.model import Topic
from content.registers import Registers

SAFETY = ("安监", "医务")


def may_review(session: Session, by: Account, topic_id: str) -> bool:
    """Whether this account may review articles of a topic: somebody of its departments, or the administrator."""
    if not by.may("reviewer"):
        return False
    topic = _topics(session).get(topic_id)
    return by.may("admin") or any(name in by.departments for name in departments(topic))


def must_review(session: Session, by: Account, topic_id: str) -> None:
    """Raise for who may not review articles of a topic."""
    if not may_review(session, by, topic_id):
        raise UserFacingError("not_your_topic", 403)


def department(session: Session, by: Account, topic_id: str, danger: bool) -> str:
    """The department of this account that signs for a topic's articles, about a danger or not; empty when none does."""
    topic = _topics(session).get(topic_id)
    return next((name for name in signing(topic, danger) if name in by.departments), "")


def signs_for(session: Session, by: Account) -> frozenset[tuple[str, bool]]:
    """What this account signs, by topic and danger; an administrator of no department signs nothing."""
    if not by.may("reviewer"):
        return frozenset()
    topics = _topics(session).values()
    return frozenset(
        (topic.id, danger)
        for topic in topics
        for danger in (False, True)
        if set(signing(topic, danger)) & set(by.departments)
    )


def departments(topic: Topic | None) -> tuple[str, ...]:
    """All departments that look at a topic, the first one responsible."""
    return (topic.department, *topic.also) if topic is not None else ()


def signing(topic: Topic | None, danger: bool) -> tuple[str, ...]:
    """The departments of which any one signs: of a danger only those who know it, where the topic lists any."""
    named = departments(topic)
    return (tuple(name for name in named if name in SAFETY) if danger else ()) or named


def _topics(session: Session) -> Mapping[str, Topic]:
    # Without the articles that are there: to list thousands takes longer than all else a signature needs.
    return library.registers_in_files(session.info.get(CONTENT_DIR) or DEFAULT_ROOT).topics


def registers(session: Session) -> Registers:
    """The registers articles are checked against."""
    return library.registers_of(session, session.info.get(CONTENT_DIR) or DEFAULT_ROOT)
