"""Staff work: saved filters, the blind search index, indexes for the work lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LIST_INDEXES = (
    ("ix_matters_lead_unit_sure_on", "matters", ["lead_unit", "sure_on"]),
    ("ix_matters_unit_sure_on", "matters", ["unit", "sure_on"]),
)


def upgrade() -> None:
    _create_saved_filters()
    _create_search_entries()
    _create_list_indexes()


def downgrade() -> None:
    _drop_list_indexes()
    _drop_search_entries()
    _drop_saved_filters()


def _create_saved_filters() -> None:
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("query", sa.String(500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_filters_staff_id")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_saved_filters_staff_id")),
        sa.CheckConstraint("length(name) <= 20", name=op.f("ck_saved_filters_name_length")),
        sa.CheckConstraint("length(query) <= 500", name=op.f("ck_saved_filters_query_length")),
    )


def _drop_saved_filters() -> None:
    op.drop_table("saved_filters")


def _create_search_entries() -> None:
    op.create_table(
        "search_entries",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("codewords", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_search_entries")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_search_entries_submission_id")
        ),
        sa.CheckConstraint(
            "length(codewords) <= 1048576", name=op.f("ck_search_entries_codewords_length")
        ),
    )


def _drop_search_entries() -> None:
    op.drop_table("search_entries")


def _create_list_indexes() -> None:
    for name, table, columns in LIST_INDEXES:
        op.create_index(op.f(name), table, columns)


def _drop_list_indexes() -> None:
    for name, table, _columns in LIST_INDEXES:
        op.drop_index(op.f(name), table_name=table)
