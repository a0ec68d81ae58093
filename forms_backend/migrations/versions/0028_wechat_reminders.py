"""Which reader of the official account is reminded of which submission."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE = "wechat_reminders"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("openid", sa.LargeBinary(), nullable=False),
        sa.Column("openid_digest", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f(f"pk_{TABLE}")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f(f"fk_{TABLE}_submission_id")
        ),
        sa.CheckConstraint("length(openid) <= 512", name=op.f(f"ck_{TABLE}_openid_length")),
        sa.CheckConstraint(
            "length(openid_digest) <= 64", name=op.f(f"ck_{TABLE}_openid_digest_length")
        ),
    )
    op.create_index(op.f(f"ix_{TABLE}_openid_digest"), TABLE, ["openid_digest"])


def downgrade() -> None:
    op.drop_table(TABLE)
