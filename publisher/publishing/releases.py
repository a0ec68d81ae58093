"""The releases on disk: made beside, switched by one rename, the last five kept."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from district import FabuError
from district.releases import CURRENT, STATUS, remove_folder

KEPT = 5
LOCK = ".lock"
HELD = ".held"
"""The commit that was rolled back, or the release's id where there is none; it is not published again
by itself."""

_NEW = ".new-"
_NAME = re.compile(r"\d{8}-\d{6}(?:-[0-9a-f]{7,12})?(?:-\d+)?")
_FILE = "release.json"


@dataclass(frozen=True)
class Release:
    """`made`: ISO 8601 with zone; `revision`: the commit, empty without git; `pages`: in the index."""

    id: str
    made: str
    revision: str
    subject: str
    pages: int


class BusyError(FabuError):
    """Another run is at it."""


@contextmanager
def locked(releases: Path, *, wait: bool = False) -> Iterator[None]:
    """One at a time; the lock ends with the process, however it ends. Raises BusyError, or waits."""
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            raise BusyError("另一个 fabu publish 正在进行，等它完成再试") from error
        yield


def known(releases: Path) -> list[Release]:
    """Every whole release, the oldest first."""
    found = []
    for folder in sorted(releases.iterdir()) if releases.is_dir() else ():
        if _NAME.fullmatch(folder.name) and not folder.is_symlink():
            try:
                data = json.loads((folder / _FILE).read_text(encoding="utf-8"))
                found.append(Release(**data))
            except (OSError, ValueError, TypeError):
                continue  # not one of ours, or cut short by a disk
    return found


def current(releases: Path) -> str | None:
    """The id of the release that readers see."""
    try:
        return os.readlink(releases / CURRENT)  # noqa: PTH115 — a relative name, not a path
    except OSError:
        return None


def free_name(releases: Path, wanted: str) -> str:
    """`wanted`, or the same with a number where a release has that name already."""
    found, number = wanted, 2
    while (releases / found).exists():
        found, number = f"{wanted}-{number}", number + 1
    return found


def keep(releases: Path, release: Release, parts: dict[str, Path]) -> None:
    """Copy `parts` (name → file or folder) into a release of their own. Until the last step nothing
    bears its name; what was left of an earlier attempt is taken away first.

    Raises OSError (a full disk …) with nothing of it left.
    """
    sweep(releases)
    beside = releases / f"{_NEW}{release.id}"
    try:
        beside.mkdir()
        for name, source in parts.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, beside / name, symlinks=True)
            else:
                shutil.copy2(source, beside / name)
        text = json.dumps(asdict(release), ensure_ascii=False, indent=1)
        (beside / _FILE).write_text(text + "\n", encoding="utf-8")
        os.sync()  # after a power failure a link must not lead to files that were never written
        beside.rename(releases / release.id)
    except OSError:
        remove_folder(beside)
        raise


def switch(releases: Path, name: str) -> None:
    """Readers see the release `name` from now on: pages, data and index at once."""
    beside = releases / f".{CURRENT}-{os.getpid()}"
    beside.unlink(missing_ok=True)
    beside.symlink_to(name)
    beside.replace(releases / CURRENT)


def sweep(releases: Path) -> None:
    """Take away what runs that were killed have left."""
    for path in releases.iterdir():
        if path.name.startswith(_NEW):
            remove_folder(path)
        elif path.name.startswith(f".{CURRENT}-"):
            path.unlink(missing_ok=True)


def prune(releases: Path) -> None:
    """Keep the last `KEPT` releases, and whatever readers see."""
    shown = current(releases)
    for release in known(releases)[:-KEPT]:
        if release.id != shown:
            remove_folder(releases / release.id)


def before_current(releases: Path) -> Release | None:
    """The release before the one that readers see."""
    shown = current(releases)
    earlier = [release for release in known(releases) if shown is not None and release.id < shown]
    return earlier[-1] if earlier else None


def held(releases: Path) -> str:
    """What is not to be published again by itself, a commit or a release; empty without one."""
    try:
        return (releases / HELD).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def hold(releases: Path, revision: str) -> None:
    """Keep `revision` (or the release of that id) from being published again by a timer; an empty one holds nothing."""
    if revision:
        (releases / HELD).write_text(f"{revision}\n", encoding="utf-8")
    else:
        (releases / HELD).unlink(missing_ok=True)


def write_status(releases: Path, **told: str) -> None:
    """What the last attempt came to, for `fabu releases` and for who looks after the machine."""
    beside = releases / f".{STATUS}-{os.getpid()}"
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(releases / STATUS)
