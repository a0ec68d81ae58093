"""`fabu backup`, `restore`, `migrate-database`, `retention`, as an operator runs them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dotenv import dotenv_values
from sqlalchemy import text

from district.errors import FabuError
from fabu import cli
from forms_backend.database.transactions import Database
from forms_backend.keeping.errors import (
    BackupKeyMissingError,
    NoDestinationError,
    SecretsDifferError,
    TargetNotEmptyError,
)
from forms_backend.running.errors import SettingsError
from forms_backend.sealing.errors import WeakPassphraseError
from forms_backend.sealing.sealed_file import passphrase_from
from tests.reference import make_project


def fabu(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def done(*arguments: str) -> str:
    """The output of a command that works."""
    result = fabu(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with two accounts, so that the ledger has two events."""
    for name in list(os.environ):
        if name.startswith("FABU_"):
            monkeypatch.delenv(name)
    first = tmp_path / "first"
    first.mkdir()
    monkeypatch.chdir(make_project(first))
    done("init")
    done("migrate")
    for login in ("zhang", "li"):
        done("staff", "add", login, "--name", login, "--unit", "court", "--role", "handler")
    return first


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another machine, with nothing on it."""
    (tmp_path / "second").mkdir()
    return tmp_path / "second"


def secrets(machine: Path) -> dict[str, str | None]:
    return dotenv_values(machine / "var" / "secrets.env")


def test_a_lost_machine_comes_back_from_the_file_and_one_key(
    machine: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = done("backup", "--out", "night.fabu-backup")
    assert "读回核对" in output
    assert "FABU_BACKUP_KEY" in output
    monkeypatch.chdir(make_project(other))
    with pytest.raises(BackupKeyMissingError):
        raise_from("restore", str(machine / "night.fabu-backup"))
    monkeypatch.setenv("FABU_BACKUP_KEY", str(secrets(machine)["FABU_BACKUP_KEY"]))
    checked = done("restore", str(machine / "night.fabu-backup"), "--check")
    assert "备份完好" in checked
    assert {path.name for path in other.iterdir()} == {"mkdocs.yml", "site_config"}
    assert "已恢复" in done("restore", str(machine / "night.fabu-backup"))
    kept = secrets(other)
    assert (other / "var" / "secrets.env").stat().st_mode & 0o777 == 0o600
    assert kept == {k: v for k, v in secrets(machine).items() if k != "FABU_BACKUP_KEY"}
    assert "zhang" in done("staff", "list")
    assert "共 3 条" in done("ledger", "verify")  # two accounts, and that it was restored


def raise_from(*arguments: str) -> None:
    error = fabu(*arguments).exception
    assert isinstance(error, FabuError), error
    raise error


def test_other_keys_are_not_overwritten_unless_told(
    machine: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine / "words.txt").write_text("一句足够长的备份口令 2026\n", encoding="utf-8")
    words = ("--passphrase-file", str(machine / "words.txt"))
    assert "口令" in done("backup", "--out", "night.fabu-backup", *words)
    monkeypatch.chdir(make_project(other))
    done("init")
    before = secrets(other)
    file = str(machine / "night.fabu-backup")
    with pytest.raises(SecretsDifferError, match="FABU_DATA_KEY"):
        raise_from("restore", file, *words)
    assert secrets(other) == before
    assert not (other / "var" / "fabu.sqlite3").exists()
    done("restore", file, "--replace-secrets", *words)
    after = secrets(other)
    assert after["FABU_DATA_KEY"] == secrets(machine)["FABU_DATA_KEY"]
    assert after["FABU_BACKUP_KEY"] == before["FABU_BACKUP_KEY"]
    assert dotenv_values(other / "var" / "secrets.env.old") == before
    with pytest.raises(TargetNotEmptyError):
        raise_from("restore", file, *words)
    done("restore", file, "--replace", *words)


def test_lost_keys_come_back_and_the_data_is_not_touched(machine: Path) -> None:
    done("backup", "--out", "night.fabu-backup")
    before = secrets(machine)
    path = machine / "var" / "secrets.env"
    path.write_text(f"FABU_BACKUP_KEY={before['FABU_BACKUP_KEY']}\n")
    done("restore", "night.fabu-backup", "--secrets-only")
    assert dict(secrets(machine)) == dict(before)
    assert not path.with_name("secrets.env.old").exists()
    assert "共 2 条" in done("ledger", "verify")


def test_a_short_passphrase_is_refused(machine: Path) -> None:
    (machine / "words.txt").write_text("a" * 12, encoding="utf-8")
    assert passphrase_from(machine / "words.txt").text == "a" * 12
    (machine / "words.txt").write_text("a" * 11, encoding="utf-8")
    with pytest.raises(WeakPassphraseError):
        raise_from("backup", "--out", "x", "--passphrase-file", "words.txt")


def test_backups_of_each_night_and_the_oldest_go(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoDestinationError):
        raise_from("backup")
    monkeypatch.setenv("FABU_BACKUP_DIR", "nights")
    folder = machine / "nights"
    folder.mkdir()
    for n in (1, 2, 3):
        (folder / f"2026111{n}-023000.fabu-backup").touch()
    output = done("backup", "--keep", "2")
    left = sorted(path.name for path in folder.iterdir())
    assert len(left) == 2
    assert left[0] == "20261113-023000.fabu-backup"
    assert "20261111-023000.fabu-backup、20261112-023000.fabu-backup" in output


def test_a_wrong_backup_key_is_named(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done("backup", "--out", "night.fabu-backup")
    monkeypatch.setenv("FABU_BACKUP_KEY", "not base64")
    with pytest.raises(SettingsError, match="FABU_BACKUP_KEY"):
        raise_from("restore", "night.fabu-backup")


def test_a_database_moves_by_its_address(machine: Path) -> None:
    source = f"sqlite:///{machine / 'var' / 'fabu.sqlite3'}"
    output = done("migrate-database", source, f"sqlite:///{machine / 'new.sqlite3'}")
    assert "staff\t2" in output
    assert "FABU_DATABASE_URL" in output
    with sqlite3.connect(machine / "new.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM ledger_events").fetchone() == (2,)
    connection.close()
    with pytest.raises(SettingsError, match="sqlite 和 postgresql"):
        raise_from("migrate-database", source, "mysql://x/y")


def test_retention_lists_before_it_acts(machine: Path) -> None:
    assert "没有到期" in done("retention")
    database = Database(f"sqlite:///{machine / 'var' / 'fabu.sqlite3'}")
    old = datetime.now(UTC) - timedelta(days=400)
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO staff_sessions (staff_id, token_hash, created_at, seen_at) "
                "VALUES (1, 'x', :old, :old)"
            ),
            {"old": old},
        )
    database.close()
    assert "预演" in done("retention", "--dry-run")
    assert "工作人员登录记录：1 条" in done("retention")
    assert "没有到期" in done("retention")


def test_a_server_on_a_read_only_database_says_so(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may write what is mode 400, so the file is opened as one that may only be read."""
    path = machine / "var" / "fabu.sqlite3"
    shutil.copy(path, machine / "copy.sqlite3")
    connect = sqlite3.connect

    def read_only(*arguments: object, **options: object) -> sqlite3.Connection:
        opened = connect(*arguments, **options)  # type: ignore[call-overload]
        opened.execute("PRAGMA query_only = ON")
        return opened  # type: ignore[no-any-return]

    monkeypatch.setattr("sqlite3.dbapi2.connect", read_only)
    with pytest.raises(FabuError, match=r"只能读.*权限"):
        raise_from("serve")
