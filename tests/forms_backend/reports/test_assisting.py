"""协办 in reports: replayed from events, in the work ledger and in a table by unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from forms_backend.reports.assisting import assist_tables, units_asked
from forms_backend.reports.facts import Event, Intake
from forms_backend.reports.periods import Period
from forms_backend.reports.replaying import rows_at
from tests.forms_backend.reports.report_material import LABELS

NUMBER = "TS202611-000001"
START = datetime(2026, 11, 2, 2, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def event(action: str, day: int, assist: int, unit: str, due: int, **detail: str) -> Event:
    known = {"assist": str(assist), "assist_unit": unit, "assist_due_on": f"2026-11-{due:02}"}
    at = START.replace(day=day)
    return Event(NUMBER, action, at, "staff:chengban", {**known, **detail})


EVENTS = (
    Event(NUMBER, "received", START, "visitor", {"content": "x"}),
    event("assist_asked", 3, 1, "police", 5),
    event("assist_given", 5, 1, "police", 5),
    event("assist_returned", 6, 2, "police", 8, former_assist="1"),
    event("assist_given", 10, 2, "police", 8),
    event("assist_asked", 11, 3, "market", 13),
    event("assist_asked", 11, 4, "hrss", 13),
    event("assist_withdrawn", 12, 4, "hrss", 13),
    event("assist_asked", 20, 5, "justice", 30),
)


def row_at(cut: datetime):
    intake = Intake(NUMBER, "complaint", None, None, "web", START, "zhengfawei")
    [row] = rows_at([intake], EVENTS, cut)
    return row


def test_each_contribution_stands_in_one_column() -> None:
    row = row_at(NOVEMBER.cut)
    assert units_asked(row, LABELS) == "、".join(map(LABELS.unit, ("police", "market", "justice")))
    [table] = assist_tables([row], NOVEMBER, LABELS)
    assert table.body == (
        (LABELS.unit("police"), 2, 1, 1, 0, 0),
        (LABELS.unit("justice"), 1, 0, 0, 0, 1),
        (LABELS.unit("market"), 1, 0, 0, 1, 0),
    )
    assert table.total == ("合计", 4, 1, 1, 1, 1)


def test_an_earlier_day_is_told_as_it_was_and_nobody_asked_is_no_table() -> None:
    row = row_at(datetime(2026, 11, 11, 20, tzinfo=UTC))
    assert LABELS.unit("hrss") in units_asked(row, LABELS)  # let go on the 12th
    assert assist_tables([replace(row, assisting={})], NOVEMBER, LABELS) == ()
    december = Period(date(2026, 12, 1), date(2026, 12, 31))
    [table] = assist_tables([row_at(NOVEMBER.cut)], december, LABELS)
    assert table.total == ("合计", 2, 0, 0, 2, 0)  # what was given in November is over
