"""Which files of a project changed. By looking, twice a second: editors replace files, and shared
folders tell nobody what happens in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from district.project import laws_dir
from publisher.model.loader import Folders, candidate_at
from publisher.project import MARKER, config_dir

State = tuple[int, int, int]
"""Size, time of the last change in nanoseconds, number of the file."""


class Part(Enum):
    """What of the project a file belongs to."""

    MANUSCRIPT = auto()
    ASSET = auto()
    SETTING = auto()


@dataclass(frozen=True)
class Change:
    file: Path
    part: Part


def _below(folder: str) -> Iterator[tuple[str, State]]:
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError:
        return  # gone in the meantime, or not to be read: checking says so
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            else:
                info = entry.stat()
                yield entry.path, (info.st_size, info.st_mtime_ns, info.st_ino)
        except OSError:
            continue  # a link to nothing, or gone in the meantime


class Watcher:
    """Remembers how the files stood when they were looked at last."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._settings = (config_dir(folders.root), laws_dir(folders.root))
        self._states = self._look()

    def changes(self) -> list[Change]:
        """What was changed, added or removed since the last call."""
        before, self._states = self._states, self._look()
        names = {name for name, _ in before.items() ^ self._states.items()}
        return [Change(Path(name), self._part(Path(name))) for name in sorted(names)]

    def _look(self) -> dict[str, State]:
        places = {self._folders.cases, self._folders.content, *self._settings}
        found = {name: state for place in places for name, state in _below(str(place))}
        marker = self._folders.root / MARKER
        if marker.is_file():
            info = marker.stat()
            found[str(marker)] = (info.st_size, info.st_mtime_ns, info.st_ino)
        return found

    def _part(self, file: Path) -> Part:
        if file.name == MARKER or any(file.is_relative_to(place) for place in self._settings):
            return Part.SETTING
        return Part.MANUSCRIPT if candidate_at(file, self._folders) else Part.ASSET
