"""Goes on from the last build where nothing changed but the words of some documents, the commonest edit.

Their pages, their lines of documents.jsonl and the search index are all that is different then
(`publisher.model.face`), so that nothing else is read, planned or looked at. Whatever is not plainly
such a case is left to a whole build: with mistakes in the text, too, which that one reports.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from publisher.checks import check_entry, check_files
from publisher.checks.context import CheckContext
from publisher.checks.signoff import read_rules
from publisher.last_build import work_folder
from publisher.model.citing import citations_of
from publisher.model.document import Unread
from publisher.model.face import FACED, face_of
from publisher.model.finding import has_errors
from publisher.model.library import Entry
from publisher.model.loader import candidate_at, read_entry, reader_for
from publisher.outputs.documents import replace_lines
from publisher.outputs.search_files import write_search_index
from publisher.pages.view import PageJob
from publisher.project import Folders, config_dir
from publisher.rendering.kept_pages import KeptPages, SiteState, kept_pages, manifest_digest
from publisher.rendering.manifest import read_manifest, write_manifest
from publisher.rendering.render import PageRenderer, page_digest
from publisher.signoff.rules import needed_roles

log = logging.getLogger("fabu.build")

MOST_CHANGED = 50
"""From so many changed documents on, a whole build is no slower."""


@dataclass(frozen=True)
class _Edit:
    entry: Entry
    job: PageJob
    face: str


def continued(
    folders: Folders, site_dir: Path, documents: Path, changed: Sequence[str], now: datetime
) -> bool:
    """Bring the site in `site_dir` up to date with the manuscripts at `changed`, in which alone
    something is different since the last build; False, and nothing was written, where it takes a
    whole one.

    RecallError as in a whole build.
    """
    if not changed or len(changed) > MOST_CHANGED:
        return False
    with kept_pages(folders.root, site_dir) as kept:
        try:
            planned = _planned(kept, folders, site_dir, changed, now.date()) if kept else None
        except Exception:  # a damaged pickle raises anything
            log.debug("going on from the last build", exc_info=True)
            return False
        if kept is None or planned is None:
            return False
        state, edits = planned
        count = replace_lines(documents, [edit.entry for edit in edits])
        if count is None:
            return False
        index = work_folder(folders.root, "search", site_dir)
        write_search_index(documents, site_dir, config_dir(folders.root), count, index)
        _write_pages(state, edits, site_dir)
        # Without it the next build finds a manifest that is not the one it knows, and is a whole one.
        with suppress(sqlite3.Error):
            kept.put_state(replace(state, manifest=manifest_digest(site_dir)))
    return True


def _planned(
    kept: KeptPages, folders: Folders, site_dir: Path, changed: Sequence[str], today: date
) -> tuple[SiteState, list[_Edit]] | None:
    state = _state_of(kept, site_dir)
    edits = _edits(kept, state, folders, changed, today) if state else None
    return None if state is None or edits is None else (state, edits)


def _state_of(kept: KeptPages, site_dir: Path) -> SiteState | None:
    state = kept.state()
    return state if state and state.manifest == manifest_digest(site_dir) else None


def _edits(
    kept: KeptPages, state: SiteState, folders: Folders, changed: Sequence[str], today: date
) -> list[_Edit] | None:
    settings = state.settings
    folder = config_dir(folders.root)
    context = CheckContext(
        settings.config, settings.registry, folders, folder, today, settings.pack
    )
    signing, _ = read_rules(context)
    reader = reader_for(settings.config)
    edits = []
    for name in changed:
        candidate = candidate_at(Path(name), folders)
        page = kept.page(candidate.shown) if candidate else None
        if candidate is None or page is None or candidate.shown in state.composed:
            return None
        entry, findings = read_entry(candidate, settings.config, reader)
        if entry is None or isinstance(entry.meta, Unread) or entry.kind not in FACED:
            return None
        if needed_roles(entry.kind, entry.meta, signing):
            return None  # which of its texts may go online depends on signatures
        found = [*findings, *check_entry(entry, context), *check_files(entry, context)]
        face = face_of(entry, citations_of(entry, settings.registry, today))
        if has_errors(found) or face != page.face:
            return None
        edits.append(_Edit(entry, replace(page.job, entry=entry), face))
    return edits


def _write_pages(state: SiteState, edits: Sequence[_Edit], site_dir: Path) -> None:
    renderer = PageRenderer(state.settings)
    digests = read_manifest(site_dir)
    # As in `render_pages`: what is about to be written counts as unknown until all is written.
    write_manifest(site_dir, digests | {edit.job.output: "" for edit in edits})
    for edit in edits:
        renderer.write(edit.job)
        digests[edit.job.output] = page_digest(state.settings.common_digest, edit.job)
    write_manifest(site_dir, digests)
