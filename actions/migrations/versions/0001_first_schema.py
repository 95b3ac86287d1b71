"""first schema"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clips",
        sa.Column("hash", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("voice", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=32), nullable=False),
        sa.Column("preset", sa.String(length=16), nullable=False),
        sa.Column("speed", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state IN ('queued', 'making', 'done', 'failed_gave_up')", name=op.f("ck_clips_state")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_clips")),
    )
    op.create_index("ix_clips_due", "clips", ["state", "priority", "created_at"], unique=False)
    op.create_table(
        "lesson_pushes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("course_id", sa.String(length=64), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=False),
        sa.Column("pushed_by", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('queued', 'done', 'failed_gave_up')", name=op.f("ck_lesson_pushes_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_pushes")),
        sa.UniqueConstraint("request_id", name=op.f("uq_lesson_pushes_request_id")),
    )
    op.create_index(op.f("ix_lesson_pushes_state"), "lesson_pushes", ["state"], unique=False)
    op.create_index(op.f("ix_lesson_pushes_village_code"), "lesson_pushes", ["village_code"], unique=False)
    op.create_table(
        "library_articles",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("changed_in", sa.Integer(), nullable=False),
        sa.Column("file_checksum", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_articles")),
    )
    op.create_index(op.f("ix_library_articles_changed_in"), "library_articles", ["changed_in"], unique=False)
    op.create_index(op.f("ix_library_articles_state"), "library_articles", ["state"], unique=False)
    op.create_index(op.f("ix_library_articles_topic"), "library_articles", ["topic"], unique=False)
    op.create_table(
        "library_meta",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_library_meta_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_meta")),
    )
    op.create_table(
        "outages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('planned', 'fault')", name=op.f("ck_outages_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
        sa.UniqueConstraint("request_id", name=op.f("uq_outages_request_id")),
    )
    op.create_index(op.f("ix_outages_starts_at"), "outages", ["starts_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=True),
        sa.Column("group_number", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["people.id"], name=op.f("fk_people_merged_into_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_village_code"), "people", ["village_code"], unique=False)
    op.create_table(
        "refused_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_questions")),
        sa.UniqueConstraint("request_id", name=op.f("uq_refused_questions_request_id")),
    )
    op.create_index(op.f("ix_refused_questions_state"), "refused_questions", ["state"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("roles", sa.String(length=120), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
    )
    op.create_table(
        "visit_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("steward_login", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.String(length=2), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("half IN ('am', 'pm')", name=op.f("ck_visit_slots_half")),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_visit_slots_taken")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_slots")),
        sa.UniqueConstraint("steward_login", "day", "half", name=op.f("uq_visit_slots_steward_login")),
    )
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("village_codes", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("approver", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("clip_hash", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('daily', 'important')", name=op.f("ck_announcements_kind")),
        sa.CheckConstraint("state IN ('draft', 'approved', 'rejected')", name=op.f("ck_announcements_state")),
        sa.CheckConstraint("approver IS NULL OR approver <> author", name=op.f("ck_announcements_four_eyes")),
        sa.ForeignKeyConstraint(["clip_hash"], ["clips.hash"], name=op.f("fk_announcements_clip_hash_clips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sa.UniqueConstraint("request_id", name=op.f("uq_announcements_request_id")),
    )
    op.create_index(op.f("ix_announcements_state"), "announcements", ["state"], unique=False)
    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=True),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("call_phone_index", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resident_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("call_phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("result_to_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("problem_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("door_code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state IN ('booked', 'cancelled', 'done')", name=op.f("ck_bookings_state")),
        sa.ForeignKeyConstraint(["requester_id"], ["people.id"], name=op.f("fk_bookings_requester_id_people")),
        sa.ForeignKeyConstraint(["slot_id"], ["visit_slots.id"], name=op.f("fk_bookings_slot_id_visit_slots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("number", name=op.f("uq_bookings_number")),
        sa.UniqueConstraint("request_id", name=op.f("uq_bookings_request_id")),
    )
    op.create_index(op.f("ix_bookings_call_phone_index"), "bookings", ["call_phone_index"], unique=False)
    op.create_index(op.f("ix_bookings_requester_id"), "bookings", ["requester_id"], unique=False)
    op.create_index(op.f("ix_bookings_slot_id"), "bookings", ["slot_id"], unique=False)
    op.create_index(op.f("ix_bookings_village_code"), "bookings", ["village_code"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('bot', 'waiting', 'person')", name=op.f("ck_conversations_state")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_conversations_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("person_id", "channel", name=op.f("uq_conversations_person_id")),
    )
    op.create_table(
        "emergency_alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=True),
        sa.Column("group_number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("seen_by", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_emergency_alerts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_alerts")),
        sa.UniqueConstraint("request_id", name=op.f("uq_emergency_alerts_request_id")),
    )
    op.create_index(op.f("ix_emergency_alerts_person_id"), "emergency_alerts", ["person_id"], unique=False)
    op.create_index(op.f("ix_emergency_alerts_state"), "emergency_alerts", ["state"], unique=False)
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("value_index", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identities_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("kind", "value_index", name=op.f("uq_identities_kind")),
    )
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"], unique=False)
    op.create_table(
        "lesson_enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=64), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=True),
        sa.Column("push_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('active', 'done', 'stopped')", name=op.f("ck_lesson_enrolments_state")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_lesson_enrolments_person_id_people")),
        sa.ForeignKeyConstraint(
            ["push_id"], ["lesson_pushes.id"], name=op.f("fk_lesson_enrolments_push_id_lesson_pushes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_enrolments")),
        sa.UniqueConstraint("person_id", "course_id", name=op.f("uq_lesson_enrolments_person_id")),
    )
    op.create_index(op.f("ix_lesson_enrolments_course_id"), "lesson_enrolments", ["course_id"], unique=False)
    op.create_table(
        "library_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("origin IN ('file', 'web')", name=op.f("ck_library_versions_origin")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["library_articles.id"], name=op.f("fk_library_versions_article_id_library_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_versions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_library_versions_article_id")),
    )
    op.create_table(
        "outage_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outage_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["outage_id"], ["outages.id"], name=op.f("fk_outage_places_outage_id_outages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_places")),
        sa.UniqueConstraint("outage_id", "village_code", "group_number", name=op.f("uq_outage_places_outage_id")),
    )
    op.create_index(op.f("ix_outage_places_village_code"), "outage_places", ["village_code"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=True),
        sa.Column("group_number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("handled_by", sa.String(length=64), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "kind IN ('outage', 'hazard', 'complaint', 'power_need', 'callback')", name=op.f("ck_reports_kind")
        ),
        sa.CheckConstraint("state IN ('open', 'doing', 'done')", name=op.f("ck_reports_state")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reports_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("number", name=op.f("uq_reports_number")),
        sa.UniqueConstraint("request_id", name=op.f("uq_reports_request_id")),
    )
    op.create_index(op.f("ix_reports_kind"), "reports", ["kind"], unique=False)
    op.create_index(op.f("ix_reports_person_id"), "reports", ["person_id"], unique=False)
    op.create_index(op.f("ix_reports_phone_index"), "reports", ["phone_index"], unique=False)
    op.create_index(op.f("ix_reports_village_code"), "reports", ["village_code"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_subscriptions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_subscriptions_person_id")),
    )
    op.create_index(op.f("ix_subscriptions_village_code"), "subscriptions", ["village_code"], unique=False)
    op.create_table(
        "user_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_sessions_user_id_users")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_user_sessions")),
    )
    op.create_index(op.f("ix_user_sessions_user_id"), "user_sessions", ["user_id"], unique=False)
    op.create_table(
        "booking_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_booking_events_booking_id_bookings")),
        sa.ForeignKeyConstraint(["slot_id"], ["visit_slots.id"], name=op.f("fk_booking_events_slot_id_visit_slots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_events")),
        sa.UniqueConstraint("request_id", name=op.f("uq_booking_events_request_id")),
    )
    op.create_index(op.f("ix_booking_events_booking_id"), "booking_events", ["booking_id"], unique=False)
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("village_code", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'taken', 'closed')", name=op.f("ck_handoffs_state")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_handoffs_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_handoffs_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoffs")),
        sa.UniqueConstraint("request_id", name=op.f("uq_handoffs_request_id")),
    )
    op.create_index(op.f("ix_handoffs_person_id"), "handoffs", ["person_id"], unique=False)
    op.create_index(op.f("ix_handoffs_state"), "handoffs", ["state"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("extra_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state IN ('new', 'answered')", name=op.f("ck_inbox_state")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_inbox_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_inbox_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "message_id", name=op.f("uq_inbox_channel")),
    )
    op.create_index(op.f("ix_inbox_person_id"), "inbox", ["person_id"], unique=False)
    op.create_index("ix_inbox_waiting", "inbox", ["state", "conversation_id", "id"], unique=False)
    op.create_table(
        "lesson_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["lesson_enrolments.id"], name=op.f("fk_lesson_answers_enrolment_id_lesson_enrolments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_answers")),
        sa.UniqueConstraint("enrolment_id", "step", name=op.f("uq_lesson_answers_enrolment_id")),
        sa.UniqueConstraint("request_id", name=op.f("uq_lesson_answers_request_id")),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'cancelled', 'failed_gave_up')", name=op.f("ck_reminders_state")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_reminders_booking_id_bookings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("booking_id", "due_at", name=op.f("uq_reminders_booking_id")),
    )
    op.create_index("ix_reminders_due", "reminders", ["state", "due_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_outbox_inbox_id_inbox")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_outbox_request_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_inbox_id"), "outbox", ["inbox_id"], unique=False)
    op.create_index("ix_outbox_person", "outbox", ["person_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_outbox_person", table_name="outbox")
    op.drop_index(op.f("ix_outbox_inbox_id"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_index("ix_reminders_due", table_name="reminders")
    op.drop_table("reminders")
    op.drop_table("lesson_answers")
    op.drop_index("ix_inbox_waiting", table_name="inbox")
    op.drop_index(op.f("ix_inbox_person_id"), table_name="inbox")
    op.drop_table("inbox")
    op.drop_index(op.f("ix_handoffs_state"), table_name="handoffs")
    op.drop_index(op.f("ix_handoffs_person_id"), table_name="handoffs")
    op.drop_table("handoffs")
    op.drop_index(op.f("ix_booking_events_booking_id"), table_name="booking_events")
    op.drop_table("booking_events")
    op.drop_index(op.f("ix_user_sessions_user_id"), table_name="user_sessions")
    op.drop_table("user_sessions")
    op.drop_index(op.f("ix_subscriptions_village_code"), table_name="subscriptions")
    op.drop_table("subscriptions")
    op.drop_index(op.f("ix_reports_village_code"), table_name="reports")
    op.drop_index(op.f("ix_reports_phone_index"), table_name="reports")
    op.drop_index(op.f("ix_reports_person_id"), table_name="reports")
    op.drop_index(op.f("ix_reports_kind"), table_name="reports")
    op.drop_table("reports")
    op.drop_index(op.f("ix_outage_places_village_code"), table_name="outage_places")
    op.drop_table("outage_places")
    op.drop_table("library_versions")
    op.drop_index(op.f("ix_lesson_enrolments_course_id"), table_name="lesson_enrolments")
    op.drop_table("lesson_enrolments")
    op.drop_index(op.f("ix_identities_person_id"), table_name="identities")
    op.drop_table("identities")
    op.drop_index(op.f("ix_emergency_alerts_state"), table_name="emergency_alerts")
    op.drop_index(op.f("ix_emergency_alerts_person_id"), table_name="emergency_alerts")
    op.drop_table("emergency_alerts")
    op.drop_table("conversations")
    op.drop_index(op.f("ix_bookings_village_code"), table_name="bookings")
    op.drop_index(op.f("ix_bookings_slot_id"), table_name="bookings")
    op.drop_index(op.f("ix_bookings_requester_id"), table_name="bookings")
    op.drop_index(op.f("ix_bookings_call_phone_index"), table_name="bookings")
    op.drop_table("bookings")
    op.drop_index(op.f("ix_announcements_state"), table_name="announcements")
    op.drop_table("announcements")
    op.drop_table("visit_slots")
    op.drop_table("users")
    op.drop_index(op.f("ix_refused_questions_state"), table_name="refused_questions")
    op.drop_table("refused_questions")
    op.drop_index(op.f("ix_people_village_code"), table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("ix_outages_starts_at"), table_name="outages")
    op.drop_table("outages")
    op.drop_table("library_meta")
    op.drop_index(op.f("ix_library_articles_topic"), table_name="library_articles")
    op.drop_index(op.f("ix_library_articles_state"), table_name="library_articles")
    op.drop_index(op.f("ix_library_articles_changed_in"), table_name="library_articles")
    op.drop_table("library_articles")
    op.drop_index(op.f("ix_lesson_pushes_village_code"), table_name="lesson_pushes")
    op.drop_index(op.f("ix_lesson_pushes_state"), table_name="lesson_pushes")
    op.drop_table("lesson_pushes")
    op.drop_index("ix_clips_due", table_name="clips")
    op.drop_table("clips")
