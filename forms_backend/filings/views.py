"""What pages and papers show of filings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from forms_backend.filings.due import Asked
from forms_backend.filings.rules import FilingState, Step, Timing
from forms_backend.filings.snapshot import Snapshot


@dataclass(frozen=True)
class Standing:
    """How one unit stands for one period; nothing of what is written."""

    asked: Asked
    unit: str
    parent: str
    state: FilingState
    timing: Timing
    first_at: datetime | None
    version: int

    @property
    def is_owed(self) -> bool:
        """Whether the unit still has to do something."""
        return self.state.waits_for_unit


@dataclass(frozen=True)
class Received:
    """What the units below one parent owe it for one period."""

    asked: Asked
    parent: str
    units: tuple[Standing, ...]

    @property
    def filed(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.units if not one.is_owed)

    @property
    def missing(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.units if one.is_owed)

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed for certain."""
        return any(one.timing is Timing.MISSING for one in self.units)


@dataclass(frozen=True)
class StepView:
    """One step of the history; `note` of what was returned."""

    step: Step
    login: str
    at: datetime
    note: str


@dataclass(frozen=True)
class Filed:
    """What was submitted in one step: texts by key, figures, and the end of the ledger behind them.
    No texts: their time is over."""

    unit: str
    login: str
    at: datetime
    texts: Mapping[str, str] | None
    figures: Snapshot
    head_sequence: int
    head_hash: str


@dataclass(frozen=True)
class FilingView:
    """A filing opened by somebody who may read it. `now`: the figures counted again."""

    standing: Standing
    filed: Filed | None
    now: Snapshot
    history: tuple[StepView, ...]
    steps: frozenset[Step]
    """What the person may do."""

    @property
    def returned_note(self) -> str:
        """Why it came back, while it waits for the unit."""
        notes = [one.note for one in self.history if one.step is Step.RETURN]
        return notes[-1] if notes and self.standing.state is FilingState.RETURNED else ""


@dataclass(frozen=True)
class Summary:
    """One paper of a parent: what it was made of, and who was missing."""

    asked: Asked
    parent: str
    version: int
    filed: tuple[Filed, ...]
    missing: tuple[str, ...]
    late: tuple[str, ...]
    login: str
    at: datetime


@dataclass(frozen=True)
class SummaryLine:
    """One paper in a list."""

    version: int
    login: str
    at: datetime
    count: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class UnitCount:
    """Filings of one unit that fell due in a period, as they stood at its end."""

    unit: str
    each: tuple[tuple[Asked, Timing], ...]

    def of(self, kinds: Collection[str]) -> UnitCount:
        """Those of these kinds alone."""
        return UnitCount(self.unit, tuple(one for one in self.each if one[0].kind in kinds))

    @property
    def asked(self) -> int:
        return len(self.each)

    @property
    def in_time(self) -> int:
        return self._count(Timing.IN_TIME)

    @property
    def late(self) -> int:
        return self._count(Timing.LATE)

    @property
    def missing(self) -> tuple[Asked, ...]:
        return tuple(asked for asked, timing in self.each if timing is Timing.MISSING)

    def _count(self, wanted: Timing) -> int:
        return sum(timing is wanted for _, timing in self.each)
