"""The supervisors' dashboard, and the files that only it loads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flask import Response, abort, request, send_from_directory, url_for

from forms_backend.identity.roles import Role
from forms_backend.registers import messages as register_messages
from forms_backend.registers.reading import RegisterReader
from forms_backend.reports.dashboard import dashboard as make_dashboard
from forms_backend.reports.dashboard import month_named, month_so_far
from forms_backend.reports.figures import figures_of
from forms_backend.reports.lists import row_cells
from forms_backend.reports.periods import Period
from forms_backend.reports.report_parts import text_of
from forms_backend.reports.service import ReportService
from forms_backend.staff.access import ANYBODY, allow, allow_roles, current_person
from forms_backend.staff.reports import report_messages
from forms_backend.staff.reports.report_pages import FIGURES, page
from forms_backend.web.context import part

STATIC = Path(__file__).parents[1] / "static"
CHARTS = "echarts-6.1.0.min.js"
FILES = {
    "reports.css": ("reports.css", "text/css", "no-cache"),
    "dashboard.js": ("dashboard.js", "text/javascript", "no-cache"),
    CHARTS: ("vendor/echarts/echarts.common.min.js", "text/javascript", "max-age=31536000"),
}
"""Address below /staff/reports-assets/ → file, type, how long it may be kept."""


@allow_roles(Role.SUPERVISOR)
def dashboard() -> Response:
    """Figures of now and of a month, the last complete one at first: a month that has just begun
    says nothing. Every chart is drawn from the table below it."""
    reports = part(ReportService)
    today = reports.today()
    month = _month(today, request.args.get("month", ""))
    rows = reports.rows(month_so_far(today).cut)
    return page(
        "dashboard.html",
        report_messages.DASHBOARD,
        board=make_dashboard(rows, today, month, reports.rows(month.cut), reports.labels),
        agenda=reports.agenda(),
        counted=part(RegisterReader).overview(current_person()),
        progress=part(RegisterReader).progress(),
        d=register_messages,
        charts=CHARTS,
        text_of=text_of,
    )


def _month(today: date, name: str) -> Period:
    found = month_named(name, today)
    if found is None:
        abort(404)
    return found


@allow_roles(Role.SUPERVISOR)
def dashboard_rows() -> Response:
    """The matters behind a figure of the dashboard: of the month that is named, else of now."""
    reports, figure = part(ReportService), request.args.get("figure", "")
    if figure not in FIGURES:
        abort(404)
    name, today = request.args.get("month", ""), reports.today()
    period = _month(today, name) if name else month_so_far(today)
    rows = figures_of(reports.rows(period.cut), period).rows(figure)
    return page(
        "report_rows.html",
        FIGURES[figure],
        lead=report_messages.ROWS_LEAD.format(figure=FIGURES[figure], count=len(rows)),
        lines=[(row, at, row_cells(row, reports.labels)) for at, row in enumerate(rows, start=1)],
        place_label=report_messages.ROWS_COUNT,
        back=url_for("staff.dashboard", month=name or None),
    )


@allow(ANYBODY)
def report_asset(name: str) -> Response:
    """Style sheet and scripts of reports and dashboard."""
    if name not in FILES:
        abort(404)
    path, mime_type, kept = FILES[name]
    response = send_from_directory(STATIC, path, mimetype=mime_type)
    response.headers["Cache-Control"] = kept
    return response


ROUTES = (
    ("/dashboard", "dashboard", dashboard, "GET"),
    ("/dashboard/rows", "dashboard_rows", dashboard_rows, "GET"),
    ("/reports-assets/<name>", "report_asset", report_asset, "GET"),
)
