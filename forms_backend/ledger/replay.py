"""Every row as the events say that it must be, and the first that is not. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from forms_backend.ledger.chain import Entry
from forms_backend.ledger.proved import record_digest
from forms_backend.ledger.report import Fault, RecordFault


class _Proof(NamedTuple):
    digest: str
    algorithm: str
    sequence: int


class Replay:
    """Reads events in their order; then compares what they say with rows."""

    def __init__(self) -> None:
        self._proofs: dict[str, dict[str, _Proof]] = {}

    def read(self, entry: Entry) -> None:
        """Take over what an event says of rows."""
        if entry.records is None:
            return
        written: Mapping[str, Mapping[str, str | None]] = json.loads(entry.records)
        for table, digests in written.items():
            proofs = self._proofs.setdefault(table, {})
            for key, digest in digests.items():
                if digest is None:
                    proofs.pop(key, None)
                else:
                    proofs[key] = _Proof(digest, entry.algorithm, entry.sequence)

    def faults(
        self, table: str, rows: Iterable[tuple[str, Mapping[str, Any]]]
    ) -> Iterable[RecordFault]:
        """Compare all rows `(key, proved columns)` of a table; asked once for each table."""
        proofs = self._proofs.pop(table, {})
        for key, values in rows:
            proof = proofs.pop(key, None)
            if proof is None:
                yield RecordFault(table, key, Fault.ADDED, None)
            elif record_digest(values, proof.algorithm) != proof.digest:
                yield RecordFault(table, key, Fault.CHANGED, proof.sequence)
        for key, proof in proofs.items():
            yield RecordFault(table, key, Fault.DELETED, proof.sequence)

    def rest(self) -> Iterable[RecordFault]:
        """Rows of tables that were never asked for: the whole table is gone."""
        for table, proofs in self._proofs.items():
            for key, proof in proofs.items():
                yield RecordFault(table, key, Fault.DELETED, proof.sequence)


def first_fault(faults: Iterable[RecordFault]) -> RecordFault | None:
    """The one whose event is the oldest; rows that no event knows come last."""
    return min(faults, key=_place, default=None)


def _place(fault: RecordFault) -> tuple[bool, int, str, int, str]:
    return (
        fault.made_by is None,
        fault.made_by or 0,
        fault.table,
        len(fault.key),
        fault.key,
    )
