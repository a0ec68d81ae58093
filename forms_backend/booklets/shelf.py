"""The booklets that were made: files named by the digest of their order, the oldest go first."""

from __future__ import annotations

import os
import re
from pathlib import Path

from forms_backend.booklets.order import BookletFormat

MOST_BYTES = 200 * 1024 * 1024
"""About a hundred booklets of sixty cases."""
_NAME = re.compile(r"[0-9a-f]{32}")


class Shelf:
    """A folder of its own; whatever else lies in it is left alone."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def find(self, name: str, format_: BookletFormat) -> Path | None:
        """The finished file, or None; its turn to go moves back."""
        path = self.place(name, format_)
        if not _NAME.fullmatch(name) or not path.is_file():
            return None
        os.utime(path)
        return path

    def place(self, name: str, format_: BookletFormat) -> Path:
        """Where the file of that name stands once it is made."""
        return self._folder / f"{name}.{format_}"

    def put(self, made: Path, name: str, format_: BookletFormat) -> Path:
        """Take a finished file from the same disk, then make room. Returns where it stands."""
        target = self.place(name, format_)
        made.replace(target)
        self._make_room(target)
        return target

    def _make_room(self, newest: Path) -> None:
        files = [f for f in self._folder.iterdir() if _NAME.fullmatch(f.stem) and f != newest]
        stats = sorted(((f.stat().st_mtime_ns, f.stat().st_size, f) for f in files), reverse=True)
        total = newest.stat().st_size
        for _time, size, file in stats:
            total += size
            if total > self._most_bytes:
                file.unlink(missing_ok=True)
