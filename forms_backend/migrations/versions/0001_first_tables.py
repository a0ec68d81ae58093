"""Submissions, consents, number counters and the append-only ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A migration is history: its limits are written out, whatever the code says later.


def upgrade() -> None:
    _create_submissions()
    _create_ledger()
    _forbid_changes("ledger_events")


def downgrade() -> None:
    _allow_changes("ledger_events")
    for table in ("ledger_head", "ledger_events", "number_counters", "consents", "submissions"):
        op.drop_table(table)


def _create_submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("form_id", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("category", sa.String(40)),
        sa.Column("region", sa.String(40)),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_version", sa.String(40), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("payload_digest", sa.String(64), nullable=False),
        sa.Column("idempotency_hash", sa.String(64), nullable=False),
        sa.Column("query_code_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("number", name=op.f("uq_submissions_number")),
        sa.UniqueConstraint("idempotency_hash", name=op.f("uq_submissions_idempotency_hash")),
        sa.CheckConstraint("length(number) <= 20", name=op.f("ck_submissions_number_length")),
        sa.CheckConstraint("length(form_id) <= 40", name=op.f("ck_submissions_form_id_length")),
        sa.CheckConstraint("length(category) <= 40", name=op.f("ck_submissions_category_length")),
        sa.CheckConstraint("length(region) <= 40", name=op.f("ck_submissions_region_length")),
        sa.CheckConstraint(
            "length(notice_version) <= 40", name=op.f("ck_submissions_notice_version_length")
        ),
        sa.CheckConstraint("length(payload) <= 1048576", name=op.f("ck_submissions_payload_length")),
    )
    for column in ("form_id", "state", "received_at"):
        op.create_index(op.f(f"ix_submissions_{column}"), "submissions", [column])
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_consents_submission_id")
        ),
        sa.UniqueConstraint("submission_id", "key", name=op.f("uq_consents_submission_id")),
        sa.CheckConstraint("length(key) <= 40", name=op.f("ck_consents_key_length")),
        sa.CheckConstraint("length(text) <= 500", name=op.f("ck_consents_text_length")),
    )
    op.create_table(
        "number_counters",
        sa.Column("prefix", sa.String(4), nullable=False),
        sa.Column("month", sa.String(6), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "month", name=op.f("pk_number_counters")),
        sa.CheckConstraint("last BETWEEN 1 AND 999999", name=op.f("ck_number_counters_last_range")),
    )


def _create_ledger() -> None:
    op.create_table(
        "ledger_events",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(20)),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.String(20), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_ledger_events")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_ledger_events_previous_hash")),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_events_hash")),
        sa.CheckConstraint("length(number) <= 20", name=op.f("ck_ledger_events_number_length")),
        sa.CheckConstraint("length(action) <= 40", name=op.f("ck_ledger_events_action_length")),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_ledger_events_actor_length")),
        sa.CheckConstraint("length(detail) <= 4000", name=op.f("ck_ledger_events_detail_length")),
    )
    op.create_index(op.f("ix_ledger_events_number"), "ledger_events", ["number"])
    head = op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_single_row")),
    )
    op.bulk_insert(head, [{"id": 1, "sequence": 0, "hash": "0" * 64}])


def _forbid_changes(table: str) -> None:
    """A row that was written stays as it is, also for the user that the server runs as."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _allow_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(f"DROP FUNCTION {table}_append_only()")
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"DROP TRIGGER {table}_no_{verb.lower()}")
