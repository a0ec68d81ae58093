"""The part of a report on registers and targets: work that is not a complaint. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forms_backend.registers import messages as texts
from forms_backend.registers.figures import Progress, Tally
from forms_backend.reports.report_parts import Narrow, OnPaper, Section, Table

NUMERALS = "一二三四五六七八九十"
UnitName = Callable[[str], str]
_COUNTS_ON_PAPER = Narrow((0, 1, 2, 3, 4), (32, 17, 17, 17, 17), place=OnPaper.WORDS)
_TARGETS_ON_PAPER = Narrow((0, 1, 2, 3, 4), (32, 22, 12, 20, 14))


def register_section(
    number: str, tallies: Sequence[Tally], progress: Sequence[Progress], unit_name: UnitName
) -> Section:
    """Its tables; `number` is that of the section, such as 六."""
    counted = tuple((t.name, t.open, t.late, t.entered, t.ended) for t in tallies)
    reached = tuple(
        (
            one.target.name,
            unit_name(one.unit) if one.unit else texts.WHOLE_DISTRICT,
            one.done,
            f"{one.target.goal} {one.target.measure}",
            f"{one.percent}%",
        )
        for one in progress
    )
    tables = [
        Table("registers", texts.TITLE, texts.REPORT_COUNTS, counted, narrow=_COUNTS_ON_PAPER)
    ]
    if reached:
        narrow = _TARGETS_ON_PAPER
        tables.append(Table("targets", texts.TARGETS, texts.REPORT_TARGETS, reached, narrow=narrow))
    return Section(
        "registers",
        f"{number}、{texts.REPORT_SECTION}",
        (texts.REPORT_LEAD,),
        tuple(tables),
        explains=1,
    )
