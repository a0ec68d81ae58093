"""`var/heads.log`: ends of the ledger written down outside of the database, one JSON object a line.

Only ever appended to. Who changes events afterwards would have to change this file as well, and every
copy of it: a line is written for each head that left the house, in a backup, a report, `/ledger/head.json`.
"""

from __future__ import annotations

import errno
import json
import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from forms_backend.ledger.chain import PublishedHead
from forms_backend.ledger.published_head import head_record, parse_head, unreadable

NAME = "heads.log"
_LINE_BYTES = 400
"""No line is longer."""


class Occasion(StrEnum):
    """Why a head was written down."""

    SERVING = "serving"
    PUBLISHED = "head.json"
    BACKUP = "backup"
    REPORT = "report"
    RESTORE = "restore"


class HeadsLog:
    """The file; several processes may append to it at once."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / NAME

    def add(self, head: PublishedHead, occasion: Occasion, at: datetime) -> None:
        """One line, on disk when this returns. Raises OSError."""
        line = json.dumps(head_record(head, at) | {"for": occasion.value}) + "\n"
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.path, flags, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                line = "\n" + line  # of a line that was cut short
            data = line.encode()
            # One write: lines of two processes do not mix.
            if os.write(descriptor, data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def last(self) -> PublishedHead | None:
        """The newest; None while there is none, or its line cannot be read."""
        if not self.path.is_file():
            return None
        with self.path.open("rb") as file:
            file.seek(max(0, self.path.stat().st_size - _LINE_BYTES))
            lines = file.read().decode(errors="replace").splitlines()
        try:
            return parse_head(lines[-1]) if lines else None
        except ValueError:
            return None

    def all(self) -> list[PublishedHead]:
        """Every head, oldest first; none without a file. Raises PublishedHeadError."""
        return _heads_in_lines(self.path, _text(self.path)) if self.path.is_file() else []

    def set_aside(self, at: datetime) -> Path | None:
        """Begin a new file, the old one stays beside it; returns where. For a restore: the ledger
        goes back to the end that the backup had."""
        if not self.path.is_file():
            return None
        kept = self.path.with_name(f"heads-before-{at:%Y%m%dT%H%M%S%f}.log")
        self.path.rename(kept)
        return kept


def read_heads(path: Path) -> list[PublishedHead]:
    """The heads in a file: a saved `/ledger/head.json`, or lines of a heads.log.

    Raises PublishedHeadError with the line that is none, and where there is no head at all. A line
    that was cut short is left out: a full disk, a power failure.
    """
    text = _text(path)
    try:
        return [parse_head(text)]
    except ValueError as error:
        found = _heads_in_lines(path, text)
        if not found:
            raise unreadable(path, str(error)) from error
        return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(path, str(error)) from error


def _heads_in_lines(path: Path, text: str) -> list[PublishedHead]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.rstrip().endswith("}"):
            continue
        try:
            found.append(parse_head(line))
        except ValueError as error:
            raise unreadable(path, f"第 {number} 行：{error}") from error
    return found
