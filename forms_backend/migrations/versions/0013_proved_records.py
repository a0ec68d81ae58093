"""The ledger takes events at its end alone, its head goes forward alone, and its events say which
rows they made; what a database holds already is written down in one event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forms_backend.ledger.baseline import write_baseline

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

EVENTS, HEAD = "ledger_events", "ledger_head"
IS_NEXT = (
    f"NEW.sequence = (SELECT coalesce(max(sequence), 0) + 1 FROM {EVENTS}) AND NOT EXISTS "
    f"(SELECT 1 FROM {EVENTS} WHERE hash = NEW.hash OR previous_hash = NEW.previous_hash)"
)
IS_FORWARD = (
    f"NEW.id = OLD.id AND NEW.sequence > OLD.sequence AND EXISTS "
    f"(SELECT 1 FROM {EVENTS} WHERE sequence = NEW.sequence AND hash = NEW.hash)"
)


def upgrade() -> None:
    op.add_column(EVENTS, sa.Column("records", sa.Text()))
    write_baseline(op.get_bind(), moved_to=revision)
    if op.get_bind().dialect.name == "postgresql":
        _refuse_in_postgresql()
    else:
        _refuse_in_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for trigger, table in (
            (f"{EVENTS}_at_end", EVENTS),
            (f"{HEAD}_forward", HEAD),
            (f"{HEAD}_stays", HEAD),
        ):
            op.execute(f"DROP TRIGGER {trigger} ON {table}")
            op.execute(f"DROP FUNCTION {trigger}()")
    else:
        for trigger in (
            f"{EVENTS}_at_end",
            f"{HEAD}_forward",
            f"{HEAD}_no_delete",
            f"{HEAD}_no_insert",
        ):
            op.execute(f"DROP TRIGGER {trigger}")
    op.drop_column(EVENTS, "records")


def _refuse_in_sqlite() -> None:
    # INSERT OR REPLACE deletes without asking a DELETE trigger, whichever unique value repeats.
    op.execute(
        f"CREATE TRIGGER {EVENTS}_at_end BEFORE INSERT ON {EVENTS} WHEN NOT ({IS_NEXT}) "
        f"BEGIN SELECT RAISE(ABORT, '{EVENTS} is append-only'); END"
    )
    op.execute(
        f"CREATE TRIGGER {HEAD}_forward BEFORE UPDATE ON {HEAD} WHEN NOT ({IS_FORWARD}) "
        f"BEGIN SELECT RAISE(ABORT, '{HEAD} goes forward only'); END"
    )
    op.execute(
        f"CREATE TRIGGER {HEAD}_no_delete BEFORE DELETE ON {HEAD} "
        f"BEGIN SELECT RAISE(ABORT, '{HEAD} goes forward only'); END"
    )
    op.execute(
        f"CREATE TRIGGER {HEAD}_no_insert BEFORE INSERT ON {HEAD} "
        f"BEGIN SELECT RAISE(ABORT, '{HEAD} goes forward only'); END"
    )


def _refuse_in_postgresql() -> None:
    _row_trigger(f"{EVENTS}_at_end", EVENTS, "INSERT", IS_NEXT, f"{EVENTS} is append-only")
    _row_trigger(f"{HEAD}_forward", HEAD, "UPDATE", IS_FORWARD, f"{HEAD} goes forward only")
    stays = f"{HEAD}_stays"
    op.execute(
        f"CREATE FUNCTION {stays}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{HEAD} goes forward only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {stays} BEFORE INSERT OR DELETE OR TRUNCATE ON {HEAD} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {stays}()"
    )


def _row_trigger(name: str, table: str, verb: str, condition: str, refusal: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF NOT ({condition}) THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
