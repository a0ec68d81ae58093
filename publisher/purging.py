"""Takes a published leak out of all that was made from it: pages, lists, feeds, booklets, indexes, caches.

What cannot be looked into (booklets, search indexes, caches) goes as a whole; the next build makes it
again without the document.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from district.releases import SITE
from publisher.build import documents_file
from publisher.memory import FOLDER as CACHE
from publisher.model.library import Library
from publisher.outputs.hearings_file import FILE_NAME as HEARINGS
from publisher.publishing.releases import known

_OPAQUE = frozenset({".pdf", ".epub", ".bin", ".gz", ".zip", ".sqlite", ".pickle"})
"""Made from many documents, and not to be searched for one."""

_INDEX = "search-index"
_NOT_OURS = frozenset({".git", ".venv", "node_modules", CACHE})


@dataclass(frozen=True)
class Traces:
    """`made`: what is deleted; `written`: files of people that name the document, for them to mend."""

    made: tuple[Path, ...]
    written: tuple[Path, ...]


def is_still_live(library: Library, identifier: str) -> bool:
    """Whether the document would be published again by the next build."""
    entry = library.by_id.get(identifier)
    return entry is not None and entry.meta.is_published and not entry.meta.is_withdrawn


def releases_with(identifier: str, releases: Path) -> list[Path]:
    """The releases of `fabu publish` that have the document `identifier` among theirs, old and shown."""
    named = _named(identifier)
    return [
        folder
        for folder in (releases / release.id for release in known(releases))
        for file in (documents_file(folder / SITE), folder / HEARINGS)
        if file.is_file() and named.search(file.read_bytes())
    ]


def traces_of(identifier: str, root: Path, sites: Sequence[Path], others: Sequence[Path]) -> Traces:
    """Everything in which the document `identifier` may stand.

    `sites`: built sites, this one's and older ones; `others`: folders made from manuscripts alone, such
    as the server's index and its shelf of booklets. `root`: the project, with the builds' memory.
    """
    named = _named(identifier)
    made = [path for path in (root / CACHE, *others) if path.exists()]
    for site in sites:
        made += _made_in(site, identifier, named)
        beside = (documents_file(site), site.parent / HEARINGS)
        made += [file for file in beside if file.is_file() and named.search(file.read_bytes())]
    return Traces(tuple(dict.fromkeys(made)), tuple(_written(root, sites, others, named)))


def _named(identifier: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![a-z0-9-])%s(?![a-z0-9-])" % re.escape(identifier.encode()))


def _made_in(site: Path, identifier: str, named: re.Pattern[bytes]) -> Iterator[Path]:
    for path in sorted(site.rglob("*")):
        inside = path.relative_to(site).parts
        if identifier in inside[:-1] or _INDEX in inside[:-1]:
            continue  # its folder goes
        if path.is_dir():
            if path.name in (identifier, _INDEX):
                yield path
        elif path.suffix in _OPAQUE or path.name == ".made.json" or named.search(path.read_bytes()):
            yield path


def _written(
    root: Path, sites: Sequence[Path], others: Sequence[Path], named: re.Pattern[bytes]
) -> Iterator[Path]:
    made = {path.resolve() for path in (*sites, *others)}
    folders = (root / name for name in ("content", "cases_library", "site_config"))
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if _NOT_OURS & set(path.parts) or made & set(path.resolve().parents):
                continue
            if path.is_file() and (named.search(path.name.encode()) or named.search(_bytes(path))):
                yield path


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.suffix not in (".mp4", ".webm") else b""


def delete(traces: Traces) -> None:
    """Delete what was made; what is gone already is no mistake."""
    for path in traces.made:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
