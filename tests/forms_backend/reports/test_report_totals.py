"""What holds for every ledger: parts add up to the whole, the past stays, nobody is singled out."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from forms_backend.reports.dimensions import DIMENSIONS
from forms_backend.reports.figures import MEASURES, figures_of, split
from forms_backend.reports.files.plain_files import to_csv, to_json
from forms_backend.reports.periods import ReportKind, before, period_with
from forms_backend.reports.public_statistics import OTHERS, SMALLEST, public_statistics
from forms_backend.reports.rates import RATES
from forms_backend.reports.replaying import rows_at
from forms_backend.reports.report_parts import Linked
from tests.forms_backend.reports.one_matter import make
from tests.forms_backend.reports.report_material import LABELS, UNITS, ledgers
from tests.long import amount

PERIODS = st.sampled_from(
    [period_with(ReportKind.MONTHLY, date(2026, month, 5)) for month in (9, 10, 11)]
)


@examples(max_examples=amount(20, 60))
@given(ledgers(), PERIODS)
def test_totals_reconcile(ledger, period) -> None:
    rows = rows_at(*ledger, period.cut)
    whole = figures_of(rows, period)
    count = whole.count
    came = count("carried") + count("received") + count("reopened")
    assert came - count("closed") == count("open")
    before_period = before(ReportKind.MONTHLY, period)
    earlier = figures_of(rows_at(*ledger, before_period.cut), before_period)
    assert earlier.count("open") == count("carried")
    for dimension in DIMENSIONS:
        parts = split(rows, period, dimension.key_of).values()
        for measure in MEASURES:
            assert sum(p.count(measure.key) for p in parts) == count(measure.key)
        for rule in RATES:
            rates = [p.rates[rule.key] for p in parts]
            assert sum(len(r.whole) for r in rates) == len(whole.rates[rule.key].whole)
            assert sum(len(r.part) for r in rates) == len(whole.rates[rule.key].part)


@examples(max_examples=amount(20, 60))
@given(ledgers(), PERIODS)
def test_later_events_never_change_an_earlier_report(ledger, period) -> None:
    intakes, events = ledger
    known = {e.number for e in events if e.at < period.cut}
    then = rows_at(
        [i for i in intakes if i.number in known],
        [e for e in events if e.at < period.cut],
        period.cut,
    )
    assert rows_at(intakes, events, period.cut) == then


@examples(max_examples=amount(15, 40))
@given(ledgers(), PERIODS, st.sampled_from(ReportKind), st.sampled_from([None, *UNITS]))
def test_every_figure_names_rows_that_stand_in_the_work_ledger(ledger, period, kind, unit) -> None:
    rows = rows_at(*ledger, period.cut)
    report = make(rows, kind=kind, period=period, unit=unit)
    assert len(report.ledger.body) == len(report.ledger_rows)
    for table in report.tables:
        for line in (*table.body, *((table.total,) if table.total else ())):
            assert len(line) == len(table.head)
            for cell in line:
                if isinstance(cell, Linked):
                    assert len(report.places(cell.rows)) == len(cell.rows)
                    if isinstance(cell.cell, int):
                        assert cell.cell == len(cell.rows)
    again = make(rows_at(*ledger, period.cut), kind=kind, period=period, unit=unit)
    assert to_json(report) == to_json(again)
    secret = [r.intake.number for r in rows if r.intake.confidential]
    text = (to_json(report) + to_csv(report)).decode()
    assert not [number for number in secret if f'"{number}"' in text]


@examples(max_examples=amount(20, 60))
@given(ledgers())
def test_published_statistics_single_nobody_out(ledger) -> None:
    periods = [period_with(ReportKind.MONTHLY, date(2026, month, 5)) for month in (9, 10, 11)]
    record = public_statistics([(p, rows_at(*ledger, p.cut)) for p in periods], LABELS)
    for month in record["months"]:
        lines = [{k: v for k, v in one.items() if k != "unit"} for one in month["units"]]
        for counts in (month["total"], *lines):
            assert all(value == 0 or value >= SMALLEST for value in counts.values())
        for key, value in month["total"].items():
            assert sum(line[key] for line in lines) == value
        units = [one["unit"] for one in month["units"]]
        assert units.count(OTHERS) <= 1
