"""`fabu keys`, as an operator runs it after a leak."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values

from forms_backend.keeping.errors import KeyElsewhereError, OldKeyNeededError
from tests.forms_backend.keeping.test_keeping_cli import done, machine, raise_from, secrets

__all__ = ["machine"]


def add_with_mail() -> None:
    """An account whose mail address is sealed."""
    done("staff", "add", "wang", "--name", "wang", "--unit", "court", "--role", "handler",
         "--email", "wang@example.gov.cn")  # fmt: skip


def test_a_key_is_made_used_and_the_old_one_dropped(machine: Path) -> None:
    add_with_mail()
    before = secrets(machine)
    assert "只有一把" in done("keys", "status")
    assert "重启" in done("keys", "rotate")
    both = secrets(machine)
    assert both["FABU_OLD_DATA_KEY"] == before["FABU_DATA_KEY"] != both["FABU_DATA_KEY"]
    assert "还有 1 处" in done("keys", "status")
    with pytest.raises(OldKeyNeededError, match="还有 1 处"):
        raise_from("keys", "finish")
    assert secrets(machine) == both
    assert "staff\t1" in done("keys", "rotate")
    assert "还有 0 处" in done("keys", "status")
    assert "旧密钥已去掉" in done("keys", "finish")
    after = secrets(machine)
    assert "FABU_OLD_DATA_KEY" not in after
    assert after["FABU_DATA_KEY"] == both["FABU_DATA_KEY"]
    done("ledger", "verify")
    assert "wang" in done("staff", "list")
    assert "只有一把" in done("keys", "finish")


def test_a_key_from_elsewhere_is_left_to_who_put_it_there(machine: Path, monkeypatch: Any) -> None:
    other = "b" * 43 + "="
    monkeypatch.setenv("FABU_DATA_KEY", other)
    before = dotenv_values(machine / "var" / "secrets.env")
    with pytest.raises(KeyElsewhereError, match="FABU_OLD_DATA_KEY"):
        raise_from("keys", "rotate")
    assert secrets(machine) == before


def test_a_backup_carries_both_keys_while_both_are_needed(machine: Path, monkeypatch: Any) -> None:
    add_with_mail()
    done("keys", "rotate")
    done("backup", "--out", "night.fabu-backup")
    kept = secrets(machine)
    (machine / "var" / "secrets.env").unlink()
    monkeypatch.setenv("FABU_BACKUP_KEY", str(kept["FABU_BACKUP_KEY"]))
    done("restore", "night.fabu-backup", "--secrets-only")
    assert secrets(machine)["FABU_OLD_DATA_KEY"] == kept["FABU_OLD_DATA_KEY"]
    assert "staff\t1" in done("keys", "rotate")
