"""统计查询: any dates, any dimension; those who handle matters see the figures of their own unit."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask import Response, abort, request, url_for

from forms_backend.reports.analysis import analysis
from forms_backend.reports.compose import of_unit
from forms_backend.reports.dimensions import DIMENSIONS
from forms_backend.reports.facts import Row
from forms_backend.reports.figures import figures_of
from forms_backend.reports.lists import row_cells
from forms_backend.reports.periods import EARLIEST, Period, ReportKind, last_complete
from forms_backend.reports.report_parts import Linked, text_of
from forms_backend.reports.service import ReportService
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.reports import report_messages
from forms_backend.staff.reports.report_pages import FIGURES, asked_unit, page, unit_choices
from forms_backend.web.context import part

BY = {d.key: d for d in DIMENSIONS}


def _unit() -> str | None:
    """The lead unit chooses; everybody else sees the own unit."""
    return asked_unit(may_choose=current_person().role.leads)


def _asked_period(today: date) -> tuple[Period, str]:
    """The dates that were asked for, and what is wrong with them; the last complete month without
    any. A last day that has not come yet is today: nothing has happened after it."""
    usual = last_complete(ReportKind.MONTHLY, today)
    typed = [request.args.get(name, "").strip() for name in ("first", "last")]
    if not any(typed):
        return usual, ""
    try:
        first, last = map(date.fromisoformat, typed)
    except ValueError:
        return usual, report_messages.ANALYSIS_NO_DAYS
    if first < EARLIEST or first > min(last, today):
        return usual, report_messages.ANALYSIS_WRONG_ORDER.format(earliest=EARLIEST, today=today)
    return Period(first, min(last, today)), ""


def _rows(period: Period, unit: str | None) -> tuple[Row, ...]:
    return of_unit(part(ReportService).rows(period.cut), unit)


@allow_roles(*WORKERS)
def analysis_page() -> Response:
    """The table, and the form that asks for another one."""
    reports = part(ReportService)
    period, problem = _asked_period(reports.today())
    by = BY.get(request.args.get("by", ""), DIMENSIONS[0])
    unit = _unit()
    return page(
        "analysis.html",
        report_messages.ANALYSIS,
        422 if problem else 200,
        table=analysis(_rows(period, unit), period, by, reports.labels),
        dimensions=DIMENSIONS,
        by=by.key,
        period=period,
        problem=problem,
        unit=unit,
        units=unit_choices() if current_person().role.leads else [],
        own=reports.labels.unit(unit) if unit else "",
        typed=request.args if problem else {},
        link=partial(_rows_url, period, by.key, unit),
        text_of=text_of,
    )


def _rows_url(period: Period, by: str, unit: str | None, cell: object) -> str | None:
    """Where the rows of a figure stand; None for a plain cell and for a figure of nothing."""
    if not isinstance(cell, Linked) or not cell.rows:
        return None
    return url_for(
        "staff.analysis_rows",
        first=period.first,
        last=period.last,
        unit=unit,
        by=by if cell.dimension else None,
        value=cell.value,
        figure=cell.figure,
    )


@allow_roles(*WORKERS)
def analysis_rows() -> Response:
    """The matters behind one figure of the table."""
    reports, figure = part(ReportService), request.args.get("figure", "")
    period, problem = _asked_period(reports.today())
    if figure not in FIGURES or problem:
        abort(404)
    unit, by = _unit(), BY.get(request.args.get("by", ""))
    rows = figures_of(_rows(period, unit), period).rows(figure)
    if by is not None:
        value = request.args.get("value", "")
        rows = tuple(r for r in rows if by.key_of(r) == value)
    return page(
        "report_rows.html",
        f"{FIGURES[figure]}（{period.days}）",
        lead=report_messages.ROWS_LEAD.format(figure=FIGURES[figure], count=len(rows)),
        lines=[(row, at, row_cells(row, reports.labels)) for at, row in enumerate(rows, start=1)],
        place_label=report_messages.ROWS_COUNT,
        back=url_for(
            "staff.analysis",
            first=period.first,
            last=period.last,
            unit=unit,
            by=by.key if by else None,
        ),
    )


ROUTES = (
    ("/analysis", "analysis", analysis_page, "GET"),
    ("/analysis/rows", "analysis_rows", analysis_rows, "GET"),
)
