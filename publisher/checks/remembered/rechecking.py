"""Goes on from the last check where nothing changed but some manuscripts: they alone are read, and of
the others those findings are made again that follow from them (`neighbours`), from what was kept.

Whatever is not plainly such a case is left to a whole check.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from publisher.checks import LIBRARY_CHECKS, check_entry, check_files
from publisher.checks.context import CheckContext
from publisher.checks.duplicates import COMPARED, Compared, compare, touched_by
from publisher.checks.remembered.facts import CALENDAR, Fact, Facts, Standing, fact_of, facts_at
from publisher.checks.remembered.groups import Group, all_findings
from publisher.checks.remembered.neighbours import filters_of, mentions_of, names_of
from publisher.checks.signoff import read_rules
from publisher.model.documents.document import Unread
from publisher.model.finding import Finding
from publisher.model.library import Library, ordered
from publisher.model.loader import candidate_at, read_entry, reader_for
from publisher.signoff.rules import needed_roles

MOST_CHANGED = 20
"""From so many changed manuscripts on, a whole check is no slower."""


@dataclass(frozen=True)
class _Edit:
    """A manuscript that changed; `own`: the findings that follow from it alone."""

    before: Fact
    after: Fact
    own: tuple[Finding, ...]
    files: tuple[Finding, ...]

    @property
    def path(self) -> str:
        return self.after.entry.path


def rechecked(
    path: Path, before: str, after: str, changed: Sequence[Path], context: CheckContext
) -> list[Finding] | None:
    """All findings of a project in which nothing but the manuscripts `changed` is another than in the
    check that the store at `path` belongs to; None where it takes a whole check.

    `before`, `after`: digests of the inputs of that check and of this one, to which the store then
    belongs. Raises sqlite3.Error, and whatever a damaged pickle raises.
    """
    if not changed or len(changed) > MOST_CHANGED:
        return None
    with facts_at(path, before, context.config.site.domain) as facts:
        edits = _edits(facts, changed, context) if facts else None
        if facts is None or edits is None:
            return None
        standing = _standing(facts, edits, context)
        if standing is None:
            return None
        facts.put(edit.after for edit in edits)
        facts.put_standing(after, standing)
    return all_findings(standing.groups, standing.stale)


def _edits(facts: Facts, changed: Sequence[Path], context: CheckContext) -> list[_Edit] | None:
    rules, _ = read_rules(context)
    reader, host = reader_for(context.config), context.config.site.domain
    edits = []
    for file in changed:
        candidate = candidate_at(file, context.folders)
        before = facts.fact(candidate.shown) if candidate else None
        if candidate is None or before is None:
            return None
        entry, findings = read_entry(candidate, context.config, reader)
        if entry is None or any(isinstance(e.meta, Unread) for e in (entry, before.entry)):
            return None  # its header may name files that no other refers to
        if any(needed_roles(e.kind, e.meta, rules) for e in (entry, before.entry)):
            return None  # which of its texts may go online depends on signatures
        after = fact_of(entry, host)
        if after.files != before.files:
            return None
        own = (*findings, *check_entry(entry, context))
        edits.append(_Edit(before, after, own, tuple(check_files(entry, context))))
    return edits


def _standing(facts: Facts, edits: Sequence[_Edit], context: CheckContext) -> Standing | None:
    last = facts.standing()
    changed = {edit.path for edit in edits}
    partial, touched = _neighbourhood(facts, edits, context)
    if CALENDAR in touched:
        return None
    made = {
        group: [one for check in LIBRARY_CHECKS[group] for one in check(partial, context)]
        for group in (Group.AMONG, Group.COLUMNS, Group.EXCEPTIONS)
    }
    among = [one for one in made[Group.AMONG] if one.path in touched]
    texts, compared = _texts(facts, edits)
    return Standing(
        {
            **last.groups,
            Group.OWN: _replaced(last, Group.OWN, changed, [f for e in edits for f in e.own]),
            Group.FILES: _replaced(last, Group.FILES, changed, [f for e in edits for f in e.files]),
            Group.AMONG: _replaced(last, Group.AMONG, touched, among),
            Group.COLUMNS: made[Group.COLUMNS],
            Group.EXCEPTIONS: made[Group.EXCEPTIONS],
            Group.TEXTS: _replaced(last, Group.TEXTS, compared, texts),
        },
        last.stale,
    )


def _replaced(
    last: Standing, group: Group, paths: Collection[str], made: list[Finding]
) -> list[Finding]:
    """The findings of a group with those at `paths` made anew."""
    return [*(one for one in last.groups[group] if one.path not in paths), *made]


def _neighbourhood(
    facts: Facts, edits: Sequence[_Edit], context: CheckContext
) -> tuple[Library, set[str]]:
    """Paths of all files whose findings the edits may touch; and a library of these and of all that
    they mention, in which they have the findings that they have in the whole one."""
    host = context.config.site.domain
    both = [fact.entry for edit in edits for fact in (edit.before, edit.after)]
    changed = [edit.path for edit in edits]
    touched = {*changed}
    touched |= facts.mentioning({name for e in both for name in (*names_of(e), *filters_of(e))})
    entries = [edit.after.entry for edit in edits]
    entries += facts.entries(touched - {*changed})
    mentioned = {name for entry in entries for name in mentions_of(entry, host)}
    around = facts.having(mentioned, changed)
    around |= facts.newest(context.today.isoformat(), changed)
    entries += facts.entries(around - touched)
    return ordered(entries), touched


def _texts(facts: Facts, edits: Sequence[_Edit]) -> tuple[list[Finding], set[str]]:
    """D601 at all texts of which the edits may have changed it, and the paths of these."""
    found: list[Finding] = []
    paths: set[str] = set()
    changed = {edit.path for edit in edits}
    for kind in {edit.after.entry.kind for edit in edits} & {*COMPARED}:
        own = [edit for edit in edits if edit.after.entry.kind is kind]
        pairs = [(edit.before.compared, edit.after.compared) for edit in own]
        asked = {edit.path for edit in own}
        paths |= asked
        if all(_is_same(before, after) for before, after in pairs):
            lines = {after.path: after.body_line for _, after in pairs if after}
            found += _moved(facts, asked, lines)
            continue
        others = facts.texts(kind.value, changed)
        after = [text for _, text in pairs if text]
        for before, now in pairs:
            siblings = [text for text in after if now is None or text.path != now.path]
            asked |= touched_by(before, now, [*others, *siblings])
        paths |= asked
        found += compare([*others, *after], asked)
    return found, paths


def _is_same(before: Compared | None, after: Compared | None) -> bool:
    if before is None or after is None:
        return before is after
    return before.digest == after.digest


def _moved(facts: Facts, paths: Collection[str], lines: dict[str, int]) -> list[Finding]:
    """What the last check told of texts that are the same, at the lines at which they begin now."""
    told = facts.standing().groups[Group.TEXTS]
    return [
        Finding(one.path, lines.get(one.path, one.line), one.code, one.message, one.mend)
        for one in told
        if one.path in paths
    ]
