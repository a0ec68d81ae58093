"""The handbook, which belongs to the program: a site shows the one of the version it is built with.

A page that the project has itself, such as the whole handbook in this repository, stands before the
one that comes with the program. Tables of keys, lists and findings follow from the district's own
settings.
"""

from __future__ import annotations

from hashlib import blake2b

from district.models import SiteConfig
from publisher.authoring.derived import handbook_page
from publisher.model.documents.document import Kind
from publisher.model.library import Entry, Library, ordered
from publisher.model.loader import Candidate, Folders, entry_of, reader_for
from publisher.model.source_file import SourceFile
from publisher.shipped import HANDBOOK

FOLDER = "handbook"
SHOWN = "（法布自带）"
"""Begins the path of these pages where a project's own files show theirs."""

REFERENCE = "示例区"
"""Stands in the handbook's samples where a district reads its own name."""


def program_pages(folders: Folders, config: SiteConfig) -> list[Entry]:
    """Every page of the handbook that the project does not have itself; none where site.yml has no
    column for them."""
    if config.site.find_column(FOLDER) is None:
        return []
    found, reader = [], reader_for(config)
    for file in sorted(HANDBOOK.glob("*.md")):
        if (folders.content / FOLDER / file.name).exists():
            continue
        text = handbook_page(file, config).replace(REFERENCE, config.site.district)
        location = f"{FOLDER}/{file.name}"
        candidate = Candidate(file, HANDBOOK, Kind.PAGE, location, f"{SHOWN}{location}")
        source = SourceFile(
            candidate.shown, text, blake2b(text.encode(), digest_size=16).hexdigest()
        )
        entry, findings = entry_of(candidate, source, config, reader)
        if entry is None:
            raise ValueError(f"{file} cannot be read: {findings}")
        found.append(entry)
    return found


def with_program_pages(library: Library, folders: Folders, config: SiteConfig) -> Library:
    """The library with the handbook in it."""
    found = program_pages(folders, config)
    return ordered([*library.entries, *library.unread, *found]) if found else library


def is_program_page(path: str) -> bool:
    """Whether a path of an entry or of a finding is one of these: nobody in a district mends them."""
    return path.startswith(SHOWN)
