"""`/staff/assessment`: the points of every unit with what each was given for, and giving those that
people give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.filings import assessment_messages as texts
from forms_backend.filings.assessment_files import Results, results_word, results_workbook
from forms_backend.filings.assessment_service import AssessmentService, may_mark
from forms_backend.filings.scoring import decimal
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.roles import Role
from forms_backend.office_files.spreadsheets import MEDIA_TYPE
from forms_backend.reports.files.formats import FORMATS
from forms_backend.reports.periods import EARLIEST, Period, before, period_label
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.downloads import download
from forms_backend.staff.rendering import page as staff_page
from forms_backend.staff.rendering import unit_name
from forms_backend.web.context import ground, part

LEADERS = (Role.SUPERVISOR, Role.INTAKE)
MOST_EARLIER = 8
_FILES: Mapping[str, tuple[str, Callable[[Results, Callable[[str], str]], bytes]]] = {
    "docx": (FORMATS["docx"].mime_type, results_word),
    "xlsx": (MEDIA_TYPE, results_workbook),
}


def _period(last: str) -> Period:
    try:
        day = date.fromisoformat(last)
    except ValueError:
        abort(404)
    return part(AssessmentService).period(day)


@allow_roles(*WORKERS)
def assessment_latest() -> Response:
    """The last period that is over; where nothing is defined, how to."""
    service = part(AssessmentService)
    if not service.is_defined():
        return staff_page("assessment_none.html", texts.TITLE, s=texts)
    return _page(service.latest())


@allow_roles(*WORKERS)
def assessment(last: str) -> Response:
    """The results of a period; who does not lead sees the own unit's alone."""
    return _page(_period(last))


def _results(period: Period) -> Results:
    service = part(AssessmentService)
    label = period_label(service.kind, period)
    sender = ground().config.site.organiser
    return Results(service.assessment, service.results(period), label, period.last, sender)


def _earlier(period: Period) -> list[tuple[str, str]]:
    """Periods before, by their last day."""
    kind = part(AssessmentService).kind
    found: list[tuple[str, str]] = []
    while len(found) < MOST_EARLIER and (period := before(kind, period)).last >= EARLIEST:
        found.append((period.last.isoformat(), period_label(kind, period)))
    return found


def _page(
    period: Period,
    status: int = 200,
    *,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Response:
    person, results = current_person(), _results(period)
    leads = person.role.leads
    shown = [one for one in results.ranked if leads or one[1].unit == person.unit]
    points = results.assessment.points
    by_hand = {key: point for key, point in points.items() if point.by_hand}
    return staff_page(
        "assessment.html",
        f"{results.assessment.name} {results.label}",
        status,
        s=texts,
        results=results,
        shown=shown,
        points=points,
        by_hand=by_hand if may_mark(person) else {},
        units=part(AssessmentService).units(),
        leads=leads,
        last=period.last.isoformat(),
        earlier=_earlier(period),
        decimal=decimal,
        typed=typed or {},
        problems=problems or {},
        longest=WRITING_LENGTH,
    )


@allow_roles(Role.SUPERVISOR)
def give_mark(last: str) -> AnyResponse:
    """Keep one point, or the form again with every mistake."""
    period = _period(last)
    try:
        part(AssessmentService).give(current_person(), period, request.form)
    except InvalidInputError as error:
        return _page(period, 422, typed=request.form, problems=error.problems)
    return redirect(url_for("staff.assessment", last=last), 303)


@allow_roles(*LEADERS)
def assessment_file(last: str, ending: str) -> Response:
    """The results as a file."""
    if ending not in _FILES:
        abort(404)
    media_type, write = _FILES[ending]
    content = write(_results(_period(last)), unit_name)
    return download(content, media_type, f"assessment-{last}.{ending}")


ROUTES = (
    ("/assessment", "assessment_latest", assessment_latest, "GET"),
    ("/assessment/<last>", "assessment", assessment, "GET"),
    ("/assessment/<last>/marks", "give_mark", give_mark, "POST"),
    ("/assessment/<last>/file.<ending>", "assessment_file", assessment_file, "GET"),
)
