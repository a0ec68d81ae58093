"""The folders of authors' files in the project (工程) that a command works on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from district.errors import FabuError
from district.project import MARKER, config_dir, find_root

__all__ = ["MARKER", "Folders", "config_dir", "find_project", "find_root", "tellable"]

HEARINGS = "hearings"
"""The folder of content/ with the hearings: a site is out of date when one of them ends."""


@dataclass(frozen=True)
class Folders:
    """Where authors' files lie. `root` is what findings' paths are relative to."""

    root: Path
    cases: Path
    content: Path

    @property
    def are_mixed(self) -> bool:
        """Whether just one of the two folders is the project's own."""
        own = (self.cases == self.root / "cases_library", self.content == self.root / "content")
        return own[0] != own[1]

    def shown(self, file: Path) -> str:
        """The path of `file` in findings: relative to the root where it lies below it."""
        path = file.relative_to(self.root) if file.is_relative_to(self.root) else file
        return tellable(path.as_posix())


def tellable(text: str) -> str:
    """`text` as it can be written anywhere: a name of a file that is not UTF-8 must not break the
    report of it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


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
