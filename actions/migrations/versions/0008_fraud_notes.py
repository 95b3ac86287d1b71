"""who was met with signs of fraud, and the notes stewards get of it"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fraud_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=False),
        sa.Column("sign_group", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fraud_notes")),
        sa.UniqueConstraint("village_code", "sign_group", "week", name=op.f("uq_fraud_notes_village_code")),
    )
    op.create_index(op.f("ix_fraud_notes_created_at"), "fraud_notes", ["created_at"], unique=False)
    op.create_table(
        "fraud_sightings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=160), nullable=False),
        sa.Column("sign_group", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_fraud_sightings_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fraud_sightings")),
        sa.UniqueConstraint("request_id", "sign_group", name=op.f("uq_fraud_sightings_request_id")),
    )
    for column in ("person_id", "seen_at", "village_code"):
        op.create_index(op.f(f"ix_fraud_sightings_{column}"), "fraud_sightings", [column], unique=False)


def downgrade() -> None:
    op.drop_table("fraud_sightings")
    op.drop_table("fraud_notes")
