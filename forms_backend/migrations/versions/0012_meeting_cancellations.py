"""Meetings that were called off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "meeting_cancellations"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f(f"pk_{TABLE}")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f(f"fk_{TABLE}_meeting_id")
        ),
        sa.ForeignKeyConstraint(["login"], ["staff.login"], name=op.f(f"fk_{TABLE}_login")),
        sa.CheckConstraint("length(reason) <= 65536", name=op.f(f"ck_{TABLE}_reason_length")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
