"""Encrypted files on disk: staged while a form is still being corrected, kept once it was accepted.

    staging/   uploaded, not sent off yet; deleted after STAGED_FOR
    stored/    named by a row of the database
    moving/    an empty mark for each file whose row is being written or deleted just now

A mark is written before the file moves and removed after the transaction has ended. Whatever the
moment of a crash, the sweep finds the mark, asks the database, and deletes what no row names.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from forms_backend.attachments import messages
from forms_backend.attachments.errors import AttachmentGoneError, StorageUnavailableError
from forms_backend.sealing.errors import DamagedAttachmentError
from forms_backend.sealing.file_cipher import FileCipher

FOLDER = "attachments"
STAGED_FOR = timedelta(hours=2)
GRACE = timedelta(minutes=10)
"""A file that a form may still name is not swept while that form is being accepted."""
MAX_STAGED_BYTES = 2 * 1024**3
"""More is not taken in until forms are sent off or two hours have passed: disks have an end."""
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Written:
    """A file that was just encrypted: where it lies, and size and SHA-256 of its content."""

    storage_name: str
    size: int
    digest: str


class FileStore:
    """The directory of attachments. Every OSError leaves as StorageUnavailableError."""

    def __init__(self, var_dir: Path, cipher: FileCipher, *, min_free_bytes: int = 0) -> None:
        self.root = var_dir / FOLDER
        self._cipher = cipher
        self._min_free_bytes = min_free_bytes

    def stage(self, source: BinaryIO, size: int, now: datetime) -> Written:
        """Encrypt `source` of about `size` bytes into staging, on disk when this returns."""
        name = secrets.token_hex(16)
        target = self._staged(name)
        with _disk_errors_as_ours():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._check_room(size)
            try:
                descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    length, digest = self._cipher.encrypt(name, source, file)
                    file.flush()
                    os.fsync(file.fileno())
                os.utime(target, (now.timestamp(), now.timestamp()))
                _sync_folder(target.parent)
            except BaseException:
                target.unlink(missing_ok=True)
                raise
        return Written(name, length, digest)

    def _check_room(self, size: int) -> None:
        staged = sum(stat.st_size for _, stat in _files(self.root / "staging"))
        free = shutil.disk_usage(self.root).free - size
        if staged + size > MAX_STAGED_BYTES or free < self._min_free_bytes:
            raise StorageUnavailableError

    def discard(self, name: str) -> None:
        """Delete a staged file; nothing happens when it is gone or was kept."""
        with _disk_errors_as_ours():
            self._staged(name).unlink(missing_ok=True)

    def is_staged(self, name: str) -> bool:
        return self._staged(name).is_file()

    def exists(self, name: str) -> bool:
        """Whether the file is there, staged or stored."""
        return self._staged(name).is_file() or self._stored(name).is_file()

    def mark(self, name: str, now: datetime) -> None:
        """Say that a row for this file is about to be written or deleted."""
        with _disk_errors_as_ours():
            mark = self._mark(name)
            mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            mark.touch(mode=0o600)
            os.utime(mark, (now.timestamp(), now.timestamp()))
            _sync_folder(mark.parent)

    def unmark(self, name: str) -> None:
        """The transaction has ended, and its outcome is known."""
        with _disk_errors_as_ours():
            self._mark(name).unlink(missing_ok=True)

    def keep(self, name: str) -> None:
        """From staging to stored. Raises AttachmentGoneError."""
        target = self._stored(name)
        with _disk_errors_as_ours():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                self._staged(name).rename(target)
            except FileNotFoundError as error:
                raise AttachmentGoneError from error
            _sync_folder(target.parent)
            _sync_folder(target.parent.parent)

    def put_back(self, name: str) -> None:
        """From stored to staging, after a rollback; the visitor may try again."""
        with _disk_errors_as_ours():
            if self._stored(name).is_file():
                self._stored(name).rename(self._staged(name))

    def delete(self, name: str) -> None:
        """Delete a stored file."""
        with _disk_errors_as_ours():
            self._stored(name).unlink(missing_ok=True)

    def read(self, name: str) -> Iterator[bytes]:
        """The content of a stored file. Raises DamagedAttachmentError."""
        try:
            with self._stored(name).open("rb") as file:
                yield from self._cipher.decrypt(name, file)
        except FileNotFoundError as error:
            raise DamagedAttachmentError(name, messages.FILE_MISSING) from error

    def names(self) -> Iterator[str]:
        """Of all files, stored and staged."""
        folders = (self.root / "stored").glob("[0-9a-f][0-9a-f]")
        for folder in (*folders, self.root / "staging"):
            for path, _stat in _files(folder):
                if _NAME.fullmatch(path.name):
                    yield path.name

    def is_current(self, name: str) -> bool:
        """Whether the key of today wrote the file; a file that is gone needs no other."""
        target = self._stored(name) if self._stored(name).is_file() else self._staged(name)
        with _disk_errors_as_ours(), suppress(FileNotFoundError), target.open("rb") as source:
            return self._cipher.is_current(source)
        return True

    def reseal(self, name: str) -> bool:
        """Write a file anew under the key of today, its content checked on the way; False when it is
        so already, or gone. Raises DamagedAttachmentError."""
        target = self._stored(name) if self._stored(name).is_file() else self._staged(name)
        draft = self._mark(name).with_suffix(".resealed")  # swept, should we die here
        with _disk_errors_as_ours(), suppress(FileNotFoundError), target.open("rb") as source:
            if self._cipher.is_current(source):
                return False
            source.seek(0)
            draft.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                self._cipher.encrypt(name, _Pieces(self._cipher.decrypt(name, source)), file)
                file.flush()
                os.fsync(file.fileno())
            stat = os.fstat(source.fileno())
            os.utime(draft, (stat.st_atime, stat.st_mtime))
            draft.replace(target)
            _sync_folder(target.parent)
            return True
        return False

    def sweep(self, now: datetime, is_named: Callable[[str], bool]) -> int:
        """Delete staged files that nobody sent off, and files whose row never came to be or is
        gone; `is_named` asks the database. Returns how many files were deleted."""
        oldest = (now - STAGED_FOR - GRACE).timestamp()
        count = 0
        with _disk_errors_as_ours():
            for path in _older(self.root / "staging", oldest):
                path.unlink(missing_ok=True)
                count += 1
            for mark in _older(self.root / "moving", oldest):
                if _NAME.fullmatch(mark.name) and not is_named(mark.name):
                    stored = self._stored(mark.name)
                    count += stored.is_file()
                    stored.unlink(missing_ok=True)
                mark.unlink(missing_ok=True)
        return count

    def _staged(self, name: str) -> Path:
        return self.root / "staging" / _checked(name)

    def _stored(self, name: str) -> Path:
        return self.root / "stored" / _checked(name)[:2] / name

    def _mark(self, name: str) -> Path:
        return self.root / "moving" / _checked(name)


class _Pieces:
    """Pieces of bytes as a stream; who reads gets at least one byte until the end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, _size: int) -> bytes:
        return next((piece for piece in self._pieces if piece), b"")


def _checked(name: str) -> str:
    """Names are ours; anything else could lead out of the directory."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a stored file")
    return name


def _older(folder: Path, moment: float) -> list[Path]:
    return [path for path, stat in _files(folder) if stat.st_mtime < moment]


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Files that are there when looked at; other requests come and go."""
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            yield path, path.stat()


def _sync_folder(folder: Path) -> None:
    """A new name is on disk only when its directory is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _disk_errors_as_ours() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageUnavailableError from error
