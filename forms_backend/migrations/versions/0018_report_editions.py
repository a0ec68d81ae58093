"""What people add to a report before it is issued, a row a version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "report_editions"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("period_last", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("saved_by", sa.String(80), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("kind", "period_last", "unit", "version", name=op.f(f"uq_{TABLE}_kind")),
        sa.CheckConstraint("version >= 1", name=op.f(f"ck_{TABLE}_version_positive")),
        sa.CheckConstraint("length(kind) <= 20", name=op.f(f"ck_{TABLE}_kind_length")),
        sa.CheckConstraint("length(unit) <= 40", name=op.f(f"ck_{TABLE}_unit_length")),
        sa.CheckConstraint("length(saved_by) <= 80", name=op.f(f"ck_{TABLE}_saved_by_length")),
        sa.CheckConstraint("length(payload) <= 131072", name=op.f(f"ck_{TABLE}_payload_length")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
