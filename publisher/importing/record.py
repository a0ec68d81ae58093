"""What was imported before: which draft came of which original, and whether somebody wrote on."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

FILE = "imports/record.json"
"""Below var/."""


@dataclass(frozen=True)
class Imported:
    """`path`: of the draft, relative to the project; the digests are SHA-256 of whole files."""

    path: str
    id: str
    original: str
    draft: str


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()


class Record:
    """Original and number of the text in it → what came of it."""

    def __init__(self, var: Path) -> None:
        self._file = var / FILE
        self._entries: dict[str, Imported] = {}
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
            self._entries = {key: Imported(**value) for key, value in data.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            pass  # none yet, or cut short: every draft that is there counts as touched then

    def of(self, file: Path, number: int) -> Imported | None:
        return self._entries.get(f"{file.resolve()}#{number}")

    def keep(self, file: Path, number: int, imported: Imported) -> None:
        self._entries[f"{file.resolve()}#{number}"] = imported

    def save(self) -> None:
        """Whole or not at all."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        data = {key: asdict(value) for key, value in sorted(self._entries.items())}
        beside = self._file.with_suffix(".new")
        beside.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(beside, self._file)  # noqa: PTH105 — same word as in the rest of the shell
