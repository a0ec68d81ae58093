"""Goes on from the last build where nothing changed but a few documents: the commonest edits.

Where only words changed (`publisher.model.face`), the documents' pages, their lines of documents.jsonl
and the search index are all that is different. Where facts changed that other pages show, the site is
planned again from what is remembered of all other documents (`publisher.replanning`). Whatever is not
plainly such a case is left to a whole build: with mistakes in the text, too, which that one reports.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from publisher import progress
from publisher.changes import Edit, read_changes
from publisher.last_build import work_folder
from publisher.model.outline import outlined
from publisher.outputs.documents import replace_lines
from publisher.outputs.search_files import write_search_index
from publisher.pages.view import PageJob
from publisher.project import Folders, config_dir
from publisher.rendering.environment import COMPILED
from publisher.rendering.kept_pages import (
    KeptPages,
    SiteState,
    kept_pages,
    manifest_digest,
)
from publisher.rendering.manifest import read_manifest, write_manifest
from publisher.rendering.render import PageRenderer, page_digest

log = logging.getLogger("fabu.build")

MOST_CHANGED = 50
"""From so many changed documents on, a whole build is no slower."""


def continued(
    folders: Folders, site_dir: Path, documents: Path, changed: Sequence[str], now: datetime
) -> SiteState | None:
    """Bring the site in `site_dir` up to date with the manuscripts at `changed`, in which alone
    something is different since the last build; None where it takes a whole one.

    RecallError as in a whole build.
    """
    if not changed or len(changed) > MOST_CHANGED:
        return None
    with kept_pages(folders.root, site_dir) as kept:
        try:
            state = _state_of(kept, site_dir) if kept else None
            changes = (
                read_changes(kept, state, folders, changed, now.date()) if kept and state else None
            )
            templates = kept.templates() if kept else None
        except Exception:  # a damaged pickle raises anything
            log.debug("going on from the last build", exc_info=True)
            return None
        if kept is None or state is None or changes is None or templates is None:
            return None
        COMPILED.take(templates)
        if changes.are_words_alone(state.composed):
            return _with_other_words(kept, state, changes.edits, folders, site_dir, documents)
        # What plans a site takes a while to import: not before it is needed.
        from publisher.replanning import planned_again

        return planned_again(kept, state, changes, folders, documents, now)


def _state_of(kept: KeptPages, site_dir: Path) -> SiteState | None:
    state = kept.state()
    return state if state and state.manifest == manifest_digest(site_dir) else None


def _with_other_words(
    kept: KeptPages,
    state: SiteState,
    edits: Sequence[Edit],
    folders: Folders,
    site_dir: Path,
    documents: Path,
) -> SiteState | None:
    entries = [edit.entry for edit in edits]
    jobs = [replace(edit.page.job, entry=edit.entry) for edit in edits if edit.page]
    count = replace_lines(documents, entries)
    if count is None:
        return None
    index = work_folder(folders.root, "search", site_dir)
    write_search_index(documents, site_dir, config_dir(folders.root), count, index)
    _write_pages(state, jobs, site_dir)
    state = replace(state, manifest=manifest_digest(site_dir))
    # Without it the next build finds a manifest that is not the one it knows, and is a whole one.
    with suppress(sqlite3.Error):
        kept.put_later(map(outlined, entries))
        kept.put_state(state)
    return state


def _write_pages(state: SiteState, jobs: Sequence[PageJob], site_dir: Path) -> None:
    renderer = PageRenderer(state.settings)
    digests = read_manifest(site_dir)
    # As in `render_pages`: what is about to be written counts as unknown until all is written.
    write_manifest(site_dir, digests | {job.output: "" for job in jobs})
    took = {}
    for job in jobs:
        took[job.output] = renderer.timed_write(job)
        digests[job.output] = page_digest(state.settings.common_digest, job)
    write_manifest(site_dir, digests)
    progress.pages(took, sum(map(bool, digests.values())) - len(took), 0)
