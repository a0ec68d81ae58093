"""Plans the whole site again from outlines of all documents and the few manuscripts that changed, and
writes what is different. See `publisher.continuing`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from publisher.booklet.ready import BookletOffer
from publisher.changes import Changes
from publisher.checks import AMONG_OTHERS, LIBRARY_CHECKS
from publisher.checks.remembered.groups import BETWEEN_FOLDERS, Group
from publisher.checks.settings.all_checks import SETTINGS_CHECKS
from publisher.checks.settings.publicity import check_publicity_calendar
from publisher.checks.signoff import read_rules
from publisher.following import site_jobs, visible_of, write_lists, write_maps
from publisher.last_build import work_folder
from publisher.model.citing import LawIndex, index_laws
from publisher.model.documents.document import Kind
from publisher.model.face import FACED, standing_of
from publisher.model.finding import has_errors
from publisher.model.library import Entry, Library, ordered
from publisher.model.links import resolve, source_path
from publisher.model.loader import candidate_at, read_entry, reader_for
from publisher.model.outline import is_outline
from publisher.model.published_files import referred_files
from publisher.model.withdrawal import withdrawn_digests
from publisher.model.words import WordsNotKeptError
from publisher.outputs.documents import lines_by_id, write_documents
from publisher.outputs.law_records import law_records, write_law_texts
from publisher.outputs.ready_booklets import Material, write_ready_booklets
from publisher.outputs.search_files import write_search_index
from publisher.pages.view import PageJob
from publisher.project import Folders, config_dir
from publisher.remembering import Remembered, composed_paths, keep_site, outlines
from publisher.rendering.kept_pages import KeptPages, SiteState
from publisher.rendering.render import render_pages
from publisher.signoff.rules import needed_roles

log = logging.getLogger("fabu.build")

OF_WHAT_IS_THERE = (
    *(check for group, of in LIBRARY_CHECKS.items() if group is not Group.TEXTS for check in of),
    *SETTINGS_CHECKS,
)
"""What can be wrong when a document comes or goes. Texts that are alike stop no build."""

WHERE_NONE_COMES_OR_GOES = (*AMONG_OTHERS, check_publicity_calendar)
"""What can be wrong when facts change: a filter of the case list, which the calendar or a text leads to,
goes with the last case that has the term."""


@dataclass(frozen=True)
class _Plan:
    remembered: Remembered
    visible: Library
    laws: LawIndex
    jobs: list[PageJob]
    booklets: list[str]


def planned_again(
    kept: KeptPages,
    state: SiteState,
    changes: Changes,
    folders: Folders,
    documents: Path,
    now: datetime,
) -> SiteState | None:
    """The site with `changes`; None where it takes a whole build, which puts right what may have been
    written by then. RecallError as in a whole build."""
    read_whole = _reader(folders, changes)
    try:
        plan = _plan(kept, state, changes, folders, read_whole, now)
    except Exception:  # a damaged pickle raises anything
        log.debug("planning from what is remembered", exc_info=True)
        return None
    if plan is None:
        return None
    try:
        return _write(kept, state, changes, plan, folders, documents, read_whole, now)
    except WordsNotKeptError:
        return None


def _plan(
    kept: KeptPages,
    state: SiteState,
    changes: Changes,
    folders: Folders,
    read_whole: Callable[[Entry], Entry],
    now: datetime,
) -> _Plan | None:
    remembered = kept.ground()
    if not isinstance(remembered, Remembered):
        return None
    config, registry = state.settings.config, state.settings.registry
    before = {entry.path: entry for entry in remembered.whole.entries} | kept.later()
    after = {edit.entry.path: edit.entry for edit in changes.edits}
    if not _others_stay(before, after, changes, now):
        return None
    entries = {path: e for path, e in before.items() if path not in changes.gone} | after
    whole = ordered(list(entries.values()))
    stands = not changes.gone and all(
        path in before and standing_of(before[path]) == standing_of(entry)
        for path, entry in after.items()
    )
    checks = WHERE_NONE_COMES_OR_GOES if stands else OF_WHAT_IS_THERE
    found = [finding for check in checks for finding in check(whole, changes.context)]
    if has_errors([f for f in found if not (folders.are_mixed and f.code in BETWEEN_FOLDERS)]):
        return None
    visible = visible_of(whole, now, withdrawn_digests(folders.content), drafts=False)
    uses = {**remembered.uses, **{edit.entry.path: edit.uses for edit in changes.edits}}
    laws = index_laws(visible.documents(), registry, now.date(), uses)
    offers: tuple[BookletOffer, ...] = ()
    made: list[str] = []
    if remembered.makes_booklets:
        folder = config_dir(folders.root)
        material = Material(visible, config, registry, folder, read_whole)
        offers, made = write_ready_booklets(material, state.settings.site_dir)
    jobs = site_jobs(whole, visible, remembered.beside, laws, offers, now)
    return _Plan(
        replace(remembered, whole=outlines(whole), uses=laws.uses), visible, laws, jobs, made
    )


def _others_stay(
    before: dict[str, Entry], after: dict[str, Entry], changes: Changes, now: datetime
) -> bool:
    """Whether nothing changes but what a plan makes: no plain page, no file that goes online."""
    host = changes.context.config.site.domain
    rules, _ = read_rules(changes.context)
    linked = set(_linked(e for e in before.values() if e.kind is Kind.PAGE))
    for path in (*after, *changes.gone):
        old, new = before.get(path), after.get(path)
        for entry in filter(None, (old, new)):
            if entry.kind not in FACED or needed_roles(entry.kind, entry.meta, rules):
                return False
        if (old is None and new is None) or _files(old, host, now) != _files(new, host, now):
            return False
        stays = old is not None and new is not None and standing_of(old) == standing_of(new)
        if not stays and any(
            linked & {source_path(entry), f"/{entry.url}"} for entry in filter(None, (old, new))
        ):
            return False
    return True


def _files(entry: Entry | None, host: str, now: datetime) -> frozenset[str]:
    if entry is None or not entry.meta.is_live(now):
        return frozenset()
    files = referred_files(entry, host)
    return frozenset(f for f in files if not f.endswith(".md") or f.startswith("assets/"))


def _linked(plain: Iterable[Entry]) -> Iterator[str]:
    """What plain pages link to: files of the project, and addresses without what follows #."""
    for entry in plain:
        for link in entry.links:
            yield resolve(entry, link.target) or link.target.partition("#")[0]


def _reader(folders: Folders, changes: Changes) -> Callable[[Entry], Entry]:
    """Reads the words of a document that is there as an outline; WordsNotKeptError where its file has
    others than the outline was made of."""
    config = changes.context.config
    reader = reader_for(config)
    read: dict[str, Entry] = {}

    def whole(entry: Entry) -> Entry:
        if not is_outline(entry):
            return entry
        if entry.path not in read:
            folder = folders.cases if entry.kind is Kind.CASE else folders.content
            candidate = candidate_at(folder / entry.location, folders)
            found = read_entry(candidate, config, reader)[0] if candidate else None
            if found is None or found.digest != entry.digest:
                raise WordsNotKeptError
            read[entry.path] = replace(entry, words=found.words)
        return read[entry.path]

    return whole


def _write(
    kept: KeptPages,
    state: SiteState,
    changes: Changes,
    plan: _Plan,
    folders: Folders,
    documents: Path,
    read_whole: Callable[[Entry], Entry],
    now: datetime,
) -> SiteState:
    settings, remembered = state.settings, plan.remembered
    config, site_dir, beside = settings.config, settings.site_dir, remembered.beside
    known = lines_by_id(documents)
    for edit in changes.edits:
        known.pop(edit.entry.id, None)
    of_laws = law_records(plan.laws, beside.pack, now.date())
    count = write_documents(plan.visible, documents, beside.shelf, config.glossary, of_laws, known)
    index = work_folder(folders.root, "search", site_dir)
    write_search_index(documents, site_dir, config_dir(folders.root), count, index)
    write_law_texts(plan.laws, beside.pack, now.date(), documents)
    others = [
        *remembered.fixed,
        *write_lists(plan.visible, config, beside.calendar, plan.laws, site_dir),
        *write_maps(remembered.whole, plan.visible, config, plan.jobs, now, site_dir),
        *plan.booklets,
    ]
    render_pages(plan.jobs, settings, others, read_whole)
    faces = kept.faces() | {edit.entry.path: edit.face for edit in changes.edits}
    composed = composed_paths(plan.visible, config) if remembered.makes_booklets else frozenset()
    return keep_site(kept, settings, plan.jobs, remembered, composed, now, faces)
