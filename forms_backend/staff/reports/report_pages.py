"""Reports: the agenda, a report with links from its figures to their rows, files, handing in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.roles import Role
from forms_backend.reports.dimensions import DIMENSIONS
from forms_backend.reports.edition_service import EditionService
from forms_backend.reports.editions import CLOSING, TEXT_LENGTH, note_key
from forms_backend.reports.errors import ReportError
from forms_backend.reports.facts import Row
from forms_backend.reports.figures import MEASURES, figures_of
from forms_backend.reports.files.formats import FORMATS
from forms_backend.reports.files.plain_files import brief_text
from forms_backend.reports.files.workbook import ledger_workbook
from forms_backend.reports.lists import row_cells
from forms_backend.reports.periods import (
    EARLIEST,
    Period,
    ReportKind,
    last_complete,
    period_ending,
    period_label,
    period_with,
)
from forms_backend.reports.rates import RATES
from forms_backend.reports.report_parts import Linked, Report, text_of
from forms_backend.reports.service import ReportService
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.downloads import download
from forms_backend.staff.rendering import page as staff_page
from forms_backend.staff.reports import report_messages
from forms_backend.web.context import ground, part
from forms_backend.worklists.service import ListService

READERS = (Role.SUPERVISOR, Role.REVIEWER)
MOST_ROWS = 20
"""A table with more is folded on the page: what comes after it would be far away."""
page = partial(staff_page, r=report_messages)
_DIMENSIONS = {d.key: d for d in DIMENSIONS}
_RATE_LABELS = {rule.key: rule.label for rule in RATES}
_SIDES = {"part": report_messages.NUMERATOR, "whole": report_messages.DENOMINATOR}
FIGURES = {m.key: m.label.removeprefix("其中：") for m in MEASURES} | {
    f"{key}.{side}": text.format(label=label)
    for key, label in _RATE_LABELS.items()
    for side, text in _SIDES.items()
}
"""Every figure that has rows, with its name."""


def asked_unit(*, may_choose: bool) -> str | None:
    """Whose matters: those of the unit that was asked for, None for all; of the own unit for who may
    not choose. 404 for no unit."""
    if not may_choose:
        return current_person().unit
    key = request.args.get("unit", "")
    if not key:
        return None
    unit = ground().config.unit(key)
    if unit is None:
        abort(404)
    return unit.key


def _period(kind: str, last: str) -> tuple[ReportKind, Period]:
    """The period of an address; 404 for what is no period or is not over."""
    try:
        known, day = ReportKind(kind), date.fromisoformat(last)
    except ValueError:
        abort(404)
    period = period_ending(known, day) if day >= EARLIEST else None
    if period is None or period.last >= part(ReportService).today():
        abort(404)
    return known, period


def unit_choices() -> list[tuple[str, str]]:
    """Units that handle matters, by key, with their short names."""
    return [(u.key, u.short) for u in ground().config.units if u.kind.handles_matters]


@allow_roles(*READERS)
def report_list() -> AnyResponse:
    """What is due when; and a form to open any earlier report."""
    problem = None
    if "day" in request.args:
        target = _chosen()
        if target:
            return redirect(target, 303)
        problem = report_messages.NOT_A_DAY
    return page(
        "reports.html",
        report_messages.REPORTS,
        422 if problem else 200,
        agenda=part(ReportService).agenda(),
        kinds=tuple(ReportKind),
        units=unit_choices(),
        problem=problem,
        typed=request.args,
    )


def _chosen() -> str | None:
    """The address of the report that the form asks for; the last complete one for a later day."""
    try:
        kind = ReportKind(request.args.get("kind", ""))
        day = date.fromisoformat(request.args.get("day", "").strip())
        if day < EARLIEST:
            return None
        latest = last_complete(kind, part(ReportService).today())
        period = period_with(kind, min(day, latest.last))
    except ValueError:
        return None
    return url_for(
        "staff.report",
        kind=kind.value,
        last=period.last.isoformat(),
        unit=asked_unit(may_choose=current_person().role is Role.SUPERVISOR),
    )


@allow_roles(*READERS)
def report(kind: str, last: str) -> Response:
    """One report as a page."""
    known, period = _period(kind, last)
    return _report_page(
        known, period, asked_unit(may_choose=current_person().role is Role.SUPERVISOR)
    )


def _report_page(
    kind: ReportKind, period: Period, unit: str | None, *, status: int = 200, failed: str = ""
) -> Response:
    found = part(ReportService).report(kind, period, unit)
    saved = next(iter(part(EditionService).versions(kind, period, unit)), None)
    issue = part(ReportService).issue_of(kind, period)
    return page(
        "report.html",
        f"{found.title} {found.subtitle}",
        status,
        report=found,
        most_rows=MOST_ROWS,
        kind=kind,
        last=period.last.isoformat(),
        unit=unit,
        units=unit_choices(),
        formats=tuple(FORMATS.values()),
        issue=issue,
        saved=saved,
        differs=saved.edition.differences(found.key_figures) if saved else (),
        changed_since=bool(issue and saved and not unit and saved.at > issue.at),
        may_issue=current_person().role is Role.SUPERVISOR,
        failed=failed,
        numbers=_table_numbers(found),
        link=partial(_rows_url, kind, period, unit),
        text_of=text_of,
        brief=brief_text(found),
    )


def _table_numbers(found: Report) -> dict[str, int]:
    return {table.key: number for number, table in enumerate(found.tables, start=1)}


def _rows_url(kind: ReportKind, period: Period, unit: str | None, cell: object) -> str | None:
    """Where the rows of a figure stand; None for a plain cell and for a figure of nothing."""
    if not isinstance(cell, Linked) or not cell.rows:
        return None
    return url_for(
        "staff.report_rows",
        kind=kind.value,
        last=period.last.isoformat(),
        unit=unit,
        figure=cell.figure,
        by=cell.dimension,
        value=cell.value,
    )


@allow_roles(*READERS)
def report_rows(kind: str, last: str) -> Response:
    """The rows that one figure of a report counts, with their places in the work ledger."""
    known, period = _period(kind, last)
    unit = asked_unit(may_choose=current_person().role is Role.SUPERVISOR)
    figure, by = request.args.get("figure", ""), request.args.get("by", "")
    if figure not in FIGURES or (by and by not in _DIMENSIONS):
        abort(404)
    found = part(ReportService).report(known, period, unit)
    rows = figures_of(found.ledger_rows, period).rows(figure)
    label = FIGURES[figure]
    if by:
        dimension, value = _DIMENSIONS[by], request.args.get("value", "")
        rows = tuple(r for r in rows if dimension.key_of(r) == value)
        names = {dimension.label_of(part(ReportService).labels, r) for r in rows}
        label = "，".join([*sorted(names), label])
    return page(
        "report_rows.html",
        f"{label}（{period_label(known, period)}）",
        lead=report_messages.ROWS_LEAD.format(figure=label, count=len(rows)),
        place_label=report_messages.ROWS_PLACE,
        lines=[_line(found, row) for row in rows],
        back=url_for("staff.report", kind=kind, last=last, unit=unit),
    )


def _line(found: Report, row: Row) -> tuple[Row, int, tuple[object, ...]]:
    return row, found.places((row,))[0], row_cells(row, part(ReportService).labels)


@allow_roles(*READERS)
def report_file(kind: str, last: str, ending: str) -> Response:
    """One report as a file."""
    known, period = _period(kind, last)
    if ending not in FORMATS:
        abort(404)
    unit = asked_unit(may_choose=current_person().role is Role.SUPERVISOR)
    found = part(ReportService).report(known, period, unit)
    asked, versions = (
        request.args.get("version"),
        part(EditionService).versions(known, period, unit),
    )
    chosen = next((v for v in versions if asked in (None, str(v.version))), None)
    if asked is not None and chosen is None:
        abort(404)
    if chosen is not None:
        found = replace(found, edition=chosen.edition)
    content = FORMATS[ending].write(found)
    return download(content, FORMATS[ending].mime_type, f"{found.file_name}.{ending}")


@allow_roles(*READERS)
def named_ledger(kind: str, last: str) -> Response:
    """The work ledger with firm and subject, of matters that the person may see in a list."""
    known, period = _period(kind, last)
    unit = asked_unit(may_choose=current_person().role is Role.SUPERVISOR)
    found = part(ReportService).report(known, period, unit)
    numbers = [row.intake.number for row in found.ledger_rows if not row.intake.hidden]
    titles = part(ListService).titles_for_file(current_person(), numbers)
    content = ledger_workbook(found, {n: (t.firm, t.subject) for n, t in titles.items()})
    return download(content, FORMATS["xlsx"].mime_type, f"{found.file_name}-ledger.xlsx")


@allow_roles(Role.SUPERVISOR)
def mark_issued(kind: str, last: str) -> AnyResponse:
    """Note that the report was handed in."""
    known, period = _period(kind, last)
    try:
        newest = next(iter(part(EditionService).versions(known, period, None)), None)
        if request.form.get("seen", type=int) != (newest.version if newest else 0):
            return _report_page(
                known, period, None, status=409, failed=report_messages.ISSUED_ANOTHER
            )
        part(ReportService).mark_issued(known, period, actor=current_person().actor, edition=newest)
    except ReportError as error:
        return _report_page(known, period, None, status=409, failed=str(error))
    return redirect(url_for("staff.report", kind=kind, last=last), 303)


@allow_roles(*READERS)
def report_edition(kind: str, last: str) -> Response:
    """The form for what people write; generated sentences stand beside it and cannot be changed."""
    known, period = _period(kind, last)
    unit = asked_unit(may_choose=current_person().role is Role.SUPERVISOR)
    versions = part(EditionService).versions(known, period, unit)
    if not versions:
        return _edition_page(known, period, unit, {}, seen=0)
    found = part(ReportService).report(known, period, unit)
    texts = versions[0].edition.by_section(found.section_keys).texts
    return _edition_page(known, period, unit, texts, seen=versions[0].version)


def _edition_page(
    kind: ReportKind,
    period: Period,
    unit: str | None,
    typed: Mapping[str, str],
    *,
    seen: int,
    problems: Mapping[str, str] | None = None,
    failed: str = "",
) -> Response:
    found = part(ReportService).report(kind, period, unit)
    return page(
        "report_edition.html",
        report_messages.EDITION_TITLE.format(title=found.title, period=found.subtitle),
        409 if failed else 422 if problems else 200,
        report=found,
        kind=kind,
        last=period.last.isoformat(),
        unit=unit,
        typed=typed,
        seen=seen,
        problems=problems or {},
        failed=failed,
        closing=CLOSING,
        note_key=note_key,
        longest=TEXT_LENGTH,
        versions=part(EditionService).versions(kind, period, unit),
    )


@allow_roles(*READERS)
def save_edition(kind: str, last: str) -> AnyResponse:
    """Keep what was written as a new version."""
    known, period = _period(kind, last)
    unit, typed = asked_unit(may_choose=current_person().role is Role.SUPERVISOR), request.form
    seen = typed.get("seen", 0, type=int)
    found = part(ReportService).report(known, period, unit)
    try:
        part(EditionService).save(
            found, known, period, unit, typed, seen=seen, actor=current_person().actor
        )
    except InvalidInputError as error:
        return _edition_page(known, period, unit, typed, seen=seen, problems=error.problems)
    except ReportError as error:
        newest = next((v.version for v in part(EditionService).versions(known, period, unit)), 0)
        return _edition_page(known, period, unit, typed, seen=newest, failed=str(error))
    return redirect(url_for("staff.report", kind=kind, last=last, unit=unit), 303)


ROUTES = (
    ("/reports", "report_list", report_list, "GET"),
    ("/reports/<kind>/<last>", "report", report, "GET"),
    ("/reports/<kind>/<last>/rows", "report_rows", report_rows, "GET"),
    ("/reports/<kind>/<last>/issued", "mark_issued", mark_issued, "POST"),
    ("/reports/<kind>/<last>/edition", "report_edition", report_edition, "GET"),
    ("/reports/<kind>/<last>/edition", "save_edition", save_edition, "POST"),
    ("/reports/<kind>/<last>/ledger.xlsx", "named_ledger", named_ledger, "GET"),
    ("/reports/<kind>/<last>/file.<ending>", "report_file", report_file, "GET"),
)
