"""Which pages are gone and which have moved: what the build left in `_shell/addresses.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

FILE = Path("_shell/addresses.json")


@dataclass(frozen=True)
class Addresses:
    """Relative to the site's root, with a slash at the end; `moved`: former → today's."""

    gone: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)


def read_addresses(site_dir: Path) -> Addresses:
    """What the last build wrote; nothing where it wrote none, or is about to."""
    file = site_dir / FILE
    try:
        status = file.stat()
        return _read(file, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError):
        return Addresses()


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int, _size: int) -> Addresses:
    data = json.loads(file.read_text(encoding="utf-8"))
    return Addresses(frozenset(data["gone"]), dict(data["moved"]))
