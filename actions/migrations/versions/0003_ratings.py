"""ratings of answers, and who asked what was refused"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("article_version", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value IN ('good', 'bad')", name=op.f("ck_answer_ratings_value")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_answer_ratings_outbox_id_outbox")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_answer_ratings_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_ratings")),
        sa.UniqueConstraint("person_id", "outbox_id", name=op.f("uq_answer_ratings_person_id")),
    )
    op.create_index(op.f("ix_answer_ratings_article_id"), "answer_ratings", ["article_id"], unique=False)
    op.create_index(op.f("ix_answer_ratings_outbox_id"), "answer_ratings", ["outbox_id"], unique=False)
    # SQLite adds no constraint to a table that is there; the table is copied, everywhere else it is altered.
    with op.batch_alter_table("refused_questions") as table:
        table.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("article_id", sa.String(length=128), nullable=True))
        table.add_column(sa.Column("closed_by", sa.String(length=64), nullable=True))
        table.create_foreign_key(op.f("fk_refused_questions_person_id_people"), "people", ["person_id"], ["id"])
        table.create_index(op.f("ix_refused_questions_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("refused_questions") as table:
        table.drop_index(op.f("ix_refused_questions_person_id"))
        table.drop_constraint(op.f("fk_refused_questions_person_id_people"), type_="foreignkey")
        table.drop_column("closed_by")
        table.drop_column("article_id")
        table.drop_column("person_id")
    op.drop_index(op.f("ix_answer_ratings_outbox_id"), table_name="answer_ratings")
    op.drop_index(op.f("ix_answer_ratings_article_id"), table_name="answer_ratings")
    op.drop_table("answer_ratings")
