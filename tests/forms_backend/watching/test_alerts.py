"""Unusual reading: what is told to the auditor, and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from forms_backend.ledger.actions import Action
from forms_backend.ledger.service import LedgerService
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.submissions.channel import Channel
from forms_backend.watching.alerts import AlertKind, Limits, Reading, alerts_of
from forms_backend.watching.service import WatchService
from tests.forms_backend.office import INTAKE

LIMITS = Limits(reads=2, exported=20, confidential=1, night_from=22, night_until=6)
AUDITOR = "staff:shenji"


def at(hour: int, day: int = 20) -> datetime:
    return datetime(2026, 11, day, hour, 30, tzinfo=LOCAL_ZONE)


def opened(number: str, hour: int = 9, **changes: object) -> Reading:
    return replace(Reading("staff:li", Action.REVEALED, at(hour), number), **changes)  # type: ignore[arg-type]


def exported(count: int) -> Reading:
    return Reading("staff:li", Action.LIST_EXPORTED, at(9), None, count=count)


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([opened("A"), opened("B")], []),
        ([opened("A"), opened("B"), opened("C")], [(AlertKind.MANY, 3)]),
        ([opened("A"), opened("B"), opened("A", 10), opened("B", 11)], []),
        ([opened("A"), opened("B"), opened("C", actor="staff:wang")], []),
        ([opened("A"), opened("B"), opened("C", at=at(9, 21))], []),
        ([opened("A", 22)], [(AlertKind.NIGHT, 1)]),
        ([opened("A", 5)], [(AlertKind.NIGHT, 1)]),
        ([opened("A", 6), opened("B", 21)], []),
        ([exported(20)], []),
        ([exported(21)], [(AlertKind.EXPORTED, 21)]),
        ([opened("A", confidential=True)], []),
        (
            [opened("A", confidential=True), opened("B", confidential=True)],
            [(AlertKind.CONFIDENTIAL, 2)],
        ),
        ([opened("A", 23, action=Action.LEDGER_READ)], []),
        ([opened("A", 23, action=Action.TITLES_READ)], []),
    ],
)  # fmt: skip
def test_what_is_unusual(readings: list[Reading], told: list[tuple[AlertKind, int]]) -> None:
    assert [(one.kind, one.count) for one in alerts_of(readings, LIMITS)] == told


def test_without_a_night_nothing_is_at_night() -> None:
    limits = replace(LIMITS, night_from=0, night_until=0)
    assert alerts_of([opened("A", 23), opened("B", 3)], limits) == ()


def test_the_newest_day_comes_first_with_its_hours() -> None:
    found = alerts_of([opened("A", 22, at=at(22, 19)), opened("A", 1), opened("B", 23)], LIMITS)
    assert [(str(one.day), one.first_at.hour, one.last_at.hour) for one in found] == [
        ("2026-11-20", 1, 23),
        ("2026-11-19", 22, 22),
    ]


def test_an_alert_is_new_until_the_auditor_looked_and_again_when_it_grew(
    database, office, submit, clock
) -> None:
    watch = WatchService(database, clock, replace(LIMITS, reads=1))
    numbers = [submit(title=f"第{n}件事情").number for n in range(3)]
    for number in numbers[:2]:
        office.view(INTAKE, number)
    assert watch.new_count(AUDITOR) == 1
    clock.move(minutes=1)
    told = watch.look(7, actor=AUDITOR)
    assert [(one.kind, one.count, told.is_new(one)) for one in told.alerts] == [
        (AlertKind.MANY, 2, True)
    ]
    clock.move(minutes=1)
    assert watch.new_count(AUDITOR) == 0
    assert watch.new_count("staff:other") == 1
    office.view(INTAKE, numbers[2])
    assert watch.new_count(AUDITOR) == 1
    assert LedgerService(database, clock).verify().is_intact


def test_confidential_matters_are_counted_as_they_stand(
    database, office, service, forms, complaint, clock
) -> None:
    watch = WatchService(database, clock, replace(LIMITS, reads=100, confidential=0))
    for category in ("conduct", "enforcement"):
        sent = complaint | {"category": category}
        receipt = service.accept(forms["complaint"], sent, channel=Channel.WEB)
        office.view(INTAKE, receipt.number)
    told = watch.look(7, actor=AUDITOR).alerts
    assert [(one.kind, one.count) for one in told] == [(AlertKind.CONFIDENTIAL, 1)]
