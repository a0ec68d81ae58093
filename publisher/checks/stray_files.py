"""Files that lie among the manuscripts and go nowhere: told, so that nobody waits for them online."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from publisher.checks.configuration import shown
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.model.loader import strays
from publisher.model.publicity import FILE_NAME as CALENDAR
from publisher.model.published_files import published_files, root_files
from publisher.model.statistics import FILE_NAME as STATISTICS
from publisher.model.withdrawal import WITHDRAWN

DATA_FILES = frozenset({WITHDRAWN, CALENDAR, STATISTICS})
"""What the build reads and no page links, below content/."""

_LITTER = re.compile(
    r"^(?:\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|~\$.*|\.~lock\..*|.*\.(?:swp|tmp|bak|orig))$",
    re.IGNORECASE,
)
_FOR_GIT = (".git", ".keep")
_DELETE = "这是系统或编辑软件留下的，请删去"


def check_files_are_used(library: Library, context: CheckContext) -> list[Finding]:
    """F113: what no page refers to stays offline. What only drafts refer to waits for them."""
    told = {finding.path for finding in strays(context.folders)}
    read = context.manuscripts
    unread = "".join(entry.header for entry in library.unread)  # told already; no second finding
    used = published_files(
        (*library.entries, *library.unread),
        context.config.site.domain,
        context.folders.content,
        context.config_folder,
    )
    findings = []
    for folder in (context.folders.content, context.folders.cases):
        for file in _files(folder):
            path = context.folders.shown(file)
            below = file.relative_to(folder).as_posix()
            is_known = folder == context.folders.content and (below in DATA_FILES or below in used)
            if path in told or path in read or is_known or file.name in unread:
                continue
            mend = _DELETE if _LITTER.match(file.name) else ""
            findings.append(Finding(path, 1, "F113", f"没有稿件引用“{file.name}”", mend))
    return findings


def _files(folder: Path) -> Iterator[Path]:
    """Every file below `folder`, and hidden folders as one; what begins with _ or .git is set aside
    on purpose."""
    for place, names, files in os.walk(folder):
        aside = [name for name in names if name.startswith(("_", *_FOR_GIT))]
        hidden = [name for name in names if name.startswith(".") and name not in aside]
        names[:] = [name for name in names if name not in aside and name not in hidden]
        for name in (*hidden, *files):
            if not name.startswith(("_", *_FOR_GIT)):
                yield Path(place, name)


def check_files_are_no_links(library: Library, context: CheckContext) -> list[Finding]:
    """F107: a link among the files beside the manuscripts; it could lead to any file of the machine,
    and none of them goes online."""
    read = context.manuscripts
    return [
        Finding(path, 1, "F107", f"“{link.name}”是符号链接")
        for folder in (context.folders.content, context.folders.cases)
        for link in _links(folder)
        if (path := context.folders.shown(link)) not in read
    ]


def _links(folder: Path) -> Iterator[Path]:
    for place, names, files in os.walk(folder):
        yield from (path for name in (*names, *files) if (path := Path(place, name)).is_symlink())


def check_root_files(library: Library, context: CheckContext) -> list[Finding]:
    """F114."""
    return [
        Finding(shown(context, f"root_files/{path.name}"), 1, "F114", f"“{path.name}”{why_not}")
        for path, why_not in root_files(context.config_folder)
        if why_not
    ]
