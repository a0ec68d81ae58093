"""The settings of the reference project (示例区), for tests that need a whole district."""

from __future__ import annotations

import shutil
from pathlib import Path

from district import NATIONAL

ROOT = Path(__file__).parents[1]
SITE_CONFIG = ROOT / "site_config"


def written_out(folder: Path) -> Path:
    """The settings of the reference project in `folder`, with a copy of every national file that it
    does not have: what a test may change by a word."""
    shutil.copytree(NATIONAL, folder, dirs_exist_ok=True)
    for file in SITE_CONFIG.rglob("*.yml"):
        target = folder / file.relative_to(SITE_CONFIG)
        if file.relative_to(SITE_CONFIG).as_posix() in ("site.yml", "units.yml"):
            shutil.copy(file, target)
    return folder


def make_project(folder: Path) -> Path:
    """`folder` as a project with the settings of 示例区 and no manuscripts; the folder again."""
    (folder / "mkdocs.yml").touch()
    shutil.copytree(SITE_CONFIG, folder / "site_config", dirs_exist_ok=True)
    return folder
