"""Which files are manuscripts, and what belongs to one. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from district.manuscripts import Kind

CASES, CONTENT = "cases_library", "content"
SIGNOFF = "site_config/signoff"
LONGEST_ID = 80
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PICTURE = re.compile(r"[A-Za-z0-9_-]+\.[a-z]+")
_PAGES = frozenset({"new", "import", "media", "calendar", "bulk"})
"""Pages of the zone that stand where a manuscript of that id would."""
_CASE = re.compile(rf"{CASES}/(?:[0-9]{{4}}/)?([^/]+)\.md")
_CONTENT = re.compile(rf"{CONTENT}/([^/]+)/([^/]+)\.md")
_BY_FOLDER = {kind.folder: kind for kind in Kind if kind.folder}
KINDS = (Kind.CASE, *_BY_FOLDER.values())
"""Those that are edited here; plain pages and settings are not."""


def is_id(text: str) -> bool:
    """Whether `text` may name a manuscript, its branch and its files."""
    is_free = len(text) <= LONGEST_ID and text not in _PAGES
    return is_free and _ID.fullmatch(text) is not None


@dataclass(frozen=True)
class Place:
    """A manuscript: of which kind, under which id, at which path of the repository."""

    kind: Kind
    id: str
    path: str

    @property
    def branch(self) -> str:
        return f"draft/{self.id}"

    @property
    def record(self) -> str:
        """The file of its signatures."""
        return f"{SIGNOFF}/{self.kind.value}/{self.id}.yml"

    @property
    def approved_copy(self) -> str:
        return f"{SIGNOFF}/{self.kind.value}/{self.id}.md"

    @property
    def pictures(self) -> str:
        """The folder of its pictures, with a slash at its end."""
        return f"{CONTENT}/assets/{self.id}/"

    @property
    def address(self) -> str:
        """Its page, below the root of the site."""
        return f"{self.kind.folder or 'cases'}/{self.id}/"

    def link_to_picture(self, name: str) -> str:
        """How the manuscript refers to one of its pictures."""
        up = "/".join([".."] * self.path.count("/"))
        return (
            f"{up}/{self.pictures}{name}"
            if self.kind is Kind.CASE
            else f"../assets/{self.id}/{name}"
        )

    def owns(self, path: str) -> bool:
        """Whether a draft of it may change the file at `path`."""
        return path in (self.path, self.record, self.approved_copy) or path.startswith(
            self.pictures
        )

    def may_hold(self, path: str, endings: tuple[str, ...]) -> bool:
        """Whether a file of such a name is one that the staff zone itself would make: beside the text
        and its signatures only pictures of a kind that is written anew."""
        if not path.startswith(self.pictures):
            return True
        name = path.removeprefix(self.pictures)
        return _PICTURE.fullmatch(name) is not None and name.endswith(endings)


def place_of(path: str) -> Place | None:
    """The manuscript at `path`; None for every other file."""
    case = _CASE.fullmatch(path)
    if case and is_id(case[1]):
        return Place(Kind.CASE, case[1], path)
    other = _CONTENT.fullmatch(path)
    if other and other[1] in _BY_FOLDER and is_id(other[2]):
        return Place(_BY_FOLDER[other[1]], other[2], path)
    return None


def new_place(kind: Kind, identifier: str, today: date) -> Place:
    """Where a new manuscript goes."""
    folder = f"{CASES}/{today.year}" if kind is Kind.CASE else f"{CONTENT}/{kind.folder}"
    return Place(kind, identifier, f"{folder}/{identifier}.md")
