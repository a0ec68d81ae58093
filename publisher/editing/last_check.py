"""What a project was when it was checked last, and what was found: told again while nothing changed.

Imports next to nothing, as `publisher.last_build`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from district.project import laws_dir
from publisher.last_build import FRESH, READERS, Inputs, make_folder, work_folder
from publisher.model.finding import Finding
from publisher.own_code import PACKAGES
from publisher.project import MARKER, Folders, config_dir
from publisher.shipped import HANDBOOK


@dataclass(frozen=True)
class LastCheck:
    """`inputs`: all that the check read; `findings`: all of them; `files`: paths of all manuscripts,
    as findings name them; `pages`: those that exceptions of privacy_allow.yml name."""

    inputs: Inputs
    findings: tuple[Finding, ...]
    files: frozenset[str]
    pages: frozenset[str] = frozenset()


def check_inputs(folders: Folders, today: date, pages: Collection[str] = ()) -> Inputs:
    """All that findings follow from: every file with its size and times, folders and links too, `pages`
    (paths from the project's folder, which may be any file there), the releases of what reads, and the
    day: what is due or over today was not yesterday."""
    started = time.time_ns()
    releases = " ".join(f"{name}={version(name)}" for name in READERS)
    own = {config_dir(folders.root), laws_dir(folders.root)}
    places = (*PACKAGES, HANDBOOK, folders.cases, folders.content, *own)
    files = {name: state for place in places for name, state in _states(place)}
    with suppress(OSError):
        marker = folders.root / MARKER
        files[str(marker)] = _state(marker.stat())
    for page in sorted(pages):
        path = folders.root / page
        with suppress(OSError, ValueError):
            files.setdefault(str(path), _state(path.stat()))
    return Inputs(f"{today} {releases} {sys.version}", _marked(files, started))


def _states(folder: Path | str) -> Iterator[tuple[str, str]]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as found:
        for entry in sorted(found, key=lambda one: one.name):
            if entry.name == "__pycache__":
                continue
            if entry.is_symlink():
                yield entry.path, _state_of_link(entry.path)
            elif entry.is_dir():
                yield f"{entry.path}/", ""
                yield from _states(entry.path)
            else:
                yield entry.path, _state(entry.stat())


def _state_of_link(path: str) -> str:
    try:
        return f"{Path(path).readlink()} {_state(Path(path).stat())}"
    except OSError:
        return f"{Path(path).readlink()} -"


def _state(info: os.stat_result) -> str:
    return f"{info.st_mode} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}"


def store(folders: Folders, suffix: str) -> Path:
    """Where a check leaves something for the next one of the same folders."""
    scope = (folders.cases, folders.content)
    return work_folder(folders.root, "check", *scope).with_suffix(suffix)


def read_last(folders: Folders) -> LastCheck | None:
    """The last check; None where it is not known."""
    try:
        data = json.loads(store(folders, ".json").read_text("utf-8", "surrogateescape"))
        findings = tuple(Finding(*one) for one in data["findings"])
        inputs = Inputs(data["ground"], data["inputs"])
        return LastCheck(inputs, findings, frozenset(data["files"]), frozenset(data["pages"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_last(folders: Folders, last: LastCheck) -> None:
    """Leave it for the next check. Where nothing can be stored, that one reads everything."""
    data = {
        "ground": last.inputs.ground,
        "inputs": last.inputs.files,
        "findings": [astuple(one) for one in last.findings],
        "files": sorted(last.files),
        "pages": sorted(last.pages),
    }
    path = store(folders, ".json")
    with suppress(OSError):
        make_folder(path.parent)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_text(json.dumps(data, ensure_ascii=False), "utf-8", "surrogateescape")
        aside.replace(path)


def _marked(files: Mapping[str, str], started: int) -> dict[str, str]:
    """`files` with a mark at the states of those that changed so shortly before `started` (nanoseconds
    since 1970) that they may change again within one tick of the file system's clock. No later state
    is the same as a marked one, so that they are read once more the next time."""
    limit = started - FRESH
    return {
        name: f"{state} at {started}" if _changed_after(state, limit) else state
        for name, state in files.items()
    }


def _changed_after(state: str, limit: int) -> bool:
    if not state or state.endswith(" -"):
        return False
    _, modified, changed, _ = state.rsplit(" ", 3)
    return max(int(modified), int(changed)) > limit
