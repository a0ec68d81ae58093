"""A few manuscripts that changed since the last build, read and checked by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publisher.checks import check_entry, check_files
from publisher.checks.context import CheckContext
from publisher.checks.signoff import read_rules
from publisher.model.citing import Use, uses_of
from publisher.model.documents.document import Unread
from publisher.model.face import FACED, face_of
from publisher.model.finding import has_errors
from publisher.model.library import Entry
from publisher.model.loader import Candidate, candidate_at, read_entry, reader_for
from publisher.project import Folders, config_dir
from publisher.rendering.kept_pages import KeptPage, KeptPages, SiteState
from publisher.signoff.rules import needed_roles


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


def read_changes(
    kept: KeptPages, state: SiteState, folders: Folders, changed: Sequence[str], today: date
) -> Changes | None:
    """What is different in the manuscripts at `changed`; None where one of them has mistakes, is of a kind
    whose words stand on other pages, or goes online by signatures."""
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
