"""Outbox, and the mail address of a member of staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moments = [
        sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
        for name, nullable in (("created_at", False), ("next_attempt_at", False), ("finished_at", True))
    ]
    limits = {"dedupe_key": 200, "kind": 40, "envelope": 64 * 1024, "last_error": 60}
    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("envelope", sa.LargeBinary()),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *moments,
        sa.Column("last_error", sa.String(60)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_messages_dedupe_key")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_messages_attempts_not_negative")),
        *(
            sa.CheckConstraint(
                f"length({column}) <= {limit}", name=op.f(f"ck_outbox_messages_{column}_length")
            )
            for column, limit in limits.items()
        ),
    )
    op.create_index("ix_outbox_messages_state", "outbox_messages", ["state", "next_attempt_at"])
    # Inline, because SQLite would otherwise have to rebuild a table that others refer to.
    binary = "BYTEA" if op.get_bind().dialect.name == "postgresql" else "BLOB"
    op.execute(
        f"ALTER TABLE staff ADD COLUMN email {binary} "
        "CONSTRAINT ck_staff_email_length CHECK (length(email) <= 512)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE staff DROP COLUMN email")
    op.drop_table("outbox_messages")
