"""The rows that a transaction writes, and all rows that the ledger proves, as the database has them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Table,
    bindparam,
    event,
    inspect,
    select,
    tuple_,
)
from sqlalchemy.engine import CursorResult, Result
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, UOWTransaction
from sqlalchemy.sql.dml import Delete, Insert, Update

from forms_backend.database.every_table import declared_tables
from forms_backend.database.work import Repository, Work
from forms_backend.ledger.proved import (
    is_proved,
    proved_columns,
    record_digest,
    record_key,
)

Key = tuple[Any, ...]
Records = Mapping[str, Mapping[str, str | None]]
"""Digests by table and key; None for a row that is no more."""

_AT_ONCE = 200
_STREAMED = 1_000


class ChangedRecords(Repository):
    """Keys of the proved rows that this transaction wrote, whichever way it wrote them: by mapped
    objects or by statements of SQLAlchemy (see the listeners below). SQL as text is not seen."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._keys: dict[Table, set[Key]] = {}

    def add(self, table: Table, keys: Iterable[Sequence[Any]]) -> None:
        """These rows were written or deleted."""
        self._keys.setdefault(table, set()).update(map(tuple, keys))

    def is_any(self) -> bool:
        return any(self._keys.values())

    def take(self, algorithm: str) -> Records:
        """Their digests as they are now; afterwards nothing has changed yet."""
        connection = self._session.connection()
        keys, self._keys = self._keys, {}
        return {
            table.name: _digests_of(connection, table, wanted, algorithm)
            for table, wanted in keys.items()
            if wanted
        }


def _digests_of(
    connection: Connection, table: Table, keys: Iterable[Key], algorithm: str
) -> dict[str, str | None]:
    wanted = list(keys)
    found: dict[str, str | None] = {record_key(key): None for key in wanted}
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        reading = _reading_by_key(table)
        for row in connection.execute(
            reading.query, {"keys": [reading.asked(key) for key in some]}
        ):
            found[reading.key(row)] = record_digest(reading.values(row), algorithm)
    return found


class _Reading:
    """How the rows of a table are read: `present` are the columns that it has."""

    def __init__(self, table: Table, present: Iterable[str]) -> None:
        self._names = proved_columns(table.name, present)
        keys = list(table.primary_key.columns)
        self._places = [self._names.index(column.name) for column in keys]
        self._is_single = len(keys) == 1
        self.all = select(*(table.c[name] for name in self._names)).order_by(*keys)
        asked: BindParameter[Any] = bindparam("keys", expanding=True)
        self.query = self.all.where((keys[0] if self._is_single else tuple_(*keys)).in_(asked))

    def asked(self, key: Key) -> Any:
        """A key as the query takes it."""
        return key[0] if self._is_single else key

    def key(self, row: Row[Any]) -> str:
        return record_key([row[place] for place in self._places])

    def values(self, row: Row[Any]) -> Mapping[str, Any]:
        """Its proved columns."""
        return dict(zip(self._names, row, strict=True))


@cache
def _reading_by_key(table: Table) -> _Reading:
    """Built once: every transaction that writes reads back what it wrote."""
    return _Reading(table, table.columns.keys())


def _rows(
    connection: Connection, table: Table, present: Iterable[str]
) -> Generator[tuple[str, Mapping[str, Any]], None, None]:
    """Key and proved columns of each row, in the order of the key."""
    reading = _Reading(table, present)
    with connection.execute(reading.all.execution_options(yield_per=_STREAMED)) as result:
        for row in result:
            yield reading.key(row), reading.values(row)


def proved_tables() -> list[Table]:
    """Each after those that it refers to."""
    return [table for table in declared_tables().sorted_tables if is_proved(table.name)]


def all_records(
    connection: Connection,
) -> Iterator[tuple[str, Iterable[tuple[str, Mapping[str, Any]]]]]:
    """Every proved table with its rows; only what the database has already of tables and columns,
    so that it can be asked between two migrations."""
    asked = inspect(connection)
    present = set(asked.get_table_names())
    for table in proved_tables():
        if table.name in present:
            there = {column["name"] for column in asked.get_columns(table.name)}
            yield (
                table.name,
                _rows(connection, table, [c.name for c in table.columns if c.name in there]),
            )


# Listeners: everything that a `Work` writes passes here


@event.listens_for(Work, "after_flush")
def _note_objects(session: Session, _context: UOWTransaction) -> None:
    changed = cast(Work, session)[ChangedRecords]
    for row in session.new | session.deleted:
        _note_object(changed, row)
    for row in session.dirty:
        if _has_proved_change(row):
            _note_object(changed, row)


def _note_object(changed: ChangedRecords, row: object) -> None:
    table = _table_of(row)
    if is_proved(table.name):
        changed.add(table, [inspect(row).mapper.primary_key_from_instance(row)])  # type: ignore[union-attr]


def _table_of(row: object) -> Table:
    return cast(Table, cast(DeclarativeBase, row).__table__)


def _has_proved_change(row: object) -> bool:
    state, table = inspect(row), _table_of(row)
    assert state is not None
    return any(
        state.attrs[name].history.has_changes()
        for name in proved_columns(table.name, table.columns.keys())
    )


@event.listens_for(Work, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> Result[Any] | None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return None
    statement = cast(Insert | Update | Delete, state.statement)
    table = cast(Table, statement.table)
    if not is_proved(table.name):
        return None
    changed = cast(Work, state.session)[ChangedRecords]
    if isinstance(statement, Insert):
        return _insert(state, statement, table, changed)
    state.session.flush()  # as the statement itself would
    keys = select(*table.primary_key.columns).where(*statement._where_criteria).with_for_update()
    parameters = state.parameters if isinstance(state.parameters, dict) else None
    changed.add(table, state.session.connection().execute(keys, parameters).all())
    return None


def _insert(
    state: ORMExecuteState, statement: Insert, table: Table, changed: ChangedRecords
) -> Result[Any]:
    names = [column.name for column in table.primary_key.columns]
    parameters = cast("list[Any] | dict[str, Any] | None", state.parameters)
    given = [parameters] if isinstance(parameters, dict) else parameters or []
    if given and all(name in row for row in given for name in names):
        changed.add(table, [tuple(row[name] for name in names) for row in given])
        return state.invoke_statement()
    if given and (isinstance(parameters, list) or state.is_orm_statement):
        # The result of these knows no keys unless it is asked for them.
        result = state.invoke_statement(statement=statement.returning(*table.primary_key.columns))
        changed.add(table, [tuple(row) for row in result])
        return result
    result = state.invoke_statement()
    changed.add(table, [tuple(cast(CursorResult[Any], result).inserted_primary_key or ())])
    return result
