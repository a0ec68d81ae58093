"""What an entry of a register was made from, and what of it was approved for everybody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ORIGINS, APPROVALS = "register_origins", "register_approvals"


def _of_entry(table: str) -> tuple[sa.Column[int], sa.Constraint, sa.Constraint]:
    return (
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f(f"fk_{table}_entry_id")
        ),
    )


def _longest(table: str, column: str, length: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"length({column}) <= {length}", name=op.f(f"ck_{table}_{column}_length")
    )


def upgrade() -> None:
    op.create_table(
        ORIGINS,
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_of_entry(ORIGINS),
        _longest(ORIGINS, "kind", 20),
        _longest(ORIGINS, "number", 20),
        sa.CheckConstraint("position >= 0", name=op.f(f"ck_{ORIGINS}_position_range")),
    )
    op.create_index(op.f(f"ix_{ORIGINS}_number"), ORIGINS, ["number"])
    op.create_table(
        APPROVALS,
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_of_entry(APPROVALS),
        sa.ForeignKeyConstraint(["login"], ["staff.login"], name=op.f(f"fk_{APPROVALS}_login")),
        _longest(APPROVALS, "digest", 64),
    )


def downgrade() -> None:
    op.drop_table(APPROVALS)
    op.drop_table(ORIGINS)
