"""统计查询: totals, medians and late ones by any dimension over any dates. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forms_backend.reports.dimensions import Dimension
from forms_backend.reports.facts import Row
from forms_backend.reports.figures import MEASURES, Figures, figures_of, split
from forms_backend.reports.labels import Labels
from forms_backend.reports.periods import Period
from forms_backend.reports.rates import RATES
from forms_backend.reports.report_parts import Cell, Linked, Table

COUNTS = ("received", "answered", "closed", "open", "overdue")
SHOWN_RATES = ("accept_timely", "on_time", "told", "solved", "satisfied")
DAYS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("平均办理日", lambda f: f.days_text),
    ("中位办理日", lambda f: f.median_text),
)
TOTAL = "合计"
_COUNT_LABELS = {m.key: m.label.removeprefix("其中：") for m in MEASURES}
_RATE_LABELS = {r.key: r.label for r in RATES}


def analysis(rows: Sequence[Row], period: Period, by: Dimension, names: Labels) -> Table:
    """One line a value of `by`, most received first, and the total. `rows` are those at the end of
    `period`; every cell that counts carries its rows."""
    labels = {by.key_of(r): by.label_of(names, r) for r in rows}
    body = tuple(
        (labels[key], *_cells(figures, by.key, key))
        for key, figures in split(rows, period, by.key_of).items()
    )
    head = (
        by.label,
        *(_COUNT_LABELS[key] for key in COUNTS),
        *(label for label, _ in DAYS),
        *(_RATE_LABELS[key] for key in SHOWN_RATES),
    )
    total = (TOTAL, *_cells(figures_of(rows, period), None, None))
    return Table("analysis", f"按{by.label}（{period.days}）", head, body, total)


def _cells(figures: Figures, by: str | None, value: str | None) -> tuple[Cell | Linked, ...]:
    return (
        *(Linked(figures.count(key), key, figures.rows(key), by, value) for key in COUNTS),
        *(text(figures) for _, text in DAYS),
        *(
            Linked(figures.rates[key].text, f"{key}.whole", figures.rates[key].whole, by, value)
            for key in SHOWN_RATES
        ),
    )
