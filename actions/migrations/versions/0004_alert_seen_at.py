"""when an emergency alert was seen"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("emergency_alerts", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_emergency_alerts_seen_at"), "emergency_alerts", ["seen_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_emergency_alerts_seen_at"), table_name="emergency_alerts")
    op.drop_column("emergency_alerts", "seen_at")
