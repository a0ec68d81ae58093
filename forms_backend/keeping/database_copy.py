"""Reading and filling whole databases, table by table, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection as Connection
from sqlalchemy import (
    Integer,
    func,
    insert,
    inspect,
    literal,
    select,
    update,
)
from sqlalchemy import Table as Table

from forms_backend.accounts.tables import StaffSession
from forms_backend.database.every_table import declared_tables
from forms_backend.database.transactions import Database, driver_errors_as_ours
from forms_backend.database.work import Work
from forms_backend.keeping.errors import UnknownTablesError
from forms_backend.ledger.repository import LedgerRepository

VERSION_TABLE = "alembic_version"
FILLED_BY_MIGRATIONS = frozenset({"ledger_head"})
"""These have a row in an empty database, too."""
MADE_ANEW = frozenset({"search_blocks"})
"""Rows of these are not copied: the server makes them from the others, by itself."""

_ROWS_AT_ONCE = 500


def known_tables() -> tuple[Table, ...]:
    """Every table of this program, each after those that it refers to."""
    return tuple(declared_tables().sorted_tables)


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """The whole database as it is at one moment, while others go on writing."""
    engine = database.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with driver_errors_as_ours(), engine.connect() as connection, connection.begin():
        revision_of(connection)  # the first read fixes the moment, on SQLite (WAL) as well
        yield connection


@contextmanager
def writing(database: Database) -> Iterator[Connection]:
    """One transaction that keeps every other writer out; tables can be made and dropped in it."""
    engine = database.engine.execution_options(begin="BEGIN IMMEDIATE")
    with driver_errors_as_ours(), engine.begin() as connection:
        yield connection


def revision_of(connection: Connection) -> str | None:
    """The schema version inside this transaction."""
    return MigrationContext.configure(connection).get_current_revision()


def tables_of(connection: Connection) -> tuple[Table, ...]:
    """The tables that the database has. Raises UnknownTablesError for one that is not ours."""
    present = set(inspect(connection).get_table_names()) - {VERSION_TABLE}
    known = known_tables()
    strange = present - {table.name for table in known}
    if strange:
        raise UnknownTablesError(sorted(strange))
    return tuple(table for table in known if table.name in present)


def filled_tables(connection: Connection) -> list[str]:
    """The names of the tables that hold somebody's data."""
    return [
        table.name
        for table in tables_of(connection)
        if table.name not in FILLED_BY_MIGRATIONS
        and connection.execute(select(literal(1)).select_from(table).limit(1)).first() is not None
    ]


def read_rows(connection: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    """All rows in the order of their key, some hundred at a time; none of what is made anew."""
    if table.name in MADE_ANEW:
        return
    query = select(table).order_by(*table.primary_key.columns)
    result = connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE))
    for part in result.partitions():
        yield [tuple(row) for row in part]


def add_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows with the keys that they had; what the migrations put in goes on to what it was."""
    if table.name in FILLED_BY_MIGRATIONS:
        for row in rows:
            moved = update(table).where(table.c.id == row["id"], table.c.hash != row["hash"])
            connection.execute(moved.values(row))
    elif rows:
        connection.execute(insert(table), list(rows))


def count_rows(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def continue_numbering(connection: Connection) -> None:
    """PostgreSQL's sequences know nothing of rows that came with their own key; SQLite's do."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables_of(connection):
        for column in table.primary_key.columns:
            if isinstance(column.type, Integer) and column.autoincrement is not False:
                found = select(func.pg_get_serial_sequence(table.name, column.name))
                sequence = connection.execute(found).scalar_one()
                highest = connection.execute(select(func.max(column))).scalar_one()
                if sequence and highest:
                    connection.execute(select(func.setval(sequence, highest)))


@contextmanager
def ledger_of(connection: Connection) -> Iterator[LedgerRepository]:
    """The ledger inside this transaction."""
    with Work(connection, join_transaction_mode="create_savepoint") as work, work.begin():
        yield work[LedgerRepository]


def end_staff_sessions(connection: Connection, now: datetime) -> None:
    """A session that was ended after the backup was made must not come to life again."""
    running = StaffSession.ended_at.is_(None)
    connection.execute(update(StaffSession).where(running).values(ended_at=now))
