"""Subscriptions by mail: those waiting for their confirmation, and the confirmed ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_requests()
    _create_subscriptions()


def downgrade() -> None:
    for table in ("subscriptions", "subscription_requests"):
        op.drop_table(table)


def _lengths(table: str, **limits: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f"length({column}) <= {limit}", name=op.f(f"ck_{table}_{column}_length"))
        for column, limit in limits.items()
    ]


def _create_requests() -> None:
    table = "subscription_requests"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(32), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_requests")),
        sa.UniqueConstraint("handle", name=op.f("uq_subscription_requests_handle")),
        *_lengths(table, handle=32, address_hash=64, payload=65536),
    )
    for column in ("address_hash", "asked_at"):
        op.create_index(op.f(f"ix_subscription_requests_{column}"), table, [column])


def _create_subscriptions() -> None:
    table = "subscriptions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(32), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slot", sa.Date(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("handle", name=op.f("uq_subscriptions_handle")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_subscriptions_address_hash")),
        *_lengths(table, handle=32, address_hash=64, payload=65536, told=1048576),
    )
    op.create_index(op.f("ix_subscriptions_slot"), table, ["slot"])
