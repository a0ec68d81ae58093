"""Bursts wait apart; growing pauses in place of a locked account; one-time passwords end; the
authenticator's secret waits on the server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    table = "quarantine"
    op.create_table(
        table,
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("lead_unit", sa.String(40), nullable=False),
        sa.Column("accused_unit", sa.String(40)),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("genuine", sa.Boolean()),
        sa.Column("decided_at", MOMENT),
        sa.PrimaryKeyConstraint("submission_id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f(f"fk_{table}_submission_id")
        ),
        sa.CheckConstraint("length(lead_unit) <= 40", name=op.f(f"ck_{table}_lead_unit_length")),
        sa.CheckConstraint(
            "length(accused_unit) <= 40", name=op.f(f"ck_{table}_accused_unit_length")
        ),
    )
    op.create_index(op.f(f"ix_{table}_lead_unit"), table, ["lead_unit"])
    table = "sign_in_pauses"
    op.create_table(
        table,
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{table}")),
        sa.CheckConstraint("length(key) <= 64", name=op.f(f"ck_{table}_key_length")),
    )
    op.create_index(op.f(f"ix_{table}_last_at"), table, ["last_at"])
    table = "account_requests"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(40)),
        sa.Column("decided_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.CheckConstraint("length(detail) <= 4000", name=op.f(f"ck_{table}_detail_length")),
        *(
            sa.CheckConstraint(f"length({name}) <= {most}", name=op.f(f"ck_{table}_{name}_length"))
            for name, most in (("kind", 20), ("login", 40), ("asked_by", 40), ("decided_by", 40))
        ),
    )
    op.add_column("staff", sa.Column("one_time_until", MOMENT))
    op.execute("ALTER TABLE staff DROP COLUMN locked_until")
    # Inline, because SQLite would otherwise have to rebuild a table that others refer to.
    binary = "BYTEA" if op.get_bind().dialect.name == "postgresql" else "BLOB"
    op.execute(
        f"ALTER TABLE staff ADD COLUMN pending_totp {binary} "
        "CONSTRAINT ck_staff_pending_totp_length CHECK (length(pending_totp) <= 512)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE staff DROP COLUMN pending_totp")
    op.execute("ALTER TABLE staff DROP COLUMN one_time_until")
    op.add_column("staff", sa.Column("locked_until", MOMENT))
    op.drop_table("account_requests")
    op.drop_table("sign_in_pauses")
    op.drop_table("quarantine")
