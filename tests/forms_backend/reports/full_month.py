"""A month of 300 matters in the reference district, where every section of a report has something
to say: all units, kinds, regions and channels, 协办, registers, targets, filings; sixty are late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from district.casework.working_days import WorkingCalendar
from district.forms.fields import LedgerColumn, OptionsField
from district.models import UnitKind
from district.registers.filing_models import FilingKind, FreeDay
from district.registers.reading import read_registers
from forms_backend.filings.due import Asked, due_of, report_kind
from forms_backend.filings.report_section import filing_section
from forms_backend.filings.rules import Timing
from forms_backend.filings.views import UnitCount
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import PublishedHead
from forms_backend.registers.figures import Tally, progress
from forms_backend.reports.compose import Material, compose
from forms_backend.reports.facts import Assisting, Due, Row
from forms_backend.reports.periods import ReportKind, before, period_with
from forms_backend.reports.register_section import register_section
from forms_backend.reports.replaying import rows_at
from forms_backend.reports.report_parts import Report, Section
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State
from tests.forms_backend.reports.report_material import CONFIG, LABELS, START, life
from tests.reference import SITE_CONFIG

OCTOBER = period_with(ReportKind.MONTHLY, date(2026, 10, 5))
EARLIER = before(ReportKind.MONTHLY, OCTOBER)
MATTERS = 300
UNITS = tuple(unit.key for unit in CONFIG.units if unit.kind is not UnitKind.ISSUER)
CHANNELS = tuple(channel.value for channel in Channel)
FORMS = ("complaint", "complaint", "consultation", *LABELS.forms)
_DAY = timedelta(days=1)


def _keys(form: str, column: LedgerColumn) -> Sequence[str | None]:
    for field in LABELS.forms[form].fields:
        if isinstance(field, OptionsField) and field.column is column:
            return tuple(field.labels)
    return (None,)


def full_rows(late: int) -> tuple[Row, ...]:
    """The matters, `late` of them over their date, another tenth not closed either."""
    intakes, events = [], []
    for n in range(MATTERS):
        start = START + timedelta(days=30 + n % 29, hours=n % 8)
        picks = [n] + [(n * 7 + k * 13) % (120 if n % 3 else 20) for k in range(n % 14)]
        one, own = life(f"TS202610-{n + 1:06d}", start, picks, confidential=n % 40 == 0)
        form = FORMS[n % len(FORMS)]
        categories, regions = (
            _keys(form, column) for column in (LedgerColumn.CATEGORY, LedgerColumn.REGION)
        )
        intakes.append(
            replace(
                one,
                form_id=form,
                category=categories[n // 2 % len(categories)],
                region=regions[n % len(regions)],
                channel=CHANNELS[n % len(CHANNELS)],
            )
        )
        events += own
    events.sort(key=lambda one: one.at)
    return _late(rows_at(intakes, events, OCTOBER.cut), late)


def _late(rows: Sequence[Row], late: int) -> tuple[Row, ...]:
    """Units and dates as asked for, what is over was answered, told, rated and cleared; every sixth
    was asked to help."""
    found, left = [], late
    for n, row in enumerate(rows):
        if row.is_open:
            days = n % 25 + 1 if left else -(n % 20)
            left -= left > 0
            due = Due("answer", OCTOBER.last - days * _DAY, provisional=days == -19)
            one = replace(row, due=due, state=State.HANDLING)
        else:
            one = _cleared(row, n)
        asked = Assisting(
            UNITS[(n + 5) % len(UNITS)], OCTOBER.first, OCTOBER.first + (n % 31) * _DAY
        )
        found.append(
            replace(
                one,
                unit=UNITS[n % len(UNITS)],
                assisting={"1": asked} if n % 6 == 0 else {},
                bounced=(OCTOBER.first,) if n % 11 == 0 else (),
                supervised=(OCTOBER.last,) if n % 7 == 0 else (),
                repeats="TS202609-000001" if n % 13 == 0 else None,
                recorded=EARLIER.first if n % 10 == 0 else one.recorded,
            )
        )
    assert not left
    return tuple(found)


_ENDS = {
    1: (Action.APPROVE_REFUSAL, Action.DELIVER_REFUSAL),
    2: (Action.APPROVE_TRANSFER, Action.DELIVER_TRANSFER),
}
"""Of those that were not answered."""


def _cleared(row: Row, n: int) -> Row:
    day = OCTOBER.first + (n % 31) * _DAY
    taken = (
        Action.APPROVE_EXTENSION,
        Action.ASSIGN,
        Action.ACCEPT,
        Action.APPROVE_ANSWER,
        Action.DELIVER,
        Action.CLEAR,
    )
    return replace(
        row,
        firsts=dict.fromkeys(_ENDS.get(n % 17, taken), day),
        accept_due=Due("accept", OCTOBER.first + 20 * _DAY, provisional=False),
        answer_due=Due("answer", OCTOBER.first + 25 * _DAY, provisional=False),
        ratings=((day, n % 9 > 0),) if n % 2 else (),
        closings=((day, (State.CLEARED, State.MERGED, State.WITHDRAWN)[max(n % 17 - 14, 0)]),),
        reopened=(),
        cleared_by="staff:duban",
    )


def _filings(place: str) -> Section | None:
    calendar = WorkingCalendar({})
    weeks = [report_kind(FilingKind.WEEKLY)]
    periods = [(FilingKind.MONTHLY, EARLIER)]
    week = period_with(weeks[0], OCTOBER.first)
    while week.last < OCTOBER.last:
        periods.append((FilingKind.WEEKLY, week))
        week = period_with(weeks[0], week.last + _DAY)
    asked = [Asked(kind, p, due_of(p, 2, FreeDay.NEXT, calendar)) for kind, p in periods]
    timings = (Timing.IN_TIME, Timing.LATE, Timing.MISSING)
    counts = [
        UnitCount(unit.key, tuple((one, timings[(at + n) % 3]) for n, one in enumerate(asked)))
        for at, unit in enumerate(unit for unit in CONFIG.units if unit.parent)
    ]
    return filing_section(place, counts, LABELS.unit)


def full_month(late: int = 60, kind: ReportKind = ReportKind.MONTHLY) -> Report:
    """The whole report of it."""
    registers = read_registers(SITE_CONFIG)
    tallies = [
        Tally(key, one.name, 30 + at, 3 * at, 12 + at, 10 - at)
        for at, (key, one) in enumerate(registers.registers.items())
    ]
    rows = full_rows(late)
    report = compose(
        Material(
            kind, OCTOBER, rows, EARLIER, rows[::2], PublishedHead(9, "cd" * 32), "示例区",
            sender="中共示例区委政法委员会",
        ),
        LABELS,
    )  # fmt: skip
    filed = _filings("七")
    assert filed is not None
    more = (
        register_section("六", tallies, progress(registers, (), OCTOBER.last), LABELS.unit),
        filed,
    )
    return replace(report, sections=(*report.sections, *more))
