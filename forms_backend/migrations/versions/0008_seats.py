"""Seats at hearings: hearings with bookings, and the bookings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_hearings()
    _create_bookings()


def downgrade() -> None:
    for table in ("seat_bookings", "seat_hearings"):
        op.drop_table(table)


def _lengths(table: str, **limits: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f"length({column}) <= {limit}", name=op.f(f"ck_{table}_{column}_length"))
        for column, limit in limits.items()
    ]


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_hearings() -> None:
    table = "seat_hearings"
    op.create_table(
        table,
        sa.Column("hearing_id", sa.String(100), nullable=False),
        sa.Column("court", sa.String(40), nullable=False),
        sa.Column("cause", sa.String(80), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        _moment("starts_at", nullable=False),
        _moment("ends_at", nullable=False),
        _moment("book_until", nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _moment("purged_at"),
        sa.Column("people_booked", sa.Integer()),
        sa.Column("people_waiting", sa.Integer()),
        sa.Column("people_cancelled", sa.Integer()),
        sa.PrimaryKeyConstraint("hearing_id", name=op.f("pk_seat_hearings")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_seat_hearings_seats_positive")),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_seat_hearings_sequence_natural")),
        *_lengths(table, hearing_id=100, court=40, cause=80, place=200, state=20),
    )
    for column in ("court", "starts_at"):
        op.create_index(op.f(f"ix_seat_hearings_{column}"), table, [column])


def _create_bookings() -> None:
    table = "seat_bookings"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("hearing_id", sa.String(100), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("firm_key", sa.String(64)),
        sa.Column("contact_key", sa.String(64), nullable=False),
        _moment("created_at", nullable=False),
        _moment("offer_until"),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("call_about", sa.String(20)),
        sa.Column("notice_version", sa.String(40), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("payload_digest", sa.String(64), nullable=False),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("idempotency_hash", sa.String(64), nullable=False),
        sa.Column("query_code_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_bookings")),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["seat_hearings.hearing_id"], name=op.f("fk_seat_bookings_hearing_id")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_seat_bookings_number")),
        sa.UniqueConstraint("idempotency_hash", name=op.f("uq_seat_bookings_idempotency_hash")),
        sa.CheckConstraint(
            "people BETWEEN 1 AND 20", name=op.f("ck_seat_bookings_people_range")
        ),
        *_lengths(
            table, number=20, hearing_id=100, state=20, notice_version=40, call_about=20,
            payload=65536, reason=65536,
        ),
    )  # fmt: skip
    for column in ("hearing_id", "firm_key"):
        op.create_index(op.f(f"ix_seat_bookings_{column}"), table, [column])
