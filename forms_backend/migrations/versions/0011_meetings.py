"""Meetings, their agenda, and the matters on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_meetings()
    _create_agenda()


def downgrade() -> None:
    for table in ("agenda_matters", "agenda_items", "meeting_units", "meetings"):
        op.drop_table(table)


def _lengths(table: str, **limits: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f"length({column}) <= {limit}", name=op.f(f"ck_{table}_{column}_length"))
        for column, limit in limits.items()
    ]


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _create_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(5), nullable=False),
        sa.Column("point", sa.String(40)),
        sa.Column("unit", sa.String(40)),
        sa.Column("lead_unit", sa.String(40), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("number", name=op.f("uq_meetings_number")),
        _refers("meetings", "login", "staff.login"),
        *_lengths("meetings", number=20, kind=20, starts_at=5, point=40, unit=40, lead_unit=40,
                  payload=64 * 1024),
    )  # fmt: skip
    op.create_index(op.f("ix_meetings_held_on"), "meetings", ["held_on"])
    op.create_table(
        "meeting_units",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "unit", name=op.f("pk_meeting_units")),
        _refers("meeting_units", "meeting_id", "meetings.id"),
        *_lengths("meeting_units", unit=40),
    )


def _create_agenda() -> None:
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("came_from_id", sa.Integer()),
        sa.Column("minuted_at", sa.DateTime(timezone=True)),
        sa.Column("unit", sa.String(40)),
        sa.Column("due_on", sa.Date()),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("done_by", sa.String(40)),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_agenda_items_meeting_id")),
        sa.UniqueConstraint("came_from_id", name=op.f("uq_agenda_items_came_from_id")),
        _refers("agenda_items", "meeting_id", "meetings.id"),
        _refers("agenda_items", "came_from_id", "agenda_items.id"),
        _refers("agenda_items", "done_by", "staff.login"),
        *_lengths("agenda_items", unit=40, payload=64 * 1024),
    )
    op.create_index(op.f("ix_agenda_items_meeting_id"), "agenda_items", ["meeting_id"])
    op.create_index(op.f("ix_agenda_items_due_on"), "agenda_items", ["due_on"])
    op.create_table(
        "agenda_matters",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "submission_id", name=op.f("pk_agenda_matters")),
        _refers("agenda_matters", "item_id", "agenda_items.id"),
        _refers("agenda_matters", "submission_id", "submissions.id"),
    )
    op.create_index(op.f("ix_agenda_matters_submission_id"), "agenda_matters", ["submission_id"])
