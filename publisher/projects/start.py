"""A new project: placeholders to fill in, or the whole teaching example."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from publisher.projects.ci import Forge, write_ci
from publisher.projects.layout import check_is_free, first_commit, write_layout
from publisher.shipped import PARTS, SHIPPED

OWN_SETTINGS = ("site.yml", "units.yml")
"""What no national default can stand in for; their values are placeholders (P701)."""

_ISSUER = "kind: issuer}"
"""Lines of units.yml about other districts, whose documents only the example quotes."""

_TO_GUIDES = re.compile(r"\[([^\]]+)\]\(\.\./guides/[^)]+\)")
_SKIPPED = shutil.ignore_patterns("handbook", "schema", "privacy_allow.yml", "__pycache__")
"""What the program has itself, what follows from the settings, and exceptions for the handbook's pages."""


def start_project(root: Path, *, with_examples: bool, forge: Forge | None = None) -> bool:
    """Write a project to `root`, with the check of merge requests for `forge`; whether it became a git
    repository.

    Raises click.UsageError when `root` is not empty.
    """
    check_is_free(root)
    root.mkdir(parents=True, exist_ok=True)
    if with_examples:
        for part in PARTS:
            if (SHIPPED / part).is_dir():
                shutil.copytree(SHIPPED / part, root / part, ignore=_SKIPPED)
            else:
                shutil.copyfile(SHIPPED / part, root / part)
    else:
        (root / "site_config").mkdir()
        for name in OWN_SETTINGS:
            text = (SHIPPED / "site_config" / name).read_text(encoding="utf-8")
            own = "".join(line for line in text.splitlines(keepends=True) if _ISSUER not in line)
            (root / "site_config" / name).write_text(own, encoding="utf-8", newline="\n")
        _write_about(root / "content" / "about")
    write_layout(root)
    if forge is not None:
        write_ci(root, forge)
    return first_commit(root, "新建网站工程")


def _write_about(folder: Path) -> None:
    """The pages about the site; guides that they lead to in the example are named, not linked."""
    folder.mkdir(parents=True)
    for file in sorted((SHIPPED / "content" / "about").glob("*.md")):
        text = _TO_GUIDES.sub(r"\1", file.read_text(encoding="utf-8"))
        (folder / file.name).write_text(text, encoding="utf-8", newline="\n")
