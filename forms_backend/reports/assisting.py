"""协办 in reports: which units were asked, and whether what they owed came in time. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from forms_backend.reports.facts import Assisting, Row
from forms_backend.reports.labels import Labels
from forms_backend.reports.periods import Period
from forms_backend.reports.report_parts import Narrow, Table

HEAD = ("协办单位", "应提交", "按期提交", "逾期提交", "逾期未提交", "未到期")
_ON_PAPER = Narrow((0, 1, 2, 3, 4, 5), (30, 14, 14, 14, 14, 14), most=12)


def units_asked(row: Row, names: Labels) -> str:
    """协办 in the work ledger: each unit once, in the order in which they were asked."""
    units = dict.fromkeys(one.unit for one in row.assisting.values() if not one.withdrawn)
    return "、".join(names.unit(unit) for unit in units)


def counts_in(one: Assisting, period: Period) -> bool:
    """Asked before the period ended, not let go, and given in it or still owed when it began."""
    if one.withdrawn or one.asked > period.last:
        return False
    return one.given is None or one.given >= period.first


def assist_tables(rows: Sequence[Row], period: Period, names: Labels) -> tuple[Table, ...]:
    """One table by unit, every contribution that was owed in the period in one of its columns; none
    where nobody was asked. A closed matter owes nothing any more."""
    owed: dict[str, list[Assisting]] = defaultdict(list)
    for row in rows:
        for one in row.assisting.values():
            if counts_in(one, period) and (row.is_open or one.given is not None):
                owed[one.unit].append(one)
    if not owed:
        return ()
    ordered = sorted(owed, key=lambda unit: (-len(owed[unit]), unit))
    body = tuple((names.unit(unit), *_counts(owed[unit], period)) for unit in ordered)
    total = ("合计", *_counts([one for found in owed.values() for one in found], period))
    return (Table("assists", "协办情况（项）", HEAD, body, total, narrow=_ON_PAPER),)


def _counts(found: Sequence[Assisting], period: Period) -> tuple[int, int, int, int, int]:
    in_time = sum(one.given is not None and one.given <= one.due for one in found)
    late = sum(one.given is not None and one.given > one.due for one in found)
    overdue = sum(one.given is None and one.due < period.last for one in found)
    return len(found), in_time, late, overdue, len(found) - in_time - late - overdue
