"""What registers amount to: counts over a period, and how far each target is. Pure.

The one reading for the overview, the dashboard and the reports.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from district.registers.models import Every, Registers, Target
from forms_backend.registers.repository import Fact
from forms_backend.running.clock import local_date

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
_YEAR = 12


@dataclass(frozen=True)
class Tally:
    """One register over a period: at its end open and late, in it entered and ended. What is void
    is in none."""

    key: str
    name: str
    open: int
    late: int
    entered: int
    ended: int


@dataclass(frozen=True)
class Progress:
    """How far a target is, for the district or for one unit, in the window that a day lies in."""

    key: str
    target: Target
    unit: str | None
    first: date
    last: date
    done: int

    @property
    def is_reached(self) -> bool:
        return self.done >= self.target.goal

    @property
    def percent(self) -> int:
        """Whole percent of the goal, rounded down, so that 100 means reached."""
        return self.done * 100 // self.target.goal


def window(target: Target, day: date) -> tuple[date, date]:
    """First and last day of what is counted for `target` on `day`."""
    if target.every is None:
        return target.since or date.min, target.until or date.max
    months = _MONTHS[target.every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    following = first.year * _YEAR + first.month - 1 + months
    return first, date(following // _YEAR, following % _YEAR + 1, 1) - timedelta(days=1)


def progress(registers: Registers, facts: Sequence[Fact], day: date) -> tuple[Progress, ...]:
    """Every target as it stands on `day`, one line a unit where each has to reach it."""
    return tuple(
        _progress(key, target, unit, facts, day)
        for key, target in registers.targets.items()
        for unit in (target.units or (None,))
    )


def _progress(
    key: str, target: Target, unit: str | None, facts: Iterable[Fact], day: date
) -> Progress:
    first, last = window(target, day)
    done = 0
    for fact in facts:
        counts = (
            fact.register == target.of
            and fact.state in target.states
            and first <= fact.day <= min(last, day)
            and unit in (None, fact.unit)
        )
        if not counts:
            continue
        values = json.loads(fact.plain)
        if all(values.get(field) in options for field, options in target.only.items()):
            done += int(values.get(target.count) or 0) if target.count else 1
    return Progress(key, target, unit, first, last, done)


def tallies(
    registers: Registers, facts: Sequence[Fact], first: date, last: date
) -> tuple[Tally, ...]:
    """Every register over the days from `first` to `last`; `facts` as of the end of `last`."""
    return tuple(
        _tally(key, registers, [fact for fact in facts if fact.register == key], first, last)
        for key in registers.registers
    )


def _tally(key: str, registers: Registers, facts: Iterable[Fact], first: date, last: date) -> Tally:
    register = registers.registers[key]
    counted = [fact for fact in facts if not register.state(fact.state).void]
    is_open = [fact for fact in counted if not register.state(fact.state).closed]
    over = (fact for fact in counted if register.state(fact.state).closed and fact.ended_at)
    return Tally(
        key,
        register.name,
        open=len(is_open),
        late=sum(fact.due_on is not None and fact.due_on <= last for fact in is_open),
        entered=sum(first <= local_date(fact.entered_at) <= last for fact in counted),
        ended=sum(first <= local_date(fact.ended_at) <= last for fact in over if fact.ended_at),
    )
