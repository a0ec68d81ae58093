"""`fabu migrate-database`: everything from one database to another, in one transaction."""

from __future__ import annotations

from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.keeping import database_copy as tables
from forms_backend.keeping.archive import Manifest
from forms_backend.keeping.database_copy import Connection
from forms_backend.keeping.errors import MoveTargetNotEmptyError, SourceChangedError
from forms_backend.keeping.restore import check_chain_of, check_copy


def move_database(source: Database, target: Database) -> Manifest:
    """Copy all rows; returns what was copied. Keys, secrets and attachments stay where they are.

    Raises SchemaOutOfDateError (source), MoveTargetNotEmptyError, SourceChangedError,
    RestoredDiffersError; the target is what it was then.
    """
    schema.check_schema(source)
    moved = Manifest()
    with tables.writing(target) as new:
        if tables.filled_tables(new):
            raise MoveTargetNotEmptyError
        schema.migrate_within(new, "head", up=True)
        with tables.snapshot(source) as old:
            _copy(old, new, moved)
        check_copy(new, moved)
        check_chain_of(new)
        tables.continue_numbering(new)
        _check_source_stood_still(source, moved)
    return moved


def _copy(old: Connection, new: Connection, moved: Manifest) -> None:
    for table in tables.tables_of(old):
        columns = [column.name for column in table.columns]
        count = 0
        for rows in tables.read_rows(old, table):
            tables.add_rows(new, table, [dict(zip(columns, row, strict=True)) for row in rows])
            count += len(rows)
        moved.rows[table.name] = count
    with tables.ledger_of(old) as ledger:
        head = ledger.head()
    moved.head_sequence, moved.head_hash = head.sequence, head.hash


def _check_source_stood_still(source: Database, moved: Manifest) -> None:
    """Every write adds to the ledger: its end tells whether there was one."""
    with tables.snapshot(source) as now, tables.ledger_of(now) as ledger:
        if ledger.head().sequence != moved.head_sequence:
            raise SourceChangedError
