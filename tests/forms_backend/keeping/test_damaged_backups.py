"""What is damaged, sealed otherwise or not ours is told apart, and touches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.keeping import database_copy as tables
from forms_backend.keeping.backup import write_backup
from forms_backend.keeping.errors import (
    FileExistsAlreadyError,
    NewerBackupError,
    RestoredDiffersError,
    UnknownTablesError,
)
from forms_backend.keeping.restore import examine
from forms_backend.running.settings import Settings
from forms_backend.sealing.errors import DamagedBackupError, NotABackupError, WrongKeyError
from forms_backend.sealing.sealed_file import CHUNK_BYTES, BackupKey, Lock, Passphrase
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.tables import Submission
from tests.forms_backend.keeping.whole_databases import LOCK, content, restored

# Damage


@pytest.fixture
def vacant(tmp_path: Path) -> Iterator[Database]:
    """A new SQLite file: with nothing in it, not even tables."""
    opened = Database(f"sqlite:///{tmp_path / 'vacant.sqlite3'}")
    yield opened
    opened.close()


def cut(data: bytes) -> bytes:
    return data[:-1]


def cut_at_a_chunk(data: bytes) -> bytes:
    """Leave the last chunk out, so that every chunk that is left is as it was written."""
    header = data.index(b"\n", data.index(b"\n") + 1) + 1
    return data[: header + CHUNK_BYTES + 16]


def changed(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def swapped(data: bytes) -> bytes:
    """The first two chunks in the other order."""
    header = data.index(b"\n", data.index(b"\n") + 1) + 1
    size = CHUNK_BYTES + 16
    first, second = data[header : header + size], data[header + size : header + 2 * size]
    return data[:header] + second + first + data[header + 2 * size :]


def with_other_header(data: bytes) -> bytes:
    return data.replace(b'{"salt": "', b'{"salt": "A', 1)


def lengthened(data: bytes) -> bytes:
    return data + b"x" * 40


@pytest.mark.parametrize(
    "damage", [cut, cut_at_a_chunk, changed, swapped, with_other_header, lengthened]
)
def test_a_damaged_backup_is_refused_and_nothing_is_written(
    sqlite_url: str, tmp_path: Path, vacant: Database, clock: Any, damage: Any, settings: Settings
) -> None:
    source = Database(sqlite_url)
    path = tmp_path / "a.fabu-backup"
    (settings.var_dir / "attachments" / "big.bin").write_bytes(bytes(3 * CHUNK_BYTES))
    write_backup(source, settings, path, LOCK, clock())
    source.close()
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DamagedBackupError, match="没有改动任何数据"):
        restored(path, vacant, tmp_path / "new", clock)
    assert schema.current_revision(vacant) is None
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("lock", "words"),
    [(BackupKey(b"1" * 32), "FABU_BACKUP_KEY"), (Passphrase("not this passphrase"), "BACKUP_KEY")],
)
def test_another_key_is_told_from_damage(backup: Path, lock: Lock, words: str) -> None:
    with pytest.raises(WrongKeyError, match=words):
        examine(backup, lock)


def test_a_passphrase_opens_what_it_sealed(
    sqlite_url: str, settings: Settings, tmp_path: Path, clock: Any
) -> None:
    source = Database(sqlite_url)
    path = tmp_path / "a.fabu-backup"
    write_backup(source, settings, path, Passphrase("正确的口令 correct horse"), clock())
    source.close()
    assert examine(path, Passphrase("正确的口令 correct horse")).manifest.attachments == 2
    with pytest.raises(WrongKeyError, match="口令"):
        examine(path, Passphrase("错误的口令 correct horse"))
    with pytest.raises(WrongKeyError, match="口令"):
        examine(path, LOCK)


def test_something_else_is_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(NotABackupError):
        examine(path, LOCK)


def test_a_backup_holds_no_readable_personal_data_and_overwrites_nothing(
    backup: Path, filled: Database, settings: Settings, clock: Any
) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    for word in ("13800138000", "TS202611", "submissions"):
        assert word.encode() not in backup.read_bytes()
    before = backup.read_bytes()
    with pytest.raises(FileExistsAlreadyError):
        write_backup(filled, settings, backup, LOCK, clock())
    assert backup.read_bytes() == before
    assert list(backup.parent.iterdir()) == [backup]


def test_a_changed_ledger_is_not_restored(
    filled: Database, settings: Settings, tmp_path: Path, target: Database, clock: Any
) -> None:
    """The backup is what the database was; that somebody had tampered with it shows here."""
    with filled.engine.begin() as connection:
        if filled.engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE ledger_events DISABLE TRIGGER ALL"))
        else:
            connection.execute(text("DROP TRIGGER ledger_events_no_update"))
        connection.execute(text("UPDATE ledger_events SET actor = 'nobody' WHERE sequence = 2"))
    path = tmp_path / "a.fabu-backup"
    write_backup(filled, settings, path, LOCK, clock())
    with pytest.raises(RestoredDiffersError, match="第 2 条"):
        restored(path, target, tmp_path / "new", clock)
    assert schema.current_revision(target) is None
    assert not (tmp_path / "new" / "attachments").exists()


def test_a_backup_of_a_newer_version_asks_to_upgrade(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "knows", lambda _revision: False)
    with pytest.raises(NewerBackupError, match="升级程序"):
        examine(backup, LOCK)


def test_a_table_that_nobody_knows_stops_the_backup(
    filled: Database, settings: Settings, tmp_path: Path, clock: Any
) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text("CREATE TABLE strange (id INTEGER PRIMARY KEY)"))
    with pytest.raises(UnknownTablesError, match="strange"):
        write_backup(filled, settings, tmp_path / "a.fabu-backup", LOCK, clock())
    assert not (tmp_path / "a.fabu-backup").exists()


def test_writers_go_on_while_a_backup_reads_one_moment(
    filled: Database, service: Any, forms: Any, complaint: Any
) -> None:
    with tables.snapshot(filled) as connection:
        service.accept(forms["complaint"], complaint, channel=Channel.WEB)
        assert tables.count_rows(connection, Submission.__table__) == 3
        with tables.ledger_of(connection) as ledger:
            assert ledger.head().sequence == 3
    assert len(content(filled)["submissions"]) == 4
