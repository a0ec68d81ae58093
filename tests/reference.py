"""The settings of the reference project (示例区), for tests that need a whole district."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import yaml

from district import NATIONAL, SiteConfig, load_site_config
from district.layers import read_layered

ROOT = Path(__file__).parents[1]
SITE_CONFIG = ROOT / "site_config"


@cache
def reference_config() -> SiteConfig:
    """Frozen, so that all tests may share it."""
    return load_site_config(SITE_CONFIG)


def written_out(folder: Path) -> Path:
    """The settings of a whole district in `folder`, every national value written out: what a test
    may change by a word, and what a clone of release 0.1.0 looked like."""
    shutil.copytree(NATIONAL, folder, dirs_exist_ok=True)
    shutil.copy(SITE_CONFIG / "units.yml", folder)
    site = yaml.safe_dump(
        read_layered(SITE_CONFIG, "site.yml").data, allow_unicode=True, sort_keys=False
    )
    (folder / "site.yml").write_text(site, encoding="utf-8")
    return folder


def make_project(folder: Path) -> Path:
    """`folder` as a project with the settings of 示例区 and no manuscripts; the folder again."""
    (folder / "mkdocs.yml").touch()
    shutil.copytree(SITE_CONFIG, folder / "site_config", dirs_exist_ok=True)
    return folder
