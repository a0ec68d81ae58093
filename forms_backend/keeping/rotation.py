"""换数据密钥: after a leak everything that is kept is written anew under another data key.

While two keys are known (`FABU_DATA_KEY`, `FABU_OLD_DATA_KEY`) the new one writes and both read, so the
service goes on. A batch of rows is one transaction with one event, which proves the rows as they are
now; what is new already is passed over, so that it can be broken off and begun again at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms_backend.attachments.store import FileStore
from forms_backend.database.tables import Base
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.keeping.rotation_repository import RotationRepository
from forms_backend.keeping.sealed_columns import SEALED, Sealed
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.manuscripts.forge import ForgeVault
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher

BATCH = 100


@dataclass(frozen=True)
class Rotated:
    """How many rows, by table, files and entries of the search were written anew."""

    rows: Mapping[str, int]
    files: int
    entries: int


class RotationService:
    """Writes everything anew that the key before wrote."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        store: FileStore,
        is_named: Callable[[str], bool],
        reindex: Callable[[], int],
        clock: Clock,
        vault: ForgeVault,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._store = store
        self._is_named = is_named
        self._reindex = reindex
        self._clock = clock
        self._vault = vault

    def rotate(self, *, actor: str) -> Rotated:
        """All of it. Raises DecryptionError, DamagedAttachmentError for what neither key opens: what
        came before it is done, and what lies behind it waits."""
        rows = {t.__tablename__: self._rotate_table(t, actor) for t in _tables()}
        files = sum(map(self._rotate_file, list(self._store.names())))
        self._vault.reseal()
        return Rotated({k: n for k, n in rows.items() if n}, files, self._reindex())

    def left(self) -> int:
        """How many values and files the key before still has to read."""
        rows = sum(self._left_in(table) for table in _tables())
        files = sum(not self._store.is_current(name) for name in self._store.names())
        return rows + files + (not self._vault.is_current())

    def _rotate_table(self, table: type[Base], actor: str) -> int:
        columns, count, key = _columns(table), 0, None
        while True:
            with self._database.write() as work:
                repository = work[RotationRepository]
                batch = repository.rows_after(table, key, BATCH, hold=True)
                if not batch:
                    return count
                key = repository.key_of(batch[-1])
                done = sum([self._rotate_row(row, columns, repository) for row in batch])
                if done:
                    self._record(work, table, done, actor)
                count += done

    def _rotate_row(
        self, row: Base, columns: tuple[Sealed, ...], known: RotationRepository
    ) -> bool:
        is_changed = False
        for sealed in columns:
            blob: bytes | None = getattr(row, sealed.column)
            if blob and not self._cipher.is_current(blob):
                name = sealed.bound_to(row, known)
                plain = self._cipher.decrypt(name, blob)
                setattr(row, sealed.column, self._cipher.encrypt(name, plain))
                is_changed = True
        return is_changed

    def _record(self, work: Work, table: type[Base], count: int, actor: str) -> None:
        work[LedgerRepository].append(
            Action.KEY_ROTATED,
            number=None,
            actor=actor,
            at=self._clock(),
            detail={"kind": table.__tablename__, "count": str(count)},
        )

    def _rotate_file(self, name: str) -> bool:
        self._store.mark(name, self._clock())
        is_done = self._store.reseal(name)
        if self._is_named(name) or self._store.is_staged(name):
            self._store.unmark(name)  # else its matter was erased meanwhile: the sweep deletes it
        return is_done

    def _left_in(self, table: type[Base]) -> int:
        columns, count, key = _columns(table), 0, None
        while True:
            with self._database.read() as work:
                repository = work[RotationRepository]
                batch = repository.rows_after(table, key, BATCH)
                if not batch:
                    return count
                key = repository.key_of(batch[-1])
                values = (getattr(row, one.column) for row in batch for one in columns)
                count += sum(not self._cipher.is_current(v) for v in values if v)


def _tables() -> tuple[type[Base], ...]:
    return tuple(dict.fromkeys(sealed.table for sealed in SEALED))


def _columns(table: type[Base]) -> tuple[Sealed, ...]:
    return tuple(sealed for sealed in SEALED if sealed.table is table)
