"""Attachments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LIMITS = {"action": 40, "storage_name": 32, "kind": 20, "digest": 64, "name": 1024}


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("storage_name", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_attachments_submission_id")
        ),
        sa.UniqueConstraint("storage_name", name=op.f("uq_attachments_storage_name")),
        *(
            sa.CheckConstraint(
                f"length({column}) <= {limit}", name=op.f(f"ck_attachments_{column}_length")
            )
            for column, limit in LIMITS.items()
        ),
        sa.CheckConstraint("size BETWEEN 1 AND 52428800", name=op.f("ck_attachments_size_range")),
    )
    op.create_index(op.f("ix_attachments_submission_id"), "attachments", ["submission_id"])


def downgrade() -> None:
    op.drop_table("attachments")
