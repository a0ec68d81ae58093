"""The event that proves what a database held before its rows were proved."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from forms_backend.identity.actors import SYSTEM
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import Entry
from forms_backend.ledger.proved import record_digest, written_records
from forms_backend.ledger.records_repository import all_records
from forms_backend.ledger.tables import LedgerEvent, LedgerHead
from forms_backend.sealing.ciphers import HashName


def write_baseline(
    connection: Connection, *, moved_to: str, tables: Collection[str] | None = None
) -> None:
    """Append one event with the digests of all rows of `tables`, by default of all proved ones;
    nothing where there are none.

    A migration calls it that gives existing rows other proved values: a column with a default,
    one that is filled from others. It takes rows as they are, so that nobody must be able to write
    between a check of the ledger and the migration.
    """
    algorithm = _last_algorithm(connection)
    digests = {
        name: {key: record_digest(values, algorithm) for key, values in rows}
        for name, rows in all_records(connection)
        if tables is None or name in tables
    }
    records = {name: found for name, found in digests.items() if found}
    if not records:
        return
    head = connection.execute(select(LedgerHead.sequence, LedgerHead.hash)).one()
    entry = Entry(
        sequence=head.sequence + 1,
        number=None,
        action=Action.BASELINE.value,
        actor=SYSTEM,
        at=datetime.now(UTC),
        detail=json.dumps(
            {"schema": moved_to, "rows": str(sum(map(len, records.values())))}, sort_keys=True
        ),
        algorithm=algorithm,
        previous_hash=head.hash,
        records=written_records(records),
    )
    digest = entry.hash()
    connection.execute(insert(LedgerEvent).values({**vars(entry), "hash": digest}))
    connection.execute(update(LedgerHead).values(sequence=entry.sequence, hash=digest))


def _last_algorithm(connection: Connection) -> str:
    """That of the last event; a migration knows no settings."""
    found = connection.scalar(
        select(LedgerEvent.algorithm).join(LedgerHead, LedgerHead.sequence == LedgerEvent.sequence)
    )
    return str(found or HashName.SHA256.value)
