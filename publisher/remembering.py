"""What a build leaves of a whole site for the next one, which may find other words or facts in a few
manuscripts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from district.models import SiteConfig
from publisher.booklet.ready import ready_booklets
from publisher.following import Beside
from publisher.model.citing import Use
from publisher.model.face import FACED, face_of
from publisher.model.going_live import next_change
from publisher.model.library import Entry, Library
from publisher.model.outline import outlined
from publisher.pages.view import PageJob
from publisher.rendering.environment import COMPILED
from publisher.rendering.kept_pages import KeptPages, SiteState, manifest_digest
from publisher.rendering.manifest import read_manifest
from publisher.rendering.render import RenderSettings


@dataclass(frozen=True)
class Remembered:
    """`whole`: all that was read, as outlines; `uses`: of laws, by path; `fixed`: the files, relative to
    the site, that no document's facts change."""

    whole: Library
    uses: Mapping[str, tuple[Use, ...]]
    beside: Beside
    fixed: tuple[str, ...]
    makes_booklets: bool


def outlines(library: Library) -> Library:
    return replace(library, entries=tuple(map(outlined, library.entries)))


def composed_paths(library: Library, config: SiteConfig) -> frozenset[str]:
    """Manuscripts that ready-made booklets hold whole."""
    booklets = ready_booklets(library, config)
    return frozenset(entry.path for booklet in booklets for entry, _ in booklet.chosen)


def keep_site(
    kept: KeptPages,
    settings: RenderSettings,
    jobs: Iterable[PageJob],
    remembered: Remembered,
    composed: frozenset[str],
    now: datetime,
    faces: Mapping[str, str] = MappingProxyType({}),
) -> SiteState:
    """Put it down after the pages of `jobs` were written. `faces`: those that are known, by path. Where
    it cannot be stored, the next build is a whole one."""
    site_dir = settings.site_dir
    digests = read_manifest(site_dir)

    def face(entry: Entry) -> str:
        return faces.get(entry.path) or face_of(entry, remembered.uses[entry.path])

    pages: Sequence[tuple[PageJob, str, str]] = [
        (job, digests[job.output], face(job.entry))
        for job in jobs
        if job.entry is not None and job.entry.kind in FACED
    ]
    until = next_change(remembered.whole, now)
    state = SiteState(manifest_digest(site_dir), settings, composed, until)
    with suppress(sqlite3.Error):
        if compiled := COMPILED.packed():
            kept.put_templates(compiled)
        kept.keep(state, remembered, pages)
    return state
