"""Work lists select and count on one table: the state stands beside the dates, and indexes hold what
a list asks for. Which columns a person chose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forms_backend.ledger.baseline import write_baseline

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLE = "list_columns"
INDEXES = {
    "ix_matters_lead_listed": ["lead_unit", "state", "sure_on", "submission_id", "confidential",
                               "accused_unit", "unit", "handler", "yellow_on", "posted_on",
                               "bounces", "supervisions", "satisfied", "answer_delivered_at",
                               "closed_at"],
    "ix_matters_unit_listed": ["unit", "state", "sure_on", "submission_id", "confidential",
                               "accused_unit", "handler", "yellow_on", "posted_on", "bounces",
                               "supervisions", "satisfied", "answer_delivered_at", "closed_at"],
}  # fmt: skip


def upgrade() -> None:
    op.add_column(
        "matters", sa.Column("state", sa.String(20), nullable=False, server_default="received")
    )
    op.execute(
        "UPDATE matters SET state ="
        " (SELECT state FROM submissions WHERE submissions.id = matters.submission_id)"
    )
    write_baseline(op.get_bind(), moved_to=revision, tables=("matters",))
    for name, columns in INDEXES.items():
        op.create_index(name, "matters", columns)
    op.create_table(
        TABLE,
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("columns", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name=op.f(f"pk_{TABLE}")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f(f"fk_{TABLE}_staff_id")),
        sa.CheckConstraint("length(columns) <= 200", name=op.f(f"ck_{TABLE}_columns_length")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
    for name in INDEXES:
        op.drop_index(name, "matters")
    op.drop_column("matters", "state")
