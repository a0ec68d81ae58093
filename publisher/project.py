"""The folders of authors' files in the project (工程) that a command works on."""

from __future__ import annotations

from pathlib import Path

from district import FabuError
from district.project import MARKER, config_dir, find_root
from publisher.model.loader import Folders

__all__ = ["MARKER", "config_dir", "find_project", "find_root"]


def find_project(
    start: Path | None = None, cases: Path | None = None, content: Path | None = None
) -> Folders:
    """The folders of authors' files; `cases` and `content` replace the project's own.

    A relative `cases` or `content` is below the working directory, as on any command line.
    Raises NoProjectError when there is no project, FabuError when one of the folders does not exist.
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
