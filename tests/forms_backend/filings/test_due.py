"""When filings are due, what they come to together, and who stands above whom: pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from pydantic import ValidationError

from district import load_site_config
from district.casework.working_days import load_working_calendar
from district.errors import ConfigError
from district.registers.filing_models import CountKey, FilingKind, Filings, FreeDay, RateKey
from district.unit_tree import parent_problems, units_above, units_below
from forms_backend.filings.due import Due, asked_for, due_of, report_kind
from forms_backend.filings.rules import STEPS, FilingState, Step, Timing, timing
from forms_backend.filings.snapshot import COUNTS, RATE_KEYS, RegisterCount, Snapshot, summed
from forms_backend.reports.figures import MEASURES
from forms_backend.reports.periods import ReportKind, period_with
from forms_backend.reports.ranking import places
from forms_backend.reports.rates import RATES
from tests.reference import SITE_CONFIG

CALENDAR = load_working_calendar(SITE_CONFIG)
WEEK, MONTH = FilingKind.WEEKLY, FilingKind.MONTHLY


def due(kind: FilingKind, day: str, free_day: FreeDay = FreeDay.NEXT) -> Due:
    period = period_with(report_kind(kind), date.fromisoformat(day))
    return due_of(period, 1 if kind is WEEK else 2, free_day, CALENDAR)


@pytest.mark.parametrize(
    ("kind", "day", "on", "moved", "provisional"),
    [
        (WEEK, "2026-11-18", "2026-11-20", False, False),  # an ordinary Friday
        (WEEK, "2026-09-30", "2026-10-08", True, False),  # 国庆: Friday 2 October is free
        (MONTH, "2026-10-15", "2026-11-02", False, False),  # a Monday
        (MONTH, "2026-09-15", "2026-10-08", True, False),  # 2 October never is a working day
        (MONTH, "2026-12-15", "2027-01-04", True, True),  # a Saturday of a year without arrangement
    ],
)
def test_a_last_day_on_which_nobody_works_moves(kind, day, on, moved, provisional) -> None:
    found = due(kind, day)
    assert found.on == date.fromisoformat(on)
    assert (found.has_moved, found.is_provisional) == (moved, provisional)
    stays = due(kind, day, FreeDay.STAYS)
    assert stays.on == stays.sure_on == stays.named == found.named


def test_nobody_is_late_before_a_provisional_day_is_over_for_certain() -> None:
    found = due(MONTH, "2026-12-15")
    assert found.sure_on > found.on
    missing = FilingState.MISSING
    assert timing(None, missing, found, found.sure_on) is Timing.WAITING
    assert timing(None, missing, found, found.sure_on.replace(day=28)) is Timing.MISSING
    assert timing(found.sure_on, FilingState.SUBMITTED, found, found.sure_on) is Timing.IN_TIME


@pytest.mark.parametrize(
    ("first", "state", "today", "expected"),
    [
        (None, FilingState.MISSING, 20, Timing.WAITING),
        (None, FilingState.MISSING, 21, Timing.MISSING),
        (20, FilingState.SUBMITTED, 25, Timing.IN_TIME),
        (21, FilingState.SUMMED, 25, Timing.LATE),
        (20, FilingState.RETURNED, 20, Timing.WAITING),
        (20, FilingState.RETURNED, 21, Timing.MISSING),  # came back and was not filed again
    ],
)
def test_how_a_unit_stands_to_its_day(first, state, today, expected) -> None:
    at = due(WEEK, "2026-11-18")
    on = date(2026, 11, first) if first else None
    assert timing(on, state, at, date(2026, 11, today)) is expected


def test_every_state_is_reached_and_left() -> None:
    assert {rule.to for rule in STEPS.values()} | {FilingState.MISSING} == set(FilingState)
    assert set().union(*(rule.start for rule in STEPS.values())) == set(FilingState)
    assert [step for step, rule in STEPS.items() if not rule.by_parent] == [Step.SUBMIT]


def test_only_periods_that_are_over_and_not_before_the_beginning_are_asked_for() -> None:
    filings = Filings.model_validate(
        {"filings": {"weekly": {"since": "2026-11-01"}, "monthly": {"since": "2026-11-01"}}}
    )
    found = [
        (one.kind.value, one.period.last.day)
        for one in asked_for(filings, date(2026, 11, 20), CALENDAR)
    ]
    assert found == [("weekly", 19), ("weekly", 12), ("weekly", 5)]
    later = {one.kind for one in asked_for(filings, date(2026, 12, 1), CALENDAR)}
    assert later == {WEEK, MONTH}


def test_closed_lists_of_the_settings_are_those_of_the_reports() -> None:
    assert [key.value for key in RateKey] == [rule.key for rule in RATES]
    assert {key.value for key in CountKey} <= {measure.key for measure in MEASURES}
    assert all(ReportKind(kind.value).label for kind in FilingKind)


def snapshot(received: int, part: int, whole: int) -> Snapshot:
    counts = dict.fromkeys(COUNTS, 0) | {"received": received}
    rates = dict.fromkeys(RATE_KEYS, (0, 0)) | {"on_time": (part, whole)}
    return Snapshot(counts, rates, {"tasks": RegisterCount("任务与整改", 1, 0, received, 0)})


def test_a_sum_has_the_rate_of_all_matters_and_not_the_mean_of_rates() -> None:
    one, other = snapshot(10, 9, 9), snapshot(2, 0, 1)
    both = summed([one, other])
    assert both.counts["received"] == 12
    assert both.shown["按时办结率"] == "90.0%（9/10）"
    assert both.registers["tasks"].entered == 12
    assert Snapshot.decode(both.encode()) == both
    assert both.differences(both) == ()
    assert one.differences(replace(one, counts=other.counts)) == ("收件：报送时为 10，现在为 2",)


def test_every_filing_falls_due_in_one_period_of_its_kind() -> None:
    """On the last day of its period nobody could file yet."""

    def read(days_after: int) -> Filings:
        rule = {"since": "2026-01-01", "days_after": days_after, "free_day": "stays"}
        return Filings.model_validate({"filings": {"quarterly": rule}})

    with pytest.raises(ValidationError, match="days_after"):
        read(0)
    for quarter in (date(2026, 8, 1), date(2026, 11, 1)):
        period = period_with(ReportKind.QUARTERLY, quarter)
        asked = asked_for(read(1), period.last, CALENDAR)
        assert len([one for one in asked if period.holds(one.due.sure_on)]) == 1


def test_figures_of_registers_that_changed_are_told_too() -> None:
    filed = snapshot(10, 9, 9)
    tasks = {"tasks": RegisterCount("任务", 1, 2, 10, 0)}
    assert filed.differences(replace(filed, registers=tasks)) == (
        "任务与整改 期末超期：报送时为 0，现在为 2",
    )
    more = tasks | {"held": RegisterCount("活动", 0, 0, 3, 3)}
    told = Snapshot(filed.counts, filed.rates, tasks).differences(replace(filed, registers=more))
    assert len(told) == 4
    assert told[2] == "活动 本期登记：报送时为 没有，现在为 3"


def test_equals_share_a_place() -> None:
    half, whole, none = Fraction(1, 2), Fraction(1), Fraction(0)
    assert places({"a": half, "b": whole, "c": half, "d": none}) == {
        "b": 1, "a": 2, "c": 2, "d": 4,
    }  # fmt: skip


def test_who_stands_above_whom() -> None:
    config = load_site_config(SITE_CONFIG)
    assert units_above(config, "court") == ("zhengfawei",)
    assert units_above(config, "zhengfawei") == ()
    assert units_below(config, "court") == {"court"}
    assert {"zhengfawei", "court", "police"} <= units_below(config, "zhengfawei")
    assert "market" not in units_below(config, "zhengfawei")


@pytest.mark.parametrize(
    ("parents", "told"),
    [
        ({"court": "nobody"}, "没有“nobody”这个单位"),
        ({"court": "police", "police": "court"}, "上级转了一圈又回到"),
        ({"court": "jiaozuo-zfw"}, "外地发文单位没有上下级"),
        ({"court": "police", "police": "zhengfawei"}, ""),
    ],
)
def test_wrong_parents_are_told(parents, told, tmp_path) -> None:
    config = load_site_config(SITE_CONFIG)
    units = [unit.model_copy(update={"parent": parents.get(unit.key, "")}) for unit in config.units]
    problems = parent_problems(units)
    assert bool(problems) is bool(told)
    assert all(told in one.message for one in problems)
    folder = tmp_path / "site_config"
    folder.mkdir()
    (folder / "site.yml").write_text((SITE_CONFIG / "site.yml").read_text("utf-8"), "utf-8")
    lines = "".join(
        f"  {u.key}: {{name: {u.name}, short: {u.short}, kind: {u.kind.value}"
        + (f", parent: {u.parent}" if u.parent else "")
        + "}\n"
        for u in units
    )
    (folder / "units.yml").write_text(f"units:\n{lines}", "utf-8")
    if told:
        with pytest.raises(ConfigError, match=r"units\.yml"):
            load_site_config(folder)
    else:
        assert load_site_config(folder).unit("court").parent == "police"
