"""What follows from all manuscripts together: lists, pages of laws, feeds, duplicates, files that nobody
uses. It takes seconds in a large project, so that it is made beside, of what stands at one moment."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from district import FabuError
from publisher.build import Source, write_beside_pages
from publisher.checks import CheckContext, check_among_others, check_files, check_whole
from publisher.following import Beside, site_jobs, visible_of
from publisher.model.citing import index_laws
from publisher.model.finding import Finding
from publisher.model.library import Entry, Library
from publisher.model.loader import strays
from publisher.model.media import media_sizes
from publisher.model.publicity import NO_EVENTS, load_publicity
from publisher.model.statistics import load_statistics
from publisher.model.withdrawal import withdrawn_digests
from publisher.pages.plain import SidebarItem, plain_entries
from publisher.pages.view import PageJob
from publisher.plugin import menus
from publisher.preview.ground import Ground
from publisher.preview.manuscripts import Manuscripts, library_of
from publisher.program_pages import is_program_page

Read = TypeVar("Read")


@dataclass(frozen=True)
class Settled:
    """`findings`: those that no manuscript has by itself or by its neighbours' ids and addresses.
    `jobs`: by output. `data`: the folder with what pages fetch or lead to. `signed`: by path, what signatures say of the texts as they are. `program`: pages
    of the handbook that come with the program. `withdrawn`: digests of submissions whose answers are
    taken down. `problems`: what could not be read and is no finding."""

    now: datetime
    data: Path
    findings: tuple[Finding, ...] = ()
    jobs: Mapping[str, PageJob] | None = None
    signed: Mapping[str, Entry] | None = None
    program: tuple[Entry, ...] = ()
    menus: Mapping[str, tuple[SidebarItem, ...]] | None = None
    withdrawn: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()


def among_others(library: Library, context: CheckContext) -> list[Finding]:
    """What entries have wrong because of other entries and of files: quick, and made at each change."""
    entries = (*library.entries, *library.unread)
    of_files = [found for entry in entries for found in check_files(entry, context)]
    return [*check_among_others(library, context), *of_files]


def settle(ground: Ground, manuscripts: Manuscripts, now: datetime, data: Path) -> Settled:
    """Changes nothing; what pages fetch or lead to is written to a new folder in `data`."""
    context = ground.context
    folders, config = context.folders, context.config
    own = {found for one in manuscripts.values() for found in one.findings}
    written = library_of(manuscripts.values())
    library, findings = check_whole(written, [*strays(folders), *own], context)
    known = own | set(among_others(library, context))
    today = {entry.path: entry.digest for entry in written.entries}
    signed = {e.path: e for e in library.entries if today.get(e.path) == e.digest}
    program = tuple(entry for entry in library.entries if is_program_page(entry.path))
    problems: list[str] = []

    def read(reader: Callable[[], Read], otherwise: Read) -> Read:
        try:
            return reader()
        except FabuError as error:
            problems.append(str(error))
            return otherwise

    withdrawn: frozenset[str] = read(lambda: withdrawn_digests(folders.content), frozenset())
    statistics = read(lambda: load_statistics(folders.content), None)
    calendar = read(lambda: load_publicity(folders.content, config), NO_EVENTS)
    whole = library_of(manuscripts.values(), program, signed)
    visible = visible_of(whole, now, withdrawn, drafts=True)
    laws = index_laws(visible.documents(), context.registry, now.date())
    sizes = media_sizes(folders.content, visible)
    beside = Beside(config, ground.forms, context.pack, statistics, calendar, sizes, ground.shelf)
    jobs = site_jobs(whole, visible, beside, laws, (), now)
    source = Source(folders, config, whole, visible, (), statistics, calendar, sizes, ground.shelf)
    folder = Path(tempfile.mkdtemp(dir=data))
    write_beside_pages(source, laws, ground.forms, ground.theme_dirs, folder)
    return Settled(
        now,
        folder,
        tuple(one for one in findings if one not in known),
        {job.output: job for job in jobs},
        signed,
        program,
        menus(ground.mkdocs, plain_entries(visible)),
        withdrawn,
        problems=tuple(problems),
    )
