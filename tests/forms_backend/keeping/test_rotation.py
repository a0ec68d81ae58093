"""Another data key: everything is written anew, broken off or not, and nothing needs the old one."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values
from sqlalchemy import LargeBinary, Table, select, text

from forms_backend.attachments.store import FileStore
from forms_backend.database.every_table import declared_tables
from forms_backend.database.tables import UtcDateTime
from forms_backend.database.transactions import Database
from forms_backend.filings.tables import Filing
from forms_backend.keeping.rotation import RotationService
from forms_backend.keeping.rotation_repository import RotationRepository
from forms_backend.keeping.sealed_columns import NOT_SEALED, SEALED
from forms_backend.manuscripts.forge import Forge, ForgeVault
from forms_backend.running.secrets_file import (
    add_data_key,
    drop_old_data_key,
    write_missing_secrets,
)
from forms_backend.running.settings import read_key
from forms_backend.sealing.errors import DamagedAttachmentError, DecryptionError
from forms_backend.sealing.file_cipher import FileCipher
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import blind_index, codewords_of
from forms_backend.submissions.tables import SearchEntry
from forms_backend.worklists.index_service import IndexService
from tests.forms_backend.office import TO_DELIVERED, Office

OLD, NEW = bytes(32), b"n" * 32
BOTH, ALONE = PayloadCipher(NEW, old=OLD), PayloadCipher(NEW)
MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
NOWHERE = Path("/nowhere")
MEGABYTE = b"evidence" * 131_072


@pytest.fixture
def old_files(tmp_path) -> FileStore:
    return FileStore(tmp_path / "var", FileCipher(OLD))


@pytest.fixture
def files(tmp_path) -> FileStore:
    return FileStore(tmp_path / "var", FileCipher(NEW, old=OLD))


def rotation(
    database: Database, files: FileStore, clock: Any, folder: Path = NOWHERE
) -> RotationService:
    reindex = IndexService(database, BOTH).reindex
    return RotationService(
        database, BOTH, files, lambda _: False, reindex, clock, ForgeVault(folder, BOTH)
    )


def test_the_credentials_of_the_forge_are_written_anew(
    database: Database, files: FileStore, clock: Any, tmp_path: Path
) -> None:
    ForgeVault(tmp_path, PayloadCipher(OLD)).write(Forge("file:///a.git", token="secret"))
    service = rotation(database, files, clock, tmp_path)
    assert service.left() == 1
    service.rotate(actor="cli:test")
    assert service.left() == 0
    found = ForgeVault(tmp_path, ALONE).read()
    assert found is not None
    assert found.token == "secret"


def test_every_column_of_bytes_is_written_anew_or_named_with_a_reason() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in declared_tables().tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    sealed = {f"{one.table.__tablename__}.{one.column}" for one in SEALED}
    assert sealed | NOT_SEALED.keys() == found
    assert not sealed & NOT_SEALED.keys()


def filled(table: Table, number: int) -> dict[str, Any]:
    """Something for each column of a row that may not be empty."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.nullable or column.name == "id":
            continue
        is_moment = isinstance(column.type, UtcDateTime)
        kind = datetime if is_moment else column.type.python_type
        made: dict[type, Any] = {
            str: f"x{number}", int: 1, bool: False, bytes: b"-", dict: {}, list: [],
            date: MOMENT.date(), datetime: MOMENT,
        }  # fmt: skip
        values[column.name] = made[kind]
    return values


def test_every_sealed_column_is_read_with_the_old_key_and_written_with_the_new(
    sqlite_url: str, files: FileStore, clock: Any
) -> None:
    """Rows of every table, as tables allow them; checks and references are of no matter here."""
    database = Database(sqlite_url)
    before = PayloadCipher(OLD)
    wanted = dict.fromkeys(sealed.table for sealed in SEALED)
    with database.write() as work:
        work.execute(text("PRAGMA ignore_check_constraints = ON"))
        work.execute(text("PRAGMA defer_foreign_keys = ON"))
        # Filings have nothing sealed, but what their steps are bound to.
        for number, table in enumerate((*wanted, Filing)):
            described = table.__table__
            assert isinstance(described, Table)
            work.execute(described.insert().values(filled(described, number)))
        for one in SEALED:
            [row] = work.scalars(select(one.table)).all()
            name = one.bound_to(row, work[RotationRepository])
            setattr(row, one.column, before.encrypt(name, one.column.encode()))
        work.flush()
        service = rotation(database, files, clock)
        for table in wanted:
            columns = tuple(one for one in SEALED if one.table is table)
            [row] = work[RotationRepository].rows_after(table, None, 2)
            assert service._rotate_row(row, columns, work[RotationRepository])
            assert not service._rotate_row(row, columns, work[RotationRepository]), "a second time"
            for one in columns:
                name = one.bound_to(row, work[RotationRepository])
                assert ALONE.decrypt(name, getattr(row, one.column)) == one.column.encode()
        work.rollback()
    database.close()


def test_a_used_installation_needs_the_old_key_no_more(
    database: Database, office: Office, submit: Any, clock: Any, old_files, files, tmp_path
) -> None:
    receipts = [submit(title=f"重复检查之{n}", consent_case=True) for n in range(3)]
    office.go(receipts[0].number, *TO_DELIVERED)
    staged = old_files.stage(io.BytesIO(MEGABYTE), len(MEGABYTE), clock())
    service = rotation(database, files, clock)
    assert service.left() > 3
    done = service.rotate(actor="cli:test")
    assert done.rows["submissions"] == 3
    assert (done.files, done.entries) == (1, 3)
    assert service.left() == 0
    repeated = service.rotate(actor="cli:test")
    assert (repeated.rows, repeated.files) == ({}, 0)
    # What the new key alone now reads, finds and proves.
    assert office.ledger.verify().is_intact
    with database.read() as work:
        for one in SEALED:
            for row in work.scalars(select(one.table)).all():
                value = getattr(row, one.column)
                name = value and one.bound_to(row, work[RotationRepository])
                assert not value or ALONE.decrypt(name, value) is not None
        finder = blind_index(ALONE).finder("重复检查")
        entries = work.scalars(select(SearchEntry)).all()
        assert finder is not None
        assert [finder(entry.submission_id, entry.codewords) for entry in entries] == [True] * 3
    only_new = FileStore(tmp_path / "var", FileCipher(NEW))
    path = only_new._staged(staged.storage_name)
    with path.open("rb") as source:
        assert b"".join(FileCipher(NEW).decrypt(staged.storage_name, source)) == MEGABYTE
    assert path.stat().st_mtime == clock().timestamp(), "its two hours run from when it came"
    with path.open("rb") as source, pytest.raises(DamagedAttachmentError, match="另一把密钥"):
        list(FileCipher(OLD).decrypt(staged.storage_name, source))


def test_it_goes_on_where_it_was_broken_off(
    database: Database, office: Office, submit: Any, clock: Any, files, monkeypatch
) -> None:
    for n in range(5):
        submit(title=f"之{n}")
    monkeypatch.setattr("forms_backend.keeping.rotation.BATCH", 2)
    service = rotation(database, files, clock)
    whole, told = PayloadCipher.encrypt, 0

    def fails_at_the_fourth(self: PayloadCipher, name: str, plain: bytes) -> bytes:
        nonlocal told
        told += 1
        if told == 4:
            raise KeyboardInterrupt
        return whole(self, name, plain)

    with monkeypatch.context() as patch:
        patch.setattr(PayloadCipher, "encrypt", fails_at_the_fourth)
        with pytest.raises(KeyboardInterrupt):
            service.rotate(actor="cli:test")
    assert office.ledger.verify().is_intact
    assert service.rotate(actor="cli:test").rows["submissions"] == 3
    assert office.ledger.verify().is_intact


def test_while_two_keys_are_known_old_and_new_is_found(
    database: Database, office: Office, submit: Any, clock: Any
) -> None:
    submit(title="重复检查")
    with database.read() as work:
        [entry] = work.scalars(select(SearchEntry)).all()
        number, codewords = entry.submission_id, entry.codewords
    index = blind_index(BOTH)
    more = codewords_of(number, index.trapdoors(["后来的补充"]), codewords)
    finder = index.finder("重复检查 后来的补充")
    assert finder is not None
    assert finder(number, more), "words under both keys stand together"
    whole = codewords_of(number, index.trapdoors(["重复检查"], whole=True))
    old = blind_index(PayloadCipher(OLD)).finder("重复检查")
    assert old is not None
    assert not old(number, whole), "who has the old key finds nothing"


def test_secrets_hold_both_keys_until_the_old_one_is_dropped(tmp_path) -> None:
    path = tmp_path / "secrets.env"
    write_missing_secrets(path)
    before = dotenv_values(path)
    key = read_key(before["FABU_DATA_KEY"])
    assert not add_data_key(path, b"another" * 5)
    assert dotenv_values(path) == before
    assert add_data_key(path, key)
    both = dotenv_values(path)
    assert both["FABU_OLD_DATA_KEY"] == before["FABU_DATA_KEY"] != both["FABU_DATA_KEY"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert drop_old_data_key(path)
    assert not drop_old_data_key(path)
    assert dotenv_values(path) == before | {"FABU_DATA_KEY": both["FABU_DATA_KEY"]}


def test_a_cipher_without_the_old_key_says_which_it_lacks() -> None:
    with pytest.raises(DecryptionError, match="另一把密钥"):
        ALONE.decrypt("TS1", PayloadCipher(OLD).encrypt("TS1", b"x"))
    assert BOTH.decrypt("TS1", PayloadCipher(OLD).encrypt("TS1", b"x")) == b"x"
    assert ALONE.decrypt("TS1", BOTH.encrypt("TS1", b"x")) == b"x"
