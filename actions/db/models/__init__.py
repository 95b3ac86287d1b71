"""All tables, so that one import gives the whole metadata."""

from actions.db.models.base import Base
from actions.db.models.fraud import FraudNote, FraudSighting
from actions.db.models.lessons import LessonAnswer, LessonEnrolment, LessonPush
from actions.db.models.library import (
    AnswerRating,
    AuditEvent,
    AuditHead,
    LibraryArticle,
    LibraryMeta,
    LibraryQuestion,
    LibraryVersion,
    RefusedQuestion,
)
from actions.db.models.media import Medium
from actions.db.models.messages import (
    AnswerTrace,
    Conversation,
    EmergencyAlert,
    Handoff,
    InboxMessage,
    OutboxMessage,
)
from actions.db.models.people import Identity, Person, Subscription
from actions.db.models.reports import Outage, OutagePlace, ReportRow
from actions.db.models.speech import AnnouncementRow, Clip
from actions.db.models.users import User, UserSession
from actions.db.models.visits import BookingEvent, BookingRow, Reminder, VisitSlot

__all__ = [
    "AnnouncementRow",
    "AnswerRating",
    "AnswerTrace",
    "AuditEvent",
    "AuditHead",
    "Base",
    "BookingEvent",
    "BookingRow",
    "Clip",
    "Conversation",
    "EmergencyAlert",
    "FraudNote",
    "FraudSighting",
    "Handoff",
    "Identity",
    "InboxMessage",
    "LessonAnswer",
    "LessonEnrolment",
    "LessonPush",
    "LibraryArticle",
    "LibraryMeta",
    "LibraryQuestion",
    "LibraryVersion",
    "Medium",
    "Outage",
    "OutagePlace",
    "OutboxMessage",
    "Person",
    "RefusedQuestion",
    "Reminder",
    "ReportRow",
    "Subscription",
    "User",
    "UserSession",
    "VisitSlot",
]
