"""People and the ways we know them by: kept apart, found by a blind index, merged when two turn out to be one."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.db.models import (
    AnswerRating,
    BookingRow,
    Conversation,
    EmergencyAlert,
    FraudSighting,
    Handoff,
    Identity,
    InboxMessage,
    LessonAnswer,
    LessonEnrolment,
    OutboxMessage,
    Person,
    RefusedQuestion,
    ReportRow,
    Subscription,
)
from actions.db.rows import insert_missing
from actions.db.types import vault_of
from actions.errors import UserFacingError


def find_or_create(session: Session, kind: str, value: str) -> int:
    """The person known by this identity (kind such as `web` or `phone`); a new person when nobody is."""
    index = vault_of(session).index(f"identity.{kind}", value)
    found = session.scalar(select(Identity.person_id).where(Identity.kind == kind, Identity.value_index == index))
    if found is not None:
        return found
    person = Person()
    session.add(person)
    session.flush()
    # Two first messages may arrive at once: the unique key decides, and the loser's empty person goes again.
    insert_missing(
        session, Identity, [{"person_id": person.id, "kind": kind, "value_index": index, "seal_key": person.seal_key}]
    )
    row = session.scalars(select(Identity).where(Identity.kind == kind, Identity.value_index == index)).one()
    if row.person_id != person.id:
        session.delete(person)
        session.flush()
        return row.person_id
    row.value = value
    session.flush()
    return person.id


def find(session: Session, kind: str, value: str) -> int | None:
    """The person known by this identity, or None."""
    index = vault_of(session).index(f"identity.{kind}", value)
    return session.scalar(select(Identity.person_id).where(Identity.kind == kind, Identity.value_index == index))


def set_village(session: Session, person_id: int, village_code: str | None, group_number: int | None = None) -> None:
    """Remember where the person lives."""
    person = _get(session, person_id)
    person.village_code = village_code
    person.group_number = group_number
    session.flush()


def place(session: Session, person_id: int) -> tuple[str | None, int | None]:
    """The village and group we remember of a person."""
    person = _get(session, person_id)
    return person.village_code, person.group_number


def merge(session: Session, keep_id: int, gone_id: int) -> None:
    """Make two people one: everything of the second moves to the first, nothing is lost or doubled."""
    if keep_id == gone_id:
        return
    keep, gone = _get(session, keep_id), _get(session, gone_id)
    if gone.merged_into_id is not None or keep.merged_into_id is not None:
        raise UserFacingError("already_merged", 409)
    owned = (
        *(Identity, ReportRow, EmergencyAlert, FraudSighting, Handoff),
        *(InboxMessage, OutboxMessage, RefusedQuestion, AnswerRating),
    )
    for table in owned:
        session.execute(update(table).where(table.person_id == gone_id).values(person_id=keep_id))
    session.execute(update(BookingRow).where(BookingRow.requester_id == gone_id).values(requester_id=keep_id))
    _merge_conversations(session, keep_id, gone_id)
    _merge_subscriptions(session, keep_id, gone_id)
    _merge_enrolments(session, keep_id, gone_id)
    if keep.village_code is None:
        keep.village_code, keep.group_number = gone.village_code, gone.group_number
    if keep.name is None and gone.name is not None:
        keep.name = gone.name
    gone.merged_into_id = keep_id
    session.flush()


def _get(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise UserFacingError("unknown_person", 404)
    return person


def _merge_conversations(session: Session, keep_id: int, gone_id: int) -> None:
    theirs = session.scalars(select(Conversation).where(Conversation.person_id == gone_id)).all()
    for old in theirs:
        kept = session.scalar(
            select(Conversation).where(Conversation.person_id == keep_id, Conversation.channel == old.channel)
        )
        if kept is None:
            old.person_id = keep_id
            continue
        for table in (InboxMessage, Handoff):
            session.execute(update(table).where(table.conversation_id == old.id).values(conversation_id=kept.id))
        if kept.state == "bot":
            kept.state = old.state
        session.delete(old)
    session.flush()


def _merge_subscriptions(session: Session, keep_id: int, gone_id: int) -> None:
    have = {row.kind: row for row in session.scalars(select(Subscription).where(Subscription.person_id == keep_id))}
    for row in session.scalars(select(Subscription).where(Subscription.person_id == gone_id)).all():
        kept = have.get(row.kind)
        if kept is None:
            row.person_id = keep_id
            continue
        if kept.ended_at is not None and row.ended_at is None:
            kept.village_code, kept.ended_at = row.village_code, None
        session.delete(row)
    session.flush()


def _merge_enrolments(session: Session, keep_id: int, gone_id: int) -> None:
    mine = select(LessonEnrolment).where(LessonEnrolment.person_id == keep_id)
    have = {row.course_id: row for row in session.scalars(mine)}
    for row in session.scalars(select(LessonEnrolment).where(LessonEnrolment.person_id == gone_id)).all():
        kept = have.get(row.course_id)
        if kept is None:
            row.person_id = keep_id
            continue
        answered = set(session.scalars(select(LessonAnswer.step).where(LessonAnswer.enrolment_id == kept.id)))
        for answer in session.scalars(select(LessonAnswer).where(LessonAnswer.enrolment_id == row.id)).all():
            if answer.step in answered:
                session.delete(answer)
            else:
                answer.enrolment_id = kept.id
        if row.step > kept.step:
            kept.step, kept.state = row.step, row.state
        session.flush()
        session.delete(row)
    session.flush()
