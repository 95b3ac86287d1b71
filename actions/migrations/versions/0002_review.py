"""versions in review beside the live one, reviewers by department, the audit chain"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# Plain ADD COLUMN: rebuilding a table on SQLite would trip over the foreign keys that point at it.
_NEVER = "1970-01-01 00:00:00+00:00"


def upgrade() -> None:
    for column in (
        sa.Column("live", sa.Integer(), nullable=True),
        sa.Column("danger", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("signed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("due_number", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, server_default=_NEVER),
    ):
        op.add_column("library_articles", column)
    op.create_index(op.f("ix_library_articles_review_due"), "library_articles", ["review_due"], unique=False)
    op.create_index(op.f("ix_library_articles_due_on"), "library_articles", ["due_on"], unique=False)
    # Until now the newest version was the live one. What the list filters by is read from the texts at the next import.
    op.execute("UPDATE library_articles SET live = current WHERE state = 'published'")
    op.execute("UPDATE library_articles SET saved_at = created_at")
    op.add_column("users", sa.Column("departments", sa.String(length=120), nullable=False, server_default=""))
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index(op.f("ix_audit_events_subject"), "audit_events", ["subject"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def downgrade() -> None:
    op.drop_table("audit_head")
    op.drop_table("audit_events")
    op.drop_column("users", "departments")
    op.drop_index(op.f("ix_library_articles_due_on"), table_name="library_articles")
    op.drop_index(op.f("ix_library_articles_review_due"), table_name="library_articles")
    for name in ("saved_at", "due_on", "due_number", "review_due", "signed", "danger", "live"):
        op.drop_column("library_articles", name)
