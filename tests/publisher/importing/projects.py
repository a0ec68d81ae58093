"""A project to import into: the fixture's texts with the vocabulary of the reference project."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fabu import cli
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


def imported_from(folders: Folders, originals: Path) -> dict[str, list[tuple[dict[str, Any], str]]]:
    """`fabu import` of a folder: by the name of the original without its ending, each row of the report
    with the text of its draft."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folders.root)
        patch.setattr("publisher.importing.cli.build_moment", lambda: NOW)
        result = CliRunner().invoke(cli, ["import", str(originals)])
    assert result.exit_code == 0, result.output
    report = next((folders.root / "var/imports").glob("*/report.json"))
    rows: dict[str, list[tuple[dict[str, Any], str]]] = {}
    for row in json.loads(report.read_text(encoding="utf-8")):
        text = (folders.root / row["path"]).read_text(encoding="utf-8")
        rows.setdefault(row["original"].partition(".")[0], []).append((row, text))
    return rows
