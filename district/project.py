"""A project (工程): the folder with `mkdocs.yml` that holds a district's texts and settings.

Every command, of the generator and of the backend alike, finds it and its folders here.
"""

from __future__ import annotations

import os
from pathlib import Path

from dotenv import dotenv_values

from district.errors import ConfigError, ConfigProblem, NoProjectError

MARKER = "mkdocs.yml"
VARIABLE = "FABU_PROJECT_DIR"
"""Names the project for every command; `--project` sets it for one."""

CONFIG = "site_config"
ENV_FILE = ".env"
PREVIEW_SOCKET = "preview.sock"
"""In var/, unless `FABU_PREVIEW_SOCKET` names a place; the preview listens there, the editor asks."""


def find_root(start: Path | None = None) -> Path:
    """The project: what `FABU_PROJECT_DIR` names, or else the nearest folder at or above the
    working directory with an mkdocs.yml. `start` stands for the working directory and leaves the
    variable aside.

    Raises NoProjectError when there is none.
    """
    named = os.environ.get(VARIABLE) if start is None else None
    if named:
        root = Path(named).resolve()
        if not (root / MARKER).is_file():
            raise NoProjectError(f"“{root}”不是网站工程：里面没有 {MARKER}")
        return root
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    raise NoProjectError(
        f"在“{here}”及其上级目录里都没有找到 {MARKER}；请先进入网站工程的目录，"
        "或用 --project 指明它。还没有工程的，用 fabu start 新建一个"
    )


def is_in_project() -> bool:
    """Whether `find_root()` finds one."""
    try:
        find_root()
    except NoProjectError:
        return False
    return True


def folder_setting(root: Path, variable: str, default: str) -> Path:
    """The folder that the environment, or else the project's `.env`, names; a relative one, and
    `default`, are taken from the project.

    Raises ConfigError when `.env` is not UTF-8.
    """
    return root / (os.environ.get(variable) or _env_file(root).get(variable) or default)


def _env_file(root: Path) -> dict[str, str | None]:
    try:
        return dotenv_values(root / ENV_FILE)
    except UnicodeDecodeError as error:
        raise ConfigError([ConfigProblem(ENV_FILE, "不是 UTF-8 编码，请另存为 UTF-8")]) from error


def config_dir(root: Path) -> Path:
    """Where the project's YAML lies: FABU_CONFIG_DIR, or site_config/."""
    return folder_setting(root, "FABU_CONFIG_DIR", CONFIG)


def site_dir(root: Path) -> Path:
    """Where the site that readers see lies: FABU_SITE_DIR; else that of the current release
    (`fabu publish`); else where `fabu build` puts it."""
    return folder_setting(root, "FABU_SITE_DIR", _released(root, "site") or "site")


def index_dir(root: Path) -> Path:
    """Where the index of that site lies: FABU_INDEX_DIR; else that of the current release; else
    where `fabu index` puts it."""
    return folder_setting(root, "FABU_INDEX_DIR", _released(root, "index") or "var/index")


def built_site_dir(root: Path) -> Path:
    """Where `fabu build` puts the site: FABU_SITE_DIR, or site/."""
    return folder_setting(root, "FABU_SITE_DIR", "site")


def built_index_dir(root: Path) -> Path:
    """Where `fabu index` puts the index: FABU_INDEX_DIR, or var/index/."""
    return folder_setting(root, "FABU_INDEX_DIR", "var/index")


def laws_dir(root: Path) -> Path:
    """Where the texts of laws lie: FABU_LAWS_DIR, or laws/ among the data; there may be none. A
    checkout that is published has them from there, too."""
    return folder_setting(root, "FABU_LAWS_DIR", str(var_dir(root) / "laws"))


def has_release() -> bool:
    """Whether the project found from here serves a release of `fabu publish`."""
    return site_dir(find_root()).parent.is_symlink()


def _released(root: Path, part: str) -> str | None:
    """That part of the current release, where the project has one below var/."""
    current = var_dir(root) / "releases" / "current"
    return str(current / part) if current.is_symlink() else None


def var_dir(root: Path) -> Path:
    """Where data and secrets lie: FABU_VAR_DIR of the environment, or var/."""
    return root / (os.environ.get("FABU_VAR_DIR") or "var")
