"""From what was read to what an auditor should ask about. Pure.

Counted is what shows what visitors wrote: matters that were opened, and files that were taken along.
Titles in lists are not: a clerk with two hundred matters reads that many each morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from forms_backend.ledger.actions import READINGS, Action
from forms_backend.running.clock import LOCAL_ZONE, local_date
from forms_backend.watching import messages as texts

EXPORTS = frozenset({Action.LIST_EXPORTED, Action.ENTRIES_EXPORTED})
_WITHOUT_CONTENT = frozenset(
    {Action.LEDGER_READ, Action.ALERTS_READ, Action.TITLES_READ, Action.SEARCHED}
)
WATCHED = READINGS - _WITHOUT_CONTENT


class AlertKind(StrEnum):
    """What is unusual."""

    MANY = "many"
    EXPORTED = "exported"
    CONFIDENTIAL = "confidential"
    NIGHT = "night"

    @property
    def label(self) -> str:
        return texts.KIND_LABELS[self.value]


@dataclass(frozen=True)
class Limits:
    """From how many a day on it is told; beyond, not at the limit. Night is from the hour
    `night_from` to the hour `night_until`, in the district; the same hour: there is none."""

    reads: int
    exported: int
    confidential: int
    night_from: int
    night_until: int

    @property
    def has_night(self) -> bool:
        return self.night_from != self.night_until

    def is_night(self, moment: datetime) -> bool:
        hour = moment.astimezone(LOCAL_ZONE).hour
        if self.night_from <= self.night_until:
            return self.night_from <= hour < self.night_until
        return hour >= self.night_from or hour < self.night_until


@dataclass(frozen=True)
class Reading:
    """One event of reading; `count` rows were taken along in a file, else 1."""

    actor: str
    action: Action
    at: datetime
    number: str | None
    confidential: bool = False
    count: int = 1

    @property
    def what(self) -> str:
        """What was opened: two looks at one matter are one."""
        return self.number or f"{self.action}:{self.at.isoformat()}"


@dataclass(frozen=True)
class Alert:
    """One person on one day."""

    day: date
    actor: str
    kind: AlertKind
    count: int
    first_at: datetime
    last_at: datetime


def alerts_of(readings: Iterable[Reading], limits: Limits) -> tuple[Alert, ...]:
    """Everything unusual, the newest day first; within it by person and kind."""
    days: dict[tuple[date, str], list[Reading]] = {}
    for reading in readings:
        if reading.action in WATCHED:
            days.setdefault((local_date(reading.at), reading.actor), []).append(reading)
    found = [
        alert
        for (day, actor), of_day in days.items()
        for alert in _alerts_of_day(day, actor, of_day, limits)
    ]
    return tuple(
        sorted(found, key=lambda a: (-a.day.toordinal(), a.actor, list(AlertKind).index(a.kind)))
    )


def _alerts_of_day(
    day: date, actor: str, readings: list[Reading], limits: Limits
) -> Iterator[Alert]:
    opened = [one for one in readings if one.action not in EXPORTS]
    sorts: Mapping[AlertKind, tuple[list[Reading], int]] = {
        AlertKind.MANY: (opened, limits.reads),
        AlertKind.EXPORTED: ([r for r in readings if r.action in EXPORTS], limits.exported),
        AlertKind.CONFIDENTIAL: ([r for r in opened if r.confidential], limits.confidential),
        AlertKind.NIGHT: ([r for r in readings if limits.is_night(r.at)], 0),
    }
    for kind, (which, limit) in sorts.items():
        count = sum({one.what: one.count for one in which}.values())
        if count > limit:
            moments = [one.at for one in which]
            yield Alert(day, actor, kind, count, min(moments), max(moments))
