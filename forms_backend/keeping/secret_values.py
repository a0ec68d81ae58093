"""The keys of an installation: what a backup carries, sealed, and how a restore gives them back."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from district.project import ENV_FILE, find_root, var_dir
from forms_backend.keeping.errors import BackupKeyMissingError, SecretsDifferError
from forms_backend.running.errors import SettingsError
from forms_backend.running.secrets_file import NAMES, OLD_DATA_KEY, write_secrets
from forms_backend.running.settings import (
    SECRETS_FILE,
    Settings,
    load_settings,
    read_key,
)
from forms_backend.sealing.sealed_file import BackupKey, Lock, passphrase_from

BACKUP_KEY = "FABU_BACKUP_KEY"
CARRIED = (*(name for name in NAMES if name != BACKUP_KEY), OLD_DATA_KEY)
"""The backup key opens the backup; it has to be kept elsewhere. The old data key is there while
something is still to be read with it."""


def lock_of(settings: Settings, passphrase_file: Path | None) -> Lock:
    """What a backup is sealed with. Raises BackupKeyMissingError, WeakPassphraseError."""
    if passphrase_file is not None:
        return passphrase_from(passphrase_file)
    if settings.backup_key is None:
        raise BackupKeyMissingError
    return BackupKey(settings.backup_key)


def lock_of_machine(passphrase_file: Path | None) -> Lock:
    """The same on a machine that may have no other secrets yet."""
    if passphrase_file is not None:
        return passphrase_from(passphrase_file)
    value = configured().get(BACKUP_KEY)
    if not value:
        raise BackupKeyMissingError
    try:
        return BackupKey(read_key(value))
    except ValueError as error:
        raise SettingsError([f"{BACKUP_KEY}：{error}"]) from error


def configured() -> dict[str, str]:
    """What the environment, `.env` and `secrets.env` say, as `load_settings` reads them."""
    root = find_root()
    values: dict[str, str | None] = {}
    for file in (var_dir(root) / SECRETS_FILE, root / ENV_FILE):
        values |= dotenv_values(file) if file.is_file() else {}
    return {k: v for k, v in {**values, **os.environ}.items() if v}


def secrets_of(settings: Settings) -> dict[str, str]:
    """The carried secrets as they stand in secrets.env."""
    found = {}
    for name in CARRIED:
        value = getattr(settings, name.removeprefix("FABU_").lower())
        if value is None:
            continue
        if isinstance(value, bytes):
            found[name] = base64.urlsafe_b64encode(value).decode()
        else:
            found[name] = value.get_secret_value()
    return found


def settings_with(secrets: Mapping[str, str]) -> Settings:
    """The machine's settings; secrets that it lacks are taken from the backup."""
    known = configured()
    lacking: dict[str, Any] = {
        name.removeprefix("FABU_").lower(): value
        for name, value in secrets.items()
        if name not in known
    }
    return load_settings(**lacking)


def check_same_secrets(settings: Settings, secrets: Mapping[str, str]) -> None:
    """Raises SecretsDifferError unless what was encrypted there can be decrypted here."""
    here = secrets_of(settings)
    differ = [name for name, value in secrets.items() if here.get(name) != value]
    if differ:
        raise SecretsDifferError(differ)


def keep_secrets(settings: Settings, secrets: Mapping[str, str]) -> bool:
    """Write the secrets of a backup to secrets.env where it says something else, the old file
    beside it; returns whether it wrote."""
    path = settings.var_dir / SECRETS_FILE
    before = dotenv_values(path) if path.is_file() else {}
    if all(before.get(name) == value for name, value in secrets.items()):
        return False
    if any(before.get(name, value) != value for name, value in secrets.items()):
        path.replace(path.with_name(f"{SECRETS_FILE}.old"))
    write_secrets(path, {**{k: v for k, v in before.items() if v}, **secrets})
    return True
