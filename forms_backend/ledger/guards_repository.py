"""Whether the triggers that keep the ledger as it is stand, as the migrations made them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

_APPEND_ONLY = "ledger_events is append-only"
_FORWARD_ONLY = "ledger_head goes forward only"
_IS_NEXT = (
    "NEW.sequence = (SELECT coalesce(max(sequence), 0) + 1 FROM ledger_events) AND NOT EXISTS "
    "(SELECT 1 FROM ledger_events WHERE hash = NEW.hash OR previous_hash = NEW.previous_hash)"
)
_IS_FORWARD = (
    "NEW.id = OLD.id AND NEW.sequence > OLD.sequence AND EXISTS "
    "(SELECT 1 FROM ledger_events WHERE sequence = NEW.sequence AND hash = NEW.hash)"
)


def _sqlite(name: str, when: str, refusal: str) -> tuple[str, str]:
    return name, f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"


_SQLITE: Mapping[str, str] = dict(
    (
        _sqlite("ledger_events_no_update", "BEFORE UPDATE ON ledger_events", _APPEND_ONLY),
        _sqlite("ledger_events_no_delete", "BEFORE DELETE ON ledger_events", _APPEND_ONLY),
        _sqlite(
            "ledger_events_at_end",
            f"BEFORE INSERT ON ledger_events WHEN NOT ({_IS_NEXT})",
            _APPEND_ONLY,
        ),
        _sqlite(
            "ledger_head_forward",
            f"BEFORE UPDATE ON ledger_head WHEN NOT ({_IS_FORWARD})",
            _FORWARD_ONLY,
        ),
        _sqlite("ledger_head_no_delete", "BEFORE DELETE ON ledger_head", _FORWARD_ONLY),
        _sqlite("ledger_head_no_insert", "BEFORE INSERT ON ledger_head", _FORWARD_ONLY),
    )
)
"""By name, as SQLite keeps them."""

_ROW, _BEFORE, _INSERT, _DELETE, _UPDATE, _TRUNCATE = 1, 2, 4, 8, 16, 32
"""Bits of `pg_trigger.tgtype` (PostgreSQL, src/include/catalog/pg_trigger.h)."""


def _raise(refusal: str) -> str:
    return f"BEGIN RAISE EXCEPTION '{refusal}'; END"


def _unless(condition: str, refusal: str) -> str:
    return f"BEGIN IF NOT ({condition}) THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN NEW; END"


_POSTGRESQL: Mapping[str, tuple[str, int, str]] = {
    "ledger_events_append_only": (
        "ledger_events",
        _BEFORE | _UPDATE | _DELETE | _TRUNCATE,
        _raise(_APPEND_ONLY),
    ),
    "ledger_events_at_end": (
        "ledger_events",
        _ROW | _BEFORE | _INSERT,
        _unless(_IS_NEXT, _APPEND_ONLY),
    ),
    "ledger_head_forward": (
        "ledger_head",
        _ROW | _BEFORE | _UPDATE,
        _unless(_IS_FORWARD, _FORWARD_ONLY),
    ),
    "ledger_head_stays": (
        "ledger_head",
        _BEFORE | _INSERT | _DELETE | _TRUNCATE,
        _raise(_FORWARD_ONLY),
    ),
}
"""By name: table, when it is called, text of its function."""

_STANDING = text(
    "SELECT t.tgname, c.relname, t.tgtype, p.prosrc FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL "
    "AND coalesce(array_length(t.tgattr::int2[], 1), 0) = 0 AND pg_table_is_visible(c.oid)"
)


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """Names of the triggers that are gone, switched off or not what they were."""
    if connection.dialect.name == "postgresql":
        found = {
            name: (table, kind, source.strip())
            for name, table, kind, source in connection.execute(_STANDING)
        }
        return tuple(name for name, wanted in _POSTGRESQL.items() if found.get(name) != wanted)
    written = dict(
        connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        .tuples()
        .all()
    )
    return tuple(name for name, wanted in _SQLITE.items() if written.get(name) != wanted)
