"""What pages show of registers and entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from district.registers.models import Register
from forms_backend.attachments.kinds import FileKind
from forms_backend.registers import messages as texts
from forms_backend.registers.entry import Values
from forms_backend.registers.origins import Origin


class Which(StrEnum):
    """Which entries of a register a list shows."""

    OPEN = "open"
    LATE = "late"
    OVER = "over"
    ALL = "all"

    @property
    def label(self) -> str:
        return {"open": texts.OPEN, "late": texts.LATE, "over": texts.OVER, "all": texts.ALL}[self]


@dataclass(frozen=True)
class Counted:
    """One register with how much of it is open, late and over, as one person may see it."""

    key: str
    register: Register
    open: int
    late: int
    over: int


@dataclass(frozen=True)
class EntryRow:
    """One line of a list."""

    number: str
    unit: str
    state: str
    due_on: date | None
    is_over: bool
    values: Values

    def days_late(self, today: date) -> int:
        """Days since its last day; 0 while it is not late."""
        if self.is_over or self.due_on is None:
            return 0
        return max(0, (today - self.due_on).days)


@dataclass(frozen=True)
class EntryPage:
    """A page of a list, and how many there are in each."""

    rows: tuple[EntryRow, ...]
    totals: Mapping[Which, int]
    page: int
    pages: int


@dataclass(frozen=True)
class MoveView:
    """One step of the history; `step` is empty for a change of fields."""

    name: str
    state: str
    login: str
    at: datetime
    note: str


@dataclass(frozen=True)
class FileView:
    """One file of evidence."""

    id: int
    name: str
    kind: FileKind
    size: int
    login: str
    at: datetime


@dataclass(frozen=True)
class SampleView:
    """One draw: how many hundredths of a percent of which list, by which seed."""

    unit: str
    seed: str
    hundredths: int
    listed: int
    drawn: int
    list_digest: str
    at: datetime


@dataclass(frozen=True)
class Published:
    """Where an entry stands with the public calendar: marked for it, approved as it is now, or
    approved with other words; by whom, when, and whether the person may say so."""

    is_marked: bool
    is_approved: bool
    was_changed: bool
    login: str
    at: datetime | None
    may_approve: bool


@dataclass(frozen=True)
class EntryView:
    """An entry opened by somebody who may read it."""

    row: EntryRow
    key: str
    register: Register
    version: int
    login: str
    entered_at: datetime
    history: tuple[MoveView, ...]
    files: tuple[FileView, ...]
    steps: tuple[str, ...]
    """What the person may do, by the keys of the register's steps."""
    may_change: bool
    origin: Origin | None
    """What it was made from."""
