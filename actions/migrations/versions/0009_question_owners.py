"""which live article owns which question, and for which article a question waits"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "library_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["library_articles.id"], name=op.f("fk_library_questions_article_id_library_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_questions")),
    )
    for column in ("article_id", "key"):
        op.create_index(op.f(f"ix_library_questions_{column}"), "library_questions", [column], unique=False)
    # Filled with the next look at the library: what a question is compared by is made by the program.
    op.add_column("library_meta", sa.Column("questions_by", sa.String(length=64), nullable=True))
    op.add_column("refused_questions", sa.Column("wanted_for", sa.String(length=128), nullable=True))


def downgrade() -> None:
    op.drop_column("refused_questions", "wanted_for")
    op.drop_column("library_meta", "questions_by")
    op.drop_table("library_questions")
