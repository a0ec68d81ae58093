"""The files beside the manuscripts, and which texts show or link each: for the editor's media library."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publisher.model.links import CONTENT
from publisher.model.published_files import files_in_settings, referred_files
from publisher.preview.project import Project
from publisher.project import config_dir

ASSETS = "assets"
MOST = 5_000
IN_SETTINGS = "site_config"


def media_of(project: Project) -> list[dict[str, Any]]:
    """Every file of content/assets/ by its path, at most `MOST`: `{path, bytes, used}`, `used` the paths
    of the manuscripts that refer to it, drafts too, and "site_config" where settings do."""
    context = project.context
    content, host = context.folders.content, context.config.site.domain
    used: defaultdict[str, set[str]] = defaultdict(set)
    for entry in (*project.whole.entries, *project.whole.unread):
        for name in referred_files(entry, host):
            used[name].add(entry.path)
    for name in files_in_settings(config_dir(context.folders.root)):
        used[name].add(IN_SETTINGS)
    sizes = {
        file.relative_to(content).as_posix(): file.stat().st_size
        for file in _files(content / ASSETS)
    }
    return [
        {"path": f"{CONTENT}/{name}", "bytes": sizes[name], "used": sorted(used.get(name, ()))}
        for name in sorted(sizes)[:MOST]
    ]


def _files(folder: Path) -> Iterator[Path]:
    for place, names, files in os.walk(folder):
        names[:] = [name for name in names if not name.startswith((".", "_"))]
        for name in files:
            file = Path(place, name)
            if not name.startswith((".", "_")) and not file.is_symlink():
                yield file
