"""`fabu restore`: a backup into a database, all of it or nothing.

The file is read twice: once to the end, to see that every byte, checksum and count is as it was
written, and then into one transaction, in which the ledger's chain is checked before it is
committed. Until then the target is what it was.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.keeping import database_copy as tables
from forms_backend.keeping.archive import (
    ABOUT,
    ATTACHMENTS,
    EDITING,
    FORMAT,
    MANIFEST,
    SECRETS,
    About,
    Manifest,
    Member,
    read_archive,
)
from forms_backend.keeping.database_copy import Connection
from forms_backend.keeping.errors import NewerBackupError, RestoredDiffersError, TargetNotEmptyError
from forms_backend.keeping.rows import decode_rows
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import PublishedHead
from forms_backend.ledger.heads_log import HeadsLog, Occasion
from forms_backend.sealing.errors import DamagedBackupError
from forms_backend.sealing.sealed_file import Lock


@dataclass
class Backup:
    """A backup that was read to its end and found to be what was written."""

    path: Path
    lock: Lock
    about: About = field(default_factory=lambda: About("", "", {}))
    secrets: dict[str, str] = field(default_factory=dict)
    manifest: Manifest = field(default_factory=Manifest)


def examine(path: Path, lock: Lock) -> Backup:
    """Read the whole file and check it against its manifest; nothing is written anywhere.

    Raises NotABackupError, WrongKeyError, DamagedBackupError, NewerBackupError, OSError.
    """
    backup = Backup(path, lock)
    seen = Manifest()
    written: Manifest | None = None

    def visit(member: Member) -> None:
        nonlocal written
        if written is not None:
            raise DamagedBackupError("清单之后还有内容")
        if member.name == MANIFEST:
            written = Manifest(**json.loads(member.content()))
            return
        digest = hashlib.sha256()
        if member.attachment is not None or member.name == EDITING:
            for block in member.blocks():
                digest.update(block)
            seen.attachments += member.name != EDITING
        else:
            _examine_small(backup, seen, member, digest.update)
        seen.checksums[member.name] = digest.hexdigest()

    read_archive(path, lock, visit)
    if written is None:
        raise DamagedBackupError("没有清单")
    seen.head_sequence, seen.head_hash = written.head_sequence, written.head_hash
    if {**dict.fromkeys(backup.about.tables, 0), **seen.rows} != written.rows:
        raise DamagedBackupError("行数与清单不符")
    if seen.checksums != written.checksums or seen.attachments != written.attachments:
        raise DamagedBackupError("校验值与清单不符")
    backup.manifest = written
    return backup


def _examine_small(
    backup: Backup, seen: Manifest, member: Member, update: Callable[[bytes], object]
) -> None:
    stored, content = member.stored_and_content()
    update(stored)
    if member.name == ABOUT:
        backup.about = About(**json.loads(content))
        if backup.about.format != FORMAT or not schema.knows(backup.about.revision):
            raise NewerBackupError(backup.about.revision)
    elif member.name == SECRETS:
        backup.secrets = json.loads(content)
    elif member.table is not None:
        rows = decode_rows(content, backup.about.tables[member.table])
        seen.rows[member.table] = seen.rows.get(member.table, 0) + len(rows)


def restore(
    backup: Backup, database: Database, var_dir: Path, now: datetime, *, actor: str, replace: bool
) -> None:
    """Fill the database and the attachments' directory from a backup that was examined. heads.log
    begins anew with the end of the ledger that the backup has; the old one stays beside it.

    Raises TargetNotEmptyError, RestoredDiffersError, DatabaseUnavailableError; nothing has changed
    then.
    """
    with tables.writing(database) as connection:
        _make_room(connection, replace=replace)
        schema.migrate_within(connection, backup.about.revision, up=True)
        with _new_attachments(var_dir, replace=replace) as directory:
            _fill(connection, backup, directory)
            check_copy(connection, backup.manifest)
            schema.migrate_within(connection, "head", up=True)
            check_chain_of(connection)
            tables.continue_numbering(connection)
            tables.end_staff_sessions(connection, now)
            with tables.ledger_of(connection) as ledger:
                ledger.append(
                    Action.RESTORED,
                    number=None,
                    actor=actor,
                    at=now,
                    detail={
                        "backup_created": backup.about.created,
                        "backup_head": backup.manifest.head_hash,
                    },
                )
    heads, was = HeadsLog(var_dir), backup.manifest
    heads.set_aside(now)
    if was.head_sequence:
        heads.add(PublishedHead(was.head_sequence, was.head_hash), Occasion.RESTORE, now)


def _make_room(connection: Connection, *, replace: bool) -> None:
    filled = tables.filled_tables(connection)
    if filled and not replace:
        raise TargetNotEmptyError(filled)
    if tables.revision_of(connection) is not None:
        schema.migrate_within(connection, "base", up=False)


def _fill(connection: Connection, backup: Backup, directory: Path) -> None:
    known = {table.name: table for table in tables.tables_of(connection)}

    def visit(member: Member) -> None:
        if member.table is not None:
            lines = member.stored_and_content()[1]
            columns = backup.about.tables[member.table]
            tables.add_rows(connection, known[member.table], decode_rows(lines, columns))
        elif member.attachment is not None:
            target = directory / member.attachment
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with target.open("xb") as file:
                target.chmod(0o600)
                for block in member.blocks():
                    file.write(block)

    read_archive(backup.path, backup.lock, visit)


def check_copy(connection: Connection, wanted: Manifest) -> None:
    """Raises RestoredDiffersError unless counts and head are as they were."""
    for table in tables.tables_of(connection):
        found, expected = tables.count_rows(connection, table), wanted.rows.get(table.name, 0)
        if found != expected:
            raise RestoredDiffersError(f"{table.name} 应有 {expected} 行，实际 {found} 行")
    with tables.ledger_of(connection) as ledger:
        head = ledger.head()
    if (head.sequence, head.hash) != (wanted.head_sequence, wanted.head_hash):
        raise RestoredDiffersError("台账末条与备份时不同")


def check_chain_of(connection: Connection) -> None:
    """Raises RestoredDiffersError unless the chain holds, in a database with the newest tables.

    A row that its events do not prove stops nothing: it was so when the backup was made, and who
    restores may have no other; `fabu ledger verify` names it afterwards.
    """
    with tables.ledger_of(connection) as ledger:
        report = ledger.verify()
    if report.broken_at is not None:
        raise RestoredDiffersError(f"台账在第 {report.broken_at} 条中断（{report.reason}）")


@contextmanager
def _new_attachments(var_dir: Path, *, replace: bool) -> Iterator[Path]:
    """A directory to fill; it takes its place when the block ends well, else it disappears."""
    place = var_dir / ATTACHMENTS
    if not replace and place.is_dir() and any(place.iterdir()):
        raise TargetNotEmptyError([str(place)])
    var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(prefix=".restoring-", dir=var_dir))
    try:
        yield draft
        _take_place(draft, place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _take_place(draft: Path, place: Path) -> None:
    """Old files stay beside the new ones until somebody deletes them."""
    if place.is_dir():
        if any(place.iterdir()):
            before = Path(tempfile.mkdtemp(prefix=f"{place.name}-before-", dir=place.parent))
            place.rename(before)  # an empty directory may be replaced
        else:
            place.rmdir()
    draft.rename(place)
