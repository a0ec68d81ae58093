"""`secrets.env`: fresh secrets for a new installation, readable by its owner alone."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from forms_backend.running.settings import KEY_BYTES, read_key

_HEADER = (
    "# 由 fabu init 生成。请把 FABU_BACKUP_KEY 另行抄存：其他密钥都在备份里，只有它不在。\n"
    "# 丢失 FABU_DATA_KEY 又没有备份，已收到的内容无法解密。\n"
)


def _new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


DATA_KEY, OLD_DATA_KEY = "FABU_DATA_KEY", "FABU_OLD_DATA_KEY"
NAMES = ("FABU_SECRET_KEY", DATA_KEY, "FABU_CODE_KEY", "FABU_BACKUP_KEY", "FABU_SIGNING_KEY")


def write_missing_secrets(path: Path) -> tuple[str, ...]:
    """Add each secret that `path` lacks and return their names; secrets that exist stay.

    The file replaces the old one in one step and has mode 600 from its first byte.
    """
    known = dotenv_values(path) if path.exists() else {}
    missing = tuple(name for name in NAMES if not known.get(name))
    if not missing:
        path.chmod(0o600)
        return ()
    text = path.read_text("utf-8").rstrip("\n") + "\n" if path.exists() else _HEADER
    _write(path, text + "".join(f"{name}={_new_key()}\n" for name in missing))
    return missing


def add_data_key(path: Path, current: bytes) -> bool:
    """Put a new data key in front of `current`, which stays as the old one. False when the file
    does not hold `current`: then it comes from elsewhere, and who put it there has to change it."""
    known = _known(path)
    text = base64.urlsafe_b64encode(current).decode()
    if known.get(DATA_KEY) is None or read_key(known[DATA_KEY]) != current:
        return False
    write_secrets(path, known | {DATA_KEY: _new_key(), OLD_DATA_KEY: text})
    return True


def drop_old_data_key(path: Path) -> bool:
    """Take the old data key out. False when the file holds none."""
    known = _known(path)
    if known.pop(OLD_DATA_KEY, None) is None:
        return False
    write_secrets(path, known)
    return True


def _known(path: Path) -> dict[str, str]:
    values = dotenv_values(path) if path.exists() else {}
    return {name: value for name, value in values.items() if value}


def write_secrets(path: Path, secrets: Mapping[str, str]) -> None:
    """A file with exactly these secrets."""
    _write(path, _HEADER + "".join(f"{name}={value}\n" for name, value in secrets.items()))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
