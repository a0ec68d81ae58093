"""Blocks of the search over older matters; the server fills them by itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLE = "search_blocks"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("segment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("segment", "bucket", name=op.f(f"pk_{TABLE}")),
        sa.CheckConstraint("length(sealed) <= 67108864", name=op.f(f"ck_{TABLE}_sealed_length")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
