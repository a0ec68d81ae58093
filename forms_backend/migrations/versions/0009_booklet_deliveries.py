"""Booklet deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = "booklet_deliveries"
LENGTHS = {"number": 20, "title": 80, "channel": 20, "unit": 40, "payload": 64 * 1024}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_on", sa.Date()),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booklet_deliveries")),
        sa.UniqueConstraint("number", name=op.f("uq_booklet_deliveries_number")),
        sa.ForeignKeyConstraint(
            ["login"], ["staff.login"], name=op.f("fk_booklet_deliveries_login")
        ),
        sa.CheckConstraint(
            "copies BETWEEN 1 AND 1000", name=op.f("ck_booklet_deliveries_copies_range")
        ),
        *(
            sa.CheckConstraint(
                f"length({column}) <= {limit}", name=op.f(f"ck_{TABLE}_{column}_length")
            )
            for column, limit in LENGTHS.items()
        ),
    )
    op.create_index(op.f("ix_booklet_deliveries_delivered_on"), TABLE, ["delivered_on"])


def downgrade() -> None:
    op.drop_table(TABLE)
