"""Checks (校验): pure functions from what was read to findings.

Checks of one entry look at nothing but that entry, so that they can run in parallel; checks of
the library compare entries with one another and with the site's configuration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from district.models import SiteConfig
from district.project import laws_dir
from law.registry import load_registry
from law.texts.pack import load_pack
from publisher.checks.body.anchors import check_anchors_exist
from publisher.checks.body.images import check_images_are_described, check_images_exist
from publisher.checks.body.sections import (
    check_heading_levels_follow,
    check_no_top_heading,
    check_sections_are_filled,
    check_sections_follow_template,
)
from publisher.checks.body.unfilled import check_status_is_written, check_texts_are_filled_in
from publisher.checks.body.unmade_headings import check_headings_were_made
from publisher.checks.body.unmade_markup import (
    check_links_say_where_they_lead,
    check_markup_became_what_was_meant,
)
from publisher.checks.case_numbers import check_case_number_has_its_form
from publisher.checks.citations.cited_laws import check_cited_laws
from publisher.checks.context import CheckContext
from publisher.checks.duplicates import check_texts_differ
from publisher.checks.faqs import check_faq_has_questions
from publisher.checks.freshness import (
    check_columns_are_fresh,
    check_past_hearing_is_not_announced,
    check_policy_is_marked_expired,
    check_publication_is_not_in_the_future,
)
from publisher.checks.health_checks import (
    check_health_check,
    check_replaced_questions_exist,
)
from publisher.checks.hearings import (
    check_changed_hearing_has_a_new_sequence,
    check_hearing_may_be_shown,
)
from publisher.checks.ids import check_id_is_file_name, check_ids_are_unique
from publisher.checks.links import check_links_lead_somewhere
from publisher.checks.personal_data import check_no_personal_data
from publisher.checks.published_files import (
    check_privacy_exceptions,
)
from publisher.checks.references import check_references_exist
from publisher.checks.remembered.groups import Group, Whole
from publisher.checks.signoff import released_library
from publisher.checks.titles import check_summary_is_short, check_title_is_short
from publisher.checks.videos import check_video_can_be_played
from publisher.checks.withdrawn import check_withdrawn_answers_are_deleted
from publisher.memory import Memory
from publisher.model.documents.document import Unread
from publisher.model.finding import Finding
from publisher.model.library import Entry, Library
from publisher.model.loader import Candidate, Folders, load_library, read_entry, reader_for, strays
from publisher.program_pages import with_program_pages
from publisher.project import config_dir

EntryCheck = Callable[[Entry, CheckContext], list[Finding]]
LibraryCheck = Callable[[Library, CheckContext], list[Finding]]

BODY_CHECKS: tuple[EntryCheck, ...] = (
    check_texts_are_filled_in,
    check_no_top_heading,
    check_heading_levels_follow,
    check_sections_follow_template,
    check_sections_are_filled,
    check_faq_has_questions,
    check_images_are_described,
    check_cited_laws,
    check_no_personal_data,
    check_markup_became_what_was_meant,
    check_headings_were_made,
    check_links_say_where_they_lead,
)
"""These hold for files whose front matter has mistakes, too."""

ENTRY_CHECKS: tuple[EntryCheck, ...] = (
    check_id_is_file_name,
    check_status_is_written,
    check_title_is_short,
    check_summary_is_short,
    check_case_number_has_its_form,
    check_policy_is_marked_expired,
    check_past_hearing_is_not_announced,
    check_publication_is_not_in_the_future,
    check_hearing_may_be_shown,
    check_changed_hearing_has_a_new_sequence,
    check_health_check,
    *BODY_CHECKS,
)

WITHDRAWN_CHECKS: tuple[EntryCheck, ...] = (
    check_id_is_file_name,
    check_title_is_short,
    check_publication_is_not_in_the_future,
    check_no_personal_data,
)
"""Of what was withdrawn, readers see title and reason alone."""

FILE_CHECKS: tuple[EntryCheck, ...] = (check_images_exist, check_video_can_be_played)
"""These look at other files than the entry's own, so that they are made each time."""

AMONG_OTHERS: tuple[LibraryCheck, ...] = (
    check_ids_are_unique,
    check_references_exist,
    check_replaced_questions_exist,
    check_links_lead_somewhere,
    check_anchors_exist,
)
"""These compare entries by their ids and addresses alone."""

LIBRARY_CHECKS: dict[Group, tuple[LibraryCheck, ...]] = {
    Group.AMONG: (*AMONG_OTHERS, check_withdrawn_answers_are_deleted),
    Group.COLUMNS: (check_columns_are_fresh,),
    Group.TEXTS: (check_texts_differ,),
    Group.EXCEPTIONS: (check_privacy_exceptions,),
}
"""By what their findings follow from; those of the settings stand in `of_settings`."""


def check_entry(entry: Entry, context: CheckContext) -> list[Finding]:
    """All findings that follow from one file, the settings and the day."""
    checks = BODY_CHECKS if isinstance(entry.meta, Unread) else ENTRY_CHECKS
    if entry.meta.is_withdrawn:
        checks = WITHDRAWN_CHECKS
    return [finding for check in checks for finding in check(entry, context)]


def check_files(entry: Entry, context: CheckContext) -> list[Finding]:
    """All findings of what one entry says of other files."""
    if entry.meta.is_withdrawn:
        return []
    return [finding for check in FILE_CHECKS for finding in check(entry, context)]


def check_context(
    folders: Folders, config: SiteConfig, today: date, laws: Path | None = None
) -> CheckContext:
    """What checks of one project on one day need to know. Reads laws.yml, and the texts of laws from
    `laws`, or else from the project's data."""
    folder = config_dir(folders.root)
    pack = load_pack(laws or laws_dir(folders.root))
    return CheckContext(config, load_registry(folder), folders, folder, today, pack)


def findings_of_one(candidate: Candidate, context: CheckContext) -> list[Finding]:
    """All findings that one file gives by itself, whatever the rest of the library."""
    entry, findings = read_entry(candidate, context.config, reader_for(context.config))
    if entry is None:
        return findings
    return [*findings, *check_entry(entry, context), *check_files(entry, context)]


def check_among_others(library: Library, context: CheckContext) -> list[Finding]:
    """What entries have wrong because of others: quick, so that a preview tells it at each save."""
    return [finding for check in AMONG_OTHERS for finding in check(library, context)]


def read_and_check(
    folders: Folders,
    config: SiteConfig,
    today: date,
    memory: Memory | None = None,
    laws: Path | None = None,
) -> tuple[Library, list[Finding]]:
    """Everything that `folders` hold, and all that is wrong with it, sorted by path and line.

    Reads laws.yml and, for their line numbers, site.yml and units.yml of the project. What
    `memory` holds of files that did not change is not read again. `laws`: where the texts of laws
    lie, if not among the project's data.
    """
    whole = check_project(check_context(folders, config, today, laws), memory)
    return whole.library, whole.findings


def check_project(context: CheckContext, memory: Memory | None = None) -> Whole:
    """The same, with what the findings follow from."""
    written, found = load_library(
        context.folders,
        context.config,
        partial(check_entry, context=context),
        day=str(context.today),
        memory=memory,
    )
    return grouped(written, found, context)


def check_whole(
    written: Library, found: list[Finding], context: CheckContext
) -> tuple[Library, list[Finding]]:
    """What of `written`, the library as its files are, goes online, and all that is wrong with the
    project, sorted by path and line. `found`: what reading the files and `check_entry` gave."""
    whole = grouped(written, found, context)
    return whole.library, whole.findings


def grouped(written: Library, found: list[Finding], context: CheckContext) -> Whole:
    """As `check_whole`, with what the findings follow from."""
    folders, config = context.folders, context.config
    library, signing = released_library(written, context)
    earlier = _earlier_texts(written, library)
    library = with_program_pages(library, folders, config)
    # Who checks some manuscripts alone does not wait until these are loaded.
    from publisher.checks.settings.all_checks import SETTINGS_CHECKS
    from publisher.checks.stray_files import check_files_are_used

    checks_of = {**LIBRARY_CHECKS, Group.SETTINGS: SETTINGS_CHECKS}
    groups: dict[Group, list[Finding]] = {
        group: [one for check in checks for one in check(library, context)]
        for group, checks in checks_of.items()
    }
    entries = (*library.entries, *library.unread)
    groups[Group.FILES] = [one for entry in entries for one in check_files(entry, context)]
    # A file that only the text in waiting shows is no stray, nor is one of the text that is online.
    shown = replace(written, entries=(*written.entries, *earlier))
    lying = {*check_files_are_used(shown, context), *strays(folders)}
    groups[Group.USED] = [*lying, *signing]
    groups[Group.OWN] = [one for one in found if one not in lying]
    return Whole(library, groups, frozenset(entry.path for entry in earlier))


def _earlier_texts(written: Library, released: Library) -> tuple[Entry, ...]:
    """Those of `released` that are not today's text of their manuscript."""
    today = {entry.path: entry.digest for entry in written.entries}
    return tuple(entry for entry in released.entries if entry.digest != today.get(entry.path))


__all__ = [
    "AMONG_OTHERS",
    "BODY_CHECKS",
    "ENTRY_CHECKS",
    "FILE_CHECKS",
    "LIBRARY_CHECKS",
    "CheckContext",
    "check_among_others",
    "check_context",
    "check_entry",
    "check_files",
    "check_project",
    "check_whole",
    "findings_of_one",
    "grouped",
    "read_and_check",
]
