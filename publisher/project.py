"""Finds the project (工程) that a command works on: the nearest parent with an mkdocs.yml."""

from __future__ import annotations

from pathlib import Path

from district import FabuError
from publisher.model.loader import Folders

MARKER = "mkdocs.yml"


def find_root(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` (default: the working directory) with an mkdocs.yml.

    Raises FabuError when there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    raise FabuError(
        f"在“{here}”及其上级目录里都没有找到 {MARKER}；请先进入网站工程的目录，再运行命令"
    )


def find_project(
    start: Path | None = None, cases: Path | None = None, content: Path | None = None
) -> Folders:
    """The folders of authors' files; `cases` and `content` replace the project's own.

    A relative `cases` or `content` is below the working directory, as on any command line.
    Raises FabuError when there is no project, or when one of the folders does not exist.
    """
    root = find_root(start)
    folders = Folders(
        root=root,
        cases=(cases or root / "cases_library").resolve(),
        content=(content or root / "content").resolve(),
    )
    for folder, option in ((folders.cases, "--cases"), (folders.content, "--content")):
        if not folder.is_dir():
            raise FabuError(f"没有“{folder}”这个目录；请建好它，或用 {option} 指明稿件目录")
    return folders


def config_dir(folders: Folders) -> Path:
    """Where the project's YAML lies."""
    return folders.root / "site_config"
