"""来件人类型、企业规模、行业: what forms ask of the sender and the work ledger shows. Older matters were
not asked: their columns stay empty, which changes no digest."""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "submissions"
COLUMNS = ("sender", "firm_size", "industry")


def upgrade() -> None:
    # In one statement, which both databases know: SQLite adds no constraint to a table that stands.
    for name in COLUMNS:
        check = f"CONSTRAINT ck_{TABLE}_{name}_length CHECK (length({name}) <= 40)"
        op.execute(f"ALTER TABLE {TABLE} ADD COLUMN {name} VARCHAR(40) {check}")


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column(TABLE, name)
