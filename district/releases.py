"""Releases of the site (发布的版本): folders side by side, and one link that says which one readers see.

```
<releases>/current -> 20261120-093000-1a2b3c4   what readers see; changed by one rename
<releases>/20261120-093000-1a2b3c4/site/  documents.jsonl  hearings.json  laws.json  index/  release.json
<releases>/20261120-093000-1a2b3c4/source/   the manuscripts and settings it was made of
<releases>/status.json     what the last attempt came to
<releases>/requested       somebody (a webhook) asks for the next one
```

Pages and index lie in one folder, so that they change together. The generator makes releases, the
backend reads them and asks for them; what both need to know of them stands here.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

from district.errors import FabuError
from district.project import folder_setting, var_dir

CURRENT = "current"
SITE, INDEX, SOURCE = "site", "index", "source"
STATUS = "status.json"
REQUESTED = "requested"

_SET_AS = (
    "FABU_SITE_DIR 应写作 …/current/site（FABU_INDEX_DIR 写作 …/current/index），实际为“{path}”"
)


def releases_dir(root: Path) -> Path:
    """Where the releases of the project `root` lie: FABU_SITE_DIR names `…/current/site`; without it,
    var/releases/.

    Raises FabuError for a FABU_SITE_DIR of another form: a folder that a server shows and that is
    built in place can be half built.
    """
    named = folder_setting(root, "FABU_SITE_DIR", "")
    if named == root:
        return var_dir(root) / "releases"
    if named.name != SITE or named.parent.name != CURRENT:
        raise FabuError(_SET_AS.format(path=named))
    return named.parent.parent


def shown_from(path: Path) -> Path | None:
    """The folder of the releases whose current one `path` leads into; None where it leads elsewhere."""
    links = (f for f in (path, *path.parents) if f.name == CURRENT and f.is_symlink())
    return next((link.parent for link in links), None)


def source_of(site: Path, project: Path) -> Path:
    """The project that `site` was made of: what its release keeps of it; without one `project`."""
    kept = site.parent / SOURCE
    return kept if shown_from(site) is not None and kept.is_dir() else project


def refuse_released(path: Path) -> None:
    """Raises FabuError when `path` leads through the link `current`: what readers see is never
    written in place."""
    if shown_from(path) is not None:
        raise FabuError(f"“{path}”是正在对外提供的版本，不能直接改写；请用 fabu publish 发布")


def request(releases: Path, why: str, now: datetime) -> None:
    """Ask for a release; the next run of `fabu publish --requested` makes it. Asking twice is once."""
    releases.mkdir(parents=True, exist_ok=True)
    beside = releases / f".{REQUESTED}.{os.getpid()}"
    beside.write_text(f"{now.isoformat(timespec='seconds')} {why}\n", encoding="utf-8")
    beside.replace(releases / REQUESTED)


def is_requested(releases: Path) -> bool:
    return (releases / REQUESTED).is_file()


def take_request(releases: Path) -> str | None:
    """What was asked, taken away so that what is asked from now on counts anew; None without any."""
    try:
        said = (releases / REQUESTED).read_text(encoding="utf-8", errors="replace").strip()
        (releases / REQUESTED).unlink()
    except OSError:
        return None
    return said


def read_status(releases: Path) -> dict[str, str]:
    """What the last attempt came to: `state` (published, failed, held, rolled back), `when`, `revision`,
    `author`, `message`; empty where nobody knows."""
    try:
        data = json.loads((releases / STATUS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def remove_folder(folder: Path) -> None:
    """Take a folder away; what cannot be removed now is removed another time."""
    shutil.rmtree(folder, ignore_errors=True)
