"""`fabu backup`: everything that was accepted in one sealed file, while the server runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from forms_backend.database.schema import check_schema
from forms_backend.database.transactions import Database
from forms_backend.keeping import database_copy as tables
from forms_backend.keeping.archive import (
    ABOUT,
    ATTACHMENTS,
    SECRETS,
    About,
    ArchiveWriter,
    Manifest,
    write_archive,
)
from forms_backend.keeping.database_copy import Connection, Table
from forms_backend.keeping.editing_copy import add_repository
from forms_backend.keeping.rows import encode_row
from forms_backend.keeping.secret_values import secrets_of
from forms_backend.ledger.heads_log import HeadsLog, Occasion
from forms_backend.running.settings import Settings
from forms_backend.sealing.sealed_file import Lock

NOT_KEPT_YET = frozenset({"staging", "moving"})
"""Folders of `attachments.store` for files that nobody has sent off yet, and for its marks."""

_PART_BYTES = 4 * 1024 * 1024


def write_backup(
    database: Database, settings: Settings, path: Path, lock: Lock, now: datetime
) -> Manifest:
    """Write tables, secrets, attachments and the repository of 编辑 as they are at this moment.

    Attachments come after the tables: whatever a row of the snapshot refers to was there before.
    The end of the ledger that it has is written down in heads.log.
    Raises SchemaOutOfDateError, UnknownTablesError, FileExistsAlreadyError,
    RepositoryUnreadableError, OSError.
    """
    check_schema(database)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with write_archive(path, lock) as archive:
        with tables.snapshot(database) as connection:
            found = tables.tables_of(connection)
            columns = {table.name: [c.name for c in table.columns] for table in found}
            revision = tables.revision_of(connection) or ""
            archive.add_json(ABOUT, asdict(About(revision, now.isoformat(), columns)))
            archive.add_json(SECRETS, secrets_of(settings))
            for table in found:
                _add_table(archive, connection, table)
            with tables.ledger_of(connection) as ledger:
                head = ledger.head()
        archive.manifest.head_sequence, archive.manifest.head_hash = head.sequence, head.hash
        _add_attachments(archive, settings.var_dir / ATTACHMENTS)
        if settings.editing_repository is not None:
            add_repository(archive, settings.editing_repository, settings.var_dir)
        manifest = archive.finish()
    if head.sequence:
        HeadsLog(settings.var_dir).add(head, Occasion.BACKUP, now)
    return manifest


def _add_table(archive: ArchiveWriter, connection: Connection, table: Table) -> None:
    count = 0
    for number, (lines, rows) in enumerate(_parts(connection, table), 1):
        archive.add_part(table.name, number, lines)
        count += rows
    archive.manifest.rows[table.name] = count


def _parts(connection: Connection, table: Table) -> Iterator[tuple[bytes, int]]:
    """Rows as lines, in pieces small enough for memory, with how many each holds."""
    lines, count = bytearray(), 0
    for rows in tables.read_rows(connection, table):
        for row in rows:
            lines += encode_row(row)
            count += 1
            if len(lines) >= _PART_BYTES:
                yield bytes(lines), count
                lines, count = bytearray(), 0
    if count:
        yield bytes(lines), count


def _add_attachments(archive: ArchiveWriter, directory: Path) -> None:
    """The encrypted files as they are, but for those that no row names yet."""
    for file in sorted(directory.rglob("*")) if directory.is_dir() else ():
        passing = file.relative_to(directory).parts[0] in NOT_KEPT_YET
        if passing or not file.is_file() or file.is_symlink():
            continue
        try:
            archive.add_file(f"{ATTACHMENTS}/{file.relative_to(directory).as_posix()}", file)
        except FileNotFoundError:
            continue  # its retention ended between our listing it and opening it
        archive.manifest.attachments += 1
