"""A release copied to a folder that a plain web server shows (`--to DIR`): what is new or changed first,
what is gone last, so that no page ever leads to a file that is not there yet."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from district import FabuError
from publisher.publishing.beside_pages import files_beside

MANIFEST = ".fabu-published.json"
"""In the target: what the last copy wrote. Nothing else is ever deleted there."""

PAGES = (".html", ".xml")
_LEFT_OUT = ("_shell/", ".fabu")
"""Frames for the backend's pages, and the builder's own notes."""


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
    for name in files:
        written += _renewed(site / name, target / name)
    for name, text in beside.items():
        written += _rewritten(text, target / name)
    gone = sorted(set(before or ()) - every)
    for name in gone:
        _removed(target, name)
    _write_manifest(target, every)
    return Mirrored(written, len(gone))


def names_of(site: Path) -> list[str]:
    """The files that go along, those that pages use before the pages."""
    found = (p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    kept = (name for name in found if not name.startswith(_LEFT_OUT))
    return sorted(kept, key=lambda name: (name.endswith(PAGES), name))


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
        return  # a manifest that somebody wrote
    path.unlink(missing_ok=True)
    for above in path.parents:
        if above == target or not above.is_dir() or any(above.iterdir()):
            break
        above.rmdir()


def _manifest(target: Path) -> tuple[str, ...] | None:
    try:
        data = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return tuple(map(str, data)) if isinstance(data, list) else None


def _write_manifest(target: Path, names: set[str]) -> None:
    beside = target / f"{MANIFEST}.new"
    beside.write_text(json.dumps(sorted(names), ensure_ascii=False), encoding="utf-8")
    beside.replace(target / MANIFEST)
