"""Which departments an account reviews and signs for: the register of topics says whose each topic is."""

from sqlalchemy.orm import Session

from actions.db.engine import CONTENT_DIR
from actions.errors import UserFacingError
from actions.services import library
from actions.services.users import Account
from content.load import DEFAULT_ROOT
from content.model import Topic
from content.registers import Registers


def may_review(session: Session, by: Account, topic_id: str) -> bool:
    """Whether this account may approve articles of a topic: somebody of its departments, or the administrator."""
    if not by.may("reviewer"):
        return False
    topic = registers(session).topics.get(topic_id)
    return by.may("admin") or any(name in by.departments for name in _departments(topic))


def must_review(session: Session, by: Account, topic_id: str) -> str:
    """The department this account signs for, empty for an administrator of none; raises for who may not review."""
    if not may_review(session, by, topic_id):
        raise UserFacingError("not_your_topic", 403)
    return department(session, by, topic_id)


def department(session: Session, by: Account, topic_id: str) -> str:
    """The department of this account that signs for a topic, empty when none does."""
    topic = registers(session).topics.get(topic_id)
    return next((name for name in _departments(topic) if name in by.departments), "")


def signs_for(session: Session, by: Account) -> tuple[str, ...]:
    """The topics for whose departments this account signs; an administrator of no department signs for none."""
    if not by.may("reviewer"):
        return ()
    return tuple(topic_id for topic_id in registers(session).topics if department(session, by, topic_id))


def registers(session: Session) -> Registers:
    """The registers articles are checked against."""
    return library.registers_of(session, session.info.get(CONTENT_DIR) or DEFAULT_ROOT)


def _departments(topic: Topic | None) -> tuple[str, ...]:
    return (topic.department, *topic.also) if topic is not None else ()
