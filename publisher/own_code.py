"""The files of our own program that a site is made with: what was built by others is built anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import district
import law
import privacy
import publisher
import search
import selfhelp

PACKAGES = tuple(
    Path(path)
    for package in (district, law, privacy, publisher, search, selfhelp)
    for path in package.__path__
)

LOOKS = tuple(Path(path, name) for path in publisher.__path__ for name in ("theme", "styles"))
"""Templates and style sheets: they make pages of what was read, and read nothing."""


def code_files() -> Iterator[Path]:
    """Every file of these packages, templates and data included; compiled ones are left out."""
    for folder in PACKAGES:
        yield from (
            file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix != ".pyc"
        )
