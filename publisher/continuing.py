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
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from publisher.checks import check_entry, check_files
from publisher.checks.context import CheckContext
from publisher.checks.signoff import read_rules
from publisher.last_build import work_folder
from publisher.model.citing import Use, uses_of
from publisher.model.document import Unread
from publisher.model.face import FACED, face_of
from publisher.model.finding import has_errors
from publisher.model.library import Entry
from publisher.model.loader import Candidate, candidate_at, read_entry, reader_for
from publisher.model.outline import outlined
from publisher.outputs.documents import replace_lines
from publisher.outputs.search_files import write_search_index
from publisher.pages.view import PageJob
from publisher.project import Folders, config_dir
from publisher.rendering.kept_pages import (
    KeptPage,
    KeptPages,
    SiteState,
    kept_pages,
    manifest_digest,
)
from publisher.rendering.manifest import read_manifest, write_manifest
from publisher.rendering.render import PageRenderer, page_digest
from publisher.signoff.rules import needed_roles

log = logging.getLogger("fabu.build")

MOST_CHANGED = 50
"""From so many changed documents on, a whole build is no slower."""


@dataclass(frozen=True)
class Edit:
    """A manuscript that was written anew. `page`: its page of the last build, if it had one."""

    entry: Entry
    uses: tuple[Use, ...]
    face: str
    page: KeptPage | None


@dataclass(frozen=True)
class Changes:
    """`gone`: paths of manuscripts that are no more."""

    edits: tuple[Edit, ...]
    gone: frozenset[str]
    context: CheckContext

    def are_words_alone(self, composed: frozenset[str]) -> bool:
        """`composed`: manuscripts whose words other files hold."""
        return not self.gone and all(
            edit.page and edit.page.face == edit.face and edit.entry.path not in composed
            for edit in self.edits
        )


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
                _changes(kept, state, folders, changed, now.date()) if kept and state else None
            )
        except Exception:  # a damaged pickle raises anything
            log.debug("going on from the last build", exc_info=True)
            return None
        if kept is None or state is None or changes is None:
            return None
        if changes.are_words_alone(state.composed):
            return _with_other_words(kept, state, changes.edits, folders, site_dir, documents)
        # What plans a site takes a while to import: not before it is needed.
        from publisher.replanning import planned_again

        return planned_again(kept, state, changes, folders, documents, now)


def _state_of(kept: KeptPages, site_dir: Path) -> SiteState | None:
    state = kept.state()
    return state if state and state.manifest == manifest_digest(site_dir) else None


def _changes(
    kept: KeptPages, state: SiteState, folders: Folders, changed: Sequence[str], today: date
) -> Changes | None:
    settings = state.settings
    folder = config_dir(folders.root)
    context = CheckContext(
        settings.config, settings.registry, folders, folder, today, settings.pack
    )
    edits, gone = [], set()
    for name in changed:
        candidate = candidate_at(Path(name), folders)
        if candidate is None:
            return None
        if not candidate.file.exists():
            gone.add(candidate.shown)
            continue
        edit = _edit(kept, candidate, context)
        if edit is None:
            return None
        edits.append(edit)
    return Changes(tuple(edits), frozenset(gone), context)


def _edit(kept: KeptPages, candidate: Candidate, context: CheckContext) -> Edit | None:
    entry, findings = read_entry(candidate, context.config, reader_for(context.config))
    if entry is None or isinstance(entry.meta, Unread) or entry.kind not in FACED:
        return None
    signing, _ = read_rules(context)
    if needed_roles(entry.kind, entry.meta, signing):
        return None  # which of its texts may go online depends on signatures
    if has_errors([*findings, *check_entry(entry, context), *check_files(entry, context)]):
        return None
    uses = uses_of(entry, context.registry, context.today)
    return Edit(entry, uses, face_of(entry, uses), kept.page(candidate.shown))


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
    for job in jobs:
        renderer.write(job)
        digests[job.output] = page_digest(state.settings.common_digest, job)
    write_manifest(site_dir, digests)
