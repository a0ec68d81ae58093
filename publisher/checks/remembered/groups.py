"""The findings of a whole project, by what they follow from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.program_pages import is_program_page

STALE = frozenset({"C213", "L401", "L402", "L404"})
"""What a text that was approved earlier can have wrong because others moved since: it waits for its
new text, and stops no site."""

BETWEEN_FOLDERS = frozenset({"C213", "L401", "L404"})
"""What cannot hold when one of the two folders was replaced (`--cases`, `--content`): the other one
refers to documents of the project's own."""


class Group(StrEnum):
    """What findings follow from, besides the settings and the day."""

    OWN = "own"
    """The file at which they stand, and nothing else."""
    FILES = "files"
    """That file, and whether files that it names are there."""
    AMONG = "among"
    """That file, and those that have the names which it mentions (`neighbours`)."""
    COLUMNS = "columns"
    """The newest document of each column."""
    TEXTS = "texts"
    """The texts of all documents of the kind."""
    EXCEPTIONS = "exceptions"
    """The exceptions to the gate against personal data, and the pages that they name."""
    SETTINGS = "settings"
    """No manuscript."""
    USED = "used"
    """Which files lie in the project, and which of them manuscripts refer to."""


Groups = Mapping[Group, Collection[Finding]]

_OF_WHAT_IS_ONLINE = frozenset(Group) - {Group.OWN, Group.USED}


@dataclass(frozen=True)
class Whole:
    """A checked project. `library`: what goes online, the handbook too; `stale`: paths of the
    manuscripts of which a text stays online that was approved earlier."""

    library: Library
    groups: Groups
    stale: frozenset[str]

    @property
    def findings(self) -> list[Finding]:
        return all_findings(self.groups, self.stale)


def all_findings(groups: Groups, stale: Collection[str]) -> list[Finding]:
    """What people are told, each once, sorted by path and line."""
    found: set[Finding] = set()
    for group, members in groups.items():
        found.update(_told(members, stale) if group in _OF_WHAT_IS_ONLINE else members)
    return sorted(one for one in found if not is_program_page(one.path))


def _told(findings: Iterable[Finding], stale: Collection[str]) -> Iterable[Finding]:
    return (one for one in findings if one.path not in stale or one.code not in STALE)
