"""`/staff/visits`: the log of visits, and the three lists of each."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from district.registers.models import Source
from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.roles import Role
from forms_backend.matters.inputs import Delivery
from forms_backend.matters.rules import CaseworkRules
from forms_backend.office_files.spreadsheets import MEDIA_TYPE
from forms_backend.registers import messages as register_texts
from forms_backend.registers.reading import RegisterReader
from forms_backend.running.clock import local_date
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.downloads import download
from forms_backend.staff.registers.origin_reading import registers_from
from forms_backend.staff.rendering import page, unit_name
from forms_backend.visits import messages as visit_messages
from forms_backend.visits.lists import three_lists
from forms_backend.visits.record import KEYS, Level, clean_visit
from forms_backend.visits.service import VisitService
from forms_backend.web.context import ground, part

SHOWN = 100
VISITORS = (Role.INTAKE, Role.SUPERVISOR, Role.HANDLER)


@allow_roles(*WORKERS)
def visit_list() -> Response:
    """How often each contact point was visited this month, and the newest visits."""
    visits, points = part(VisitService), part(CaseworkRules).points
    month = visits.month()
    return page(
        "visit_list.html",
        visit_messages.VISITS,
        rows=visits.rows(current_person(), SHOWN),
        points=points,
        counts=visits.counts(month),
        month=f"{month:%Y-%m}",
        may_log=current_person().role in VISITORS,
    )


def _form_page(
    typed: Mapping[str, str], problems: Mapping[str, str], status: int = 200
) -> Response:
    today = local_date(ground().clock())
    return page(
        "visit_form.html",
        messages.VISIT_NEW,
        status,
        typed=typed,
        problems=problems,
        points=part(CaseworkRules).points,
        today=today,
        longest=WRITING_LENGTH,
    )


@allow_roles(*VISITORS)
def visit_form() -> Response:
    """The empty form."""
    return _form_page({"visited_on": local_date(ground().clock()).isoformat()}, {})


@allow_roles(*VISITORS)
def log_visit() -> AnyResponse:
    """The visit that was written down, or the form again with every error."""
    typed = {key: request.form.get(key, "") for key in KEYS}
    today = local_date(ground().clock())
    try:
        visit = clean_visit(typed, part(CaseworkRules).points.points.keys(), today)
    except InvalidInputError as error:
        return _form_page(typed, error.problems, 422)
    number = part(VisitService).log(current_person(), visit)
    return redirect(url_for("staff.visit", number=number), 303)


@allow_roles(*WORKERS)
def visit(number: str) -> Response:
    """What was noted, the three lists, and how high each problem has climbed."""
    view = part(VisitService).open(current_person(), number)
    return page(
        "visit.html",
        f"{messages.VISIT_ONE} {number}",
        view=view,
        levels=Level,
        delivery=lambda key: Delivery(key).label if key else "",
        point=part(CaseworkRules).points.name(view.row.point),
        forms=ground().forms.values(),
        is_own=view.row.login == current_person().login,
        d=register_texts,
        registers=registers_from(current_person(), Source.VISIT),
        made=part(RegisterReader).made_from(current_person(), Source.VISIT, number),
    )


@allow_roles(*WORKERS)
def visit_workbook(number: str) -> Response:
    """The three lists as .xlsx, to print and to take back to the park."""
    view = part(VisitService).open(current_person(), number)
    point = part(CaseworkRules).points.name(view.row.point)
    content = three_lists(view, point, unit_name)
    return download(content, MEDIA_TYPE, f"{view.row.number}.xlsx")


ROUTES = (
    ("/visits", "visit_list", visit_list, "GET"),
    ("/visits/new", "visit_form", visit_form, "GET"),
    ("/visits", "log_visit", log_visit, "POST"),
    ("/visits/<number>", "visit", visit, "GET"),
    ("/visits/<number>/lists.xlsx", "visit_workbook", visit_workbook, "GET"),
)
