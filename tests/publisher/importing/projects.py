"""A project to import into: the fixture's texts with the vocabulary of the reference project."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from publisher.model.fields import CHINA
from publisher.model.loader import Folders
from tests.publisher.mini_project import FIXTURES, project
from tests.reference import SITE_CONFIG

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)


def import_project(root: Path) -> Folders:
    """`library_ok` without manuscripts, with the settings of the reference project."""
    folders = project(FIXTURES / "library_ok", root)
    for file in [*folders.cases.rglob("*.md"), *folders.content.rglob("*.md")]:
        file.unlink()
    (folders.content / "calendar.yml").unlink(missing_ok=True)
    for name in ("site.yml", "units.yml", "vocabulary.yml"):
        (folders.root / "site_config" / name).write_bytes((SITE_CONFIG / name).read_bytes())
    return folders
