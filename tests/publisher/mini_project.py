"""Runs the checks on the mini projects under tests/fixtures/ as `fabu check` would."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

from district import NATIONAL, SiteConfig, load_site_config
from district.layers import ENABLED
from publisher.checks import read_and_check
from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.model.loader import Folders, load_library
from publisher.project import config_dir

FIXTURES = Path(__file__).parents[1] / "fixtures"
TODAY = date(2026, 11, 20)
RECIPE = "recipe.json"
SHELF = {
    "calculators": {"court-fee", "deadline", "working-days"},
    "papers": {"answer", "loan-complaint", "payment-order", "power-of-attorney", "sale-complaint"},
    "find": {"accused-ip"},
}
"""The self-help that mini projects show: one of each and what it refers to. The rest of it would be two
of three pages of their sites; that all of it is right is proven at the real site."""


def project(fixture: Path, root: Path) -> Folders:
    """A copy of `fixture` below `root` with all that a project needs.

    Files of the shared tests/fixtures/site_config are added where the fixture has none of its
    own; `recipe.json` says what git cannot hold and is made here.
    """
    shutil.copytree(fixture, root, dirs_exist_ok=True)
    for folder in ("content", "cases_library", "site_config"):
        (root / folder).mkdir(exist_ok=True)
    (root / "mkdocs.yml").touch()
    for shared in (FIXTURES / "site_config").iterdir():
        target = root / "site_config" / shared.name
        if shared.is_dir():
            target.mkdir(exist_ok=True)
        for file in [shared] if shared.is_file() else shared.iterdir():
            place = target if shared.is_file() else target / file.name
            if not place.exists():
                shutil.copy(file, place)
    for folder, kept in SHELF.items():
        (root / "site_config" / folder).mkdir(exist_ok=True)
        for national in (NATIONAL / folder).glob("*.yml"):
            own = root / "site_config" / folder / national.name
            if national.stem not in kept and not own.exists():
                own.write_text(f"{ENABLED}: false\n", encoding="utf-8")
    if (root / RECIPE).exists():
        _make(json.loads((root / RECIPE).read_text(encoding="utf-8")), root)
    return Folders(root=root, cases=root / "cases_library", content=root / "content")


def _make(recipe: dict[str, str], root: Path) -> None:
    path = root / recipe["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    match recipe["make"]:
        case "large-file":
            path.touch()
            os.truncate(path, int(recipe["megabytes"]) * 1024 * 1024)
        case "directory":
            path.mkdir()
        case "symlink-out":
            outside = root.parent / f"outside-{root.name}.md"
            outside.write_text("---\nid: outside\n---\n", encoding="utf-8")
            path.symlink_to(outside)
        case "crlf":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        case unknown:
            raise ValueError(f"no such recipe: {unknown}")


def read(folders: Folders) -> tuple[Library, SiteConfig, list[Finding]]:
    config = load_site_config(config_dir(folders.root))
    library, findings = load_library(folders, config)
    return library, config, findings


def findings_of(fixture: Path, root: Path) -> list[Finding]:
    """All findings about the mini project `fixture`, copied to `root`, on the day TODAY."""
    folders = project(fixture, root)
    config = load_site_config(config_dir(folders.root))
    return read_and_check(folders, config, TODAY)[1]
