"""Who is reminded of filings, and who is told who is missing: for the daily list and the bell. Pure.

The unit hears of what it owes three days before it is due and until it is in; whoever takes what is
filed hears who is missing once the last day is over for certain, and what waits to be summed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from forms_backend.filings import messages as texts
from forms_backend.filings.due import report_kind
from forms_backend.filings.report_section import asked_label
from forms_backend.filings.rules import FilingState, Timing, may_receive
from forms_backend.filings.views import Received, Standing
from forms_backend.identity.person import Person
from forms_backend.notices.digest import DECISION_DAYS, Section
from forms_backend.reports.periods import period_label

UnitName = Callable[[str], str]


@dataclass(frozen=True)
class Waiting:
    """How many filings wait for one person: to be filed, of them late; missing from below; filed by
    units below and not summed."""

    owed: int
    late: int
    missing: int
    to_sum: int

    @property
    def total(self) -> int:
        return self.owed + self.missing + self.to_sum


def waiting(person: Person, owed: Sequence[Standing], received: Iterable[Received]) -> Waiting:
    """`received`: what the person may see; what is filed to others does not wait for the person."""
    units = [unit for one in received if may_receive(person, one.parent) for unit in one.units]
    return Waiting(
        len(owed),
        sum(one.timing is Timing.MISSING for one in owed),
        sum(unit.timing is Timing.MISSING for unit in units),
        sum(unit.state is FilingState.SUBMITTED for unit in units),
    )


def waiting_lines(found: Waiting) -> tuple[str, ...]:
    """What the bell says of filings, a sentence each."""
    lines = (
        (found.owed, texts.BELL_OWN.format(count=found.owed, late=found.late)),
        (found.missing, texts.BELL_MISSING.format(count=found.missing)),
        (found.to_sum, texts.BELL_RECEIVED.format(count=found.to_sum)),
    )
    return tuple(line for count, line in lines if count)


def filing_sections(
    person: Person,
    owed: Sequence[Standing],
    received: Iterable[Received],
    today: date,
    unit_name: UnitName,
) -> tuple[Section, ...]:
    """What a daily list says of filings."""
    mine = [one for one in owed if one.asked.due.on - DECISION_DAYS <= today]
    below = [one for one in received if may_receive(person, one.parent)]
    found = (
        Section(texts.DIGEST_OWN, lines=tuple(_owed(one, unit_name) for one in mine)),
        Section(
            texts.DIGEST_MISSING,
            lines=_units(below, lambda one: one.timing is Timing.MISSING, unit_name),
        ),
        Section(
            texts.DIGEST_RECEIVED,
            lines=_units(below, lambda one: one.state is FilingState.SUBMITTED, unit_name),
        ),
    )
    return tuple(section for section in found if section.total)


def _owed(one: Standing, unit_name: UnitName) -> str:
    kind = report_kind(one.asked.kind)
    state = texts.DIGEST_RETURNED if one.state is FilingState.RETURNED else ""
    return texts.DIGEST_OWN_LINE.format(
        kind=kind.label,
        period=period_label(kind, one.asked.period),
        due=one.asked.due.on,
        parent=unit_name(one.parent),
        state=state + (texts.DIGEST_LATE if one.timing is Timing.MISSING else ""),
    )


def _units(
    received: Iterable[Received], is_named: Callable[[Standing], bool], unit_name: UnitName
) -> tuple[str, ...]:
    """One line a period, with the units of which it holds."""
    found = []
    for one in received:
        units = "、".join(unit_name(unit.unit) for unit in one.units if is_named(unit))
        if units:
            found.append(f"{asked_label(one.asked)}　{units}")
    return tuple(found)
