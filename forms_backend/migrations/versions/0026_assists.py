"""Who was asked to contribute to a matter (协办); where staff get texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLE = "assists"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    check = sa.CheckConstraint("length(phone) <= 512", name=op.f("ck_staff_phone_length"))
    op.add_column("staff", sa.Column("phone", sa.LargeBinary(), check))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("login", sa.String(40)),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.String(40)),
        sa.Column("given_at", moment),
        sa.Column("ended_as", sa.String(20)),
        sa.Column("ended_at", moment),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f(f"fk_{TABLE}_submission_id")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["staff.login"], name=op.f(f"fk_{TABLE}_{column}"))
            for column in ("login", "asked_by", "given_by")
        ),
        sa.CheckConstraint("length(unit) <= 40", name=op.f(f"ck_{TABLE}_unit_length")),
        sa.CheckConstraint("length(ended_as) <= 20", name=op.f(f"ck_{TABLE}_ended_as_length")),
    )
    op.create_index(op.f(f"ix_{TABLE}_submission_id"), TABLE, ["submission_id"])
    op.create_index(op.f(f"ix_{TABLE}_unit_ended_at"), TABLE, ["unit", "ended_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
    op.execute("ALTER TABLE staff DROP COLUMN phone")
