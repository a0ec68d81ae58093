"""Who is away, and who stands in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE = "absences"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("substitute", sa.String(40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.ForeignKeyConstraint(["login"], ["staff.login"], name=op.f(f"fk_{TABLE}_login")),
        sa.ForeignKeyConstraint(
            ["substitute"], ["staff.login"], name=op.f(f"fk_{TABLE}_substitute")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f(f"ck_{TABLE}_days_in_order")),
        sa.CheckConstraint("login <> substitute", name=op.f(f"ck_{TABLE}_another_person")),
    )
    for column in ("login", "substitute"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
