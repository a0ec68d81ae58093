"""What staff took in, joined matters and visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_intakes()
    _create_visits()


def downgrade() -> None:
    for table in ("visit_problems", "visits", "merged_matters", "intakes"):
        op.drop_table(table)


def _lengths(table: str, **limits: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f"length({column}) <= {limit}", name=op.f(f"ck_{table}_{column}_length"))
        for column, limit in limits.items()
    ]


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _create_intakes() -> None:
    op.create_table(
        "intakes",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("told", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("reference", sa.LargeBinary()),
        sa.Column("due_on", sa.Date()),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_intakes")),
        _refers("intakes", "submission_id", "submissions.id"),
        *_lengths("intakes", source=40, actor=80, told=20, reference=512),
    )
    op.create_table(
        "merged_matters",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_merged_matters")),
        _refers("merged_matters", "submission_id", "submissions.id"),
        _refers("merged_matters", "into_id", "submissions.id"),
    )
    op.create_index(op.f("ix_merged_matters_into_id"), "merged_matters", ["into_id"])


def _create_visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("point", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("number", name=op.f("uq_visits_number")),
        _refers("visits", "login", "staff.login"),
        *_lengths("visits", number=20, point=40, unit=40, payload=64 * 1024),
    )
    op.create_index(op.f("ix_visits_visited_on"), "visits", ["visited_on"])
    op.create_index(op.f("ix_visits_unit"), "visits", ["unit"])
    op.create_table(
        "visit_problems",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_visit_problems")),
        _refers("visit_problems", "submission_id", "submissions.id"),
        _refers("visit_problems", "visit_id", "visits.id"),
    )
    op.create_index(op.f("ix_visit_problems_visit_id"), "visit_problems", ["visit_id"])
