"""A release copied to a folder that a plain web server shows (`--to DIR`): what is new or changed first,
what is gone last, so that no page ever leads to a file that is not there yet."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from district import FabuError
from publisher.publishing.beside_pages import files_beside

MANIFEST = ".fabu-published.json"
"""In the target: what the last copy wrote. Nothing else is ever deleted there."""

PAGES = (".html", ".xml")
_LEFT_OUT = ("_shell/", ".fabu")
"""Frames for the backend's pages, and the builder's own notes."""

_PART = re.compile(r"(?!\.\.?\Z)[^\0\ud800-\udfff]+")
"""Of a name in the manifest, between slashes."""


@dataclass(frozen=True)
class Mirrored:
    written: int
    deleted: int


def mirror(site: Path, target: Path) -> Mirrored:
    """Make `target` show `site`. Every file is replaced by one rename; assets come before the pages
    that use them; a copy that was cut short is completed by the next one.

    Raises FabuError when `target` holds other things than an earlier copy.
    """
    before = _manifest(target)
    if before is None and target.is_dir() and any(target.iterdir()):
        raise FabuError(f"“{target}”里有别的文件，没有改动它；请给一个空的目录")
    target.mkdir(parents=True, exist_ok=True)
    files, beside = names_of(site), files_beside(site)
    every = {*files, *beside}
    _write_manifest(target, {*(before or ()), *every})
    written = 0
    blocking, gone = gone_of(before or (), every)
    for name in blocking:
        _removed(target, name)
    for name in files:
        written += _renewed(site / name, target / name)
    for name, text in beside.items():
        written += _rewritten(text, target / name)
    for name in gone:
        _removed(target, name)
    _write_manifest(target, every)
    return Mirrored(written, len(blocking) + len(gone))


def names_of(site: Path) -> list[str]:
    """The files that go along, those that pages use before the pages."""
    found = (p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    kept = (name for name in found if not name.startswith(_LEFT_OUT))
    return sorted(kept, key=lambda name: (name.endswith(PAGES), name))


def names_written(manifest: str) -> tuple[str, ...]:
    """The names in a manifest, which anybody may have written who can write in the target. Raises
    ValueError where it is no list of names below a folder."""
    names = json.loads(manifest)
    if not isinstance(names, list) or not all(map(_is_name, names)):
        raise ValueError("no list of names")
    return tuple(names)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and all(map(_PART.fullmatch, name.split("/")))


def gone_of(before: Iterable[str], every: Iterable[str]) -> tuple[list[str], list[str]]:
    """What of `before` goes: first what is a file where a folder is needed now, or below a folder
    where a file is; then the rest."""
    wanted = set(every)
    folders = {str(above) for name in wanted for above in PurePosixPath(name).parents}
    parts: tuple[list[str], list[str]] = [], []
    for name in sorted(set(before) - wanted):
        above = map(str, PurePosixPath(name).parents)
        is_blocking = name in folders or not wanted.isdisjoint(above)
        parts[not is_blocking].append(name)
    return parts


def _rewritten(text: str, target: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="fabu-mirror-") as folder:
        source = Path(folder) / "file"
        source.write_text(text, encoding="utf-8")
        source.chmod(0o644)
        return _renewed(source, target)


def _renewed(source: Path, target: Path) -> bool:
    if target.is_file() and filecmp.cmp(source, target, shallow=False):
        return False
    for above in target.parents:  # a file stood where a folder is needed now
        if above.is_file():
            above.unlink()
            break
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    beside = target.with_name(f".fabu-{os.getpid()}-{target.name}")
    try:
        shutil.copy2(source, beside)
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return True


def _removed(target: Path, name: str) -> None:
    path = target / name
    if not path.resolve().is_relative_to(target.resolve()):
        return  # a link to a folder elsewhere
    if path.is_file() or path.is_symlink():
        path.unlink()
    for above in path.parents:
        if above == target or not above.is_dir() or any(above.iterdir()):
            break
        above.rmdir()


def _manifest(target: Path) -> tuple[str, ...] | None:
    try:
        return names_written((target / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write_manifest(target: Path, names: set[str]) -> None:
    beside = target / f"{MANIFEST}.new"
    beside.write_text(json.dumps(sorted(names), ensure_ascii=False), encoding="utf-8")
    beside.replace(target / MANIFEST)
