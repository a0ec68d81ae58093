"""The members of a backup: a tar stream inside the sealed file.

`about.json` first, so that a reader knows what it has before it; then secrets, tables in parts of a
few mebibytes, attachments; `manifest.json` last, because only then everything was counted.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from forms_backend.keeping.errors import FileExistsAlreadyError
from forms_backend.sealing.errors import DamagedBackupError
from forms_backend.sealing.sealed_file import Lock, OpeningReader, SealingWriter

FORMAT = 1
ABOUT = "about.json"
SECRETS = "secrets.json"
MANIFEST = "manifest.json"
TABLES = "tables"
ATTACHMENTS = "attachments"
EDITING = "editing.bundle"
"""Of the repository in which manuscripts are edited."""

_READ_BYTES = 1024 * 1024
_SMALL_MEMBER_BYTES = 64 * 1024 * 1024
"""More than any part of a table or manifest of ours; a file that claims more is not read."""


@dataclass(frozen=True)
class About:
    """What the backup is of: schema version, moment, tables in order with their columns."""

    revision: str
    created: str
    tables: Mapping[str, list[str]]
    format: int = FORMAT


@dataclass
class Manifest:
    """What the backup holds; a restore must come to the same."""

    rows: dict[str, int] = field(default_factory=dict)
    head_sequence: int = 0
    head_hash: str = ""
    attachments: int = 0
    checksums: dict[str, str] = field(default_factory=dict)
    """SHA-256 by member."""


class ArchiveWriter:
    """Adds members one after the other; remembers the checksum of each."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.manifest = Manifest()

    def add_json(self, name: str, value: Any) -> None:
        self._add_bytes(name, json.dumps(value, ensure_ascii=False).encode())

    def add_part(self, table: str, number: int, lines: bytes) -> None:
        """Some rows of a table, compressed."""
        name = f"{TABLES}/{table}/{number:06d}.jsonl.gz"
        self._add_bytes(name, gzip.compress(lines, compresslevel=1, mtime=0))

    def add_file(self, name: str, path: Path) -> None:
        """A file as it is, streamed."""
        with path.open("rb") as file:
            info = tarfile.TarInfo(name)
            info.size = os.fstat(file.fileno()).st_size
            self._add(info, file)

    def finish(self) -> Manifest:
        """Write the manifest, which nothing may follow."""
        written = asdict(self.manifest)
        self.add_json(MANIFEST, written)
        return self.manifest

    def _add_bytes(self, name: str, data: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        self._add(info, io.BytesIO(data))

    def _add(self, info: tarfile.TarInfo, file: IO[bytes]) -> None:
        hashing = _Hashing(file)
        self._tar.addfile(info, hashing)
        self.manifest.checksums[info.name] = hashing.digest.hexdigest()


class _Hashing:
    """Reads through a file and hashes what it gave."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


@contextmanager
def write_archive(path: Path, lock: Lock) -> Iterator[ArchiveWriter]:
    """A new backup at `path`, readable by its owner alone; it appears when it is complete.

    Raises FileExistsAlreadyError, OSError; nothing is left behind then.
    """
    if path.exists():
        raise FileExistsAlreadyError(path)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            sealing = SealingWriter(file, lock)
            with tarfile.open(fileobj=sealing, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
                yield ArchiveWriter(tar)
            sealing.finish()
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True)
class Member:
    """One member while the stream stands at it."""

    name: str
    size: int
    _file: IO[bytes]

    @property
    def path(self) -> PurePosixPath:
        return PurePosixPath(self.name)

    @property
    def table(self) -> str | None:
        """The table that the member holds rows of."""
        return self.path.parts[1] if self.path.parts[0] == TABLES else None

    @property
    def attachment(self) -> PurePosixPath | None:
        """Where the attachment lies below its directory."""
        return self.path.relative_to(ATTACHMENTS) if self.path.parts[0] == ATTACHMENTS else None

    def blocks(self) -> Iterator[bytes]:
        """The content as it is stored."""
        while block := self._file.read(_READ_BYTES):
            yield block

    def content(self) -> bytes:
        """The content of a small member, decompressed."""
        return self.stored_and_content()[1]

    def stored_and_content(self) -> tuple[bytes, bytes]:
        """A small member as it is stored, which is what its checksum is of, and decompressed."""
        if self.size > _SMALL_MEMBER_BYTES:
            raise DamagedBackupError(f"{self.name} 太大")
        stored = b"".join(self.blocks())
        return stored, gzip.decompress(stored) if self.name.endswith(".gz") else stored


def read_archive(path: Path, lock: Lock, visit: Callable[[Member], None]) -> None:
    """Call `visit` at each member in order; everything was authenticated when this returns.

    Raises NotABackupError, WrongKeyError, DamagedBackupError.
    """
    with path.open("rb") as file:
        reader = OpeningReader(file, lock, path)
        try:
            with tarfile.open(fileobj=reader, mode="r|") as tar:  # type: ignore[call-overload]
                for info in tar:
                    content = (
                        tar.extractfile(info) if info.isreg() and _is_safe(info.name) else None
                    )
                    if content is None:
                        raise DamagedBackupError(f"有不认识的内容“{info.name}”")
                    visit(Member(info.name, info.size, content))
            reader.drain()
        except (tarfile.TarError, ValueError, KeyError, TypeError, EOFError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise DamagedBackupError("内容读不出来") from error


def _is_safe(name: str) -> bool:
    """Nothing may land outside the directory that it is meant for."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and bool(path.parts)
