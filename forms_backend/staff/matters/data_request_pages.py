"""`/staff/personal-data`: requests of people about their own data, where the data lies, and erasing it."""

from __future__ import annotations

from functools import partial

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.identity.errors import NotAllowedError
from forms_backend.identity.roles import Role
from forms_backend.keeping.data_requests import FORM, DataRequestService
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.matters import data_request_messages as texts
from forms_backend.staff.matters.list_file import left_text
from forms_backend.staff.rendering import page as staff_page
from forms_backend.web.context import part
from forms_backend.worklists.lists import Filters, Selection, Sort, WorkList
from forms_backend.worklists.service import ListService

MOST = 100
LEADING = (Role.INTAKE, Role.SUPERVISOR)
page = partial(staff_page, d=texts)


@allow_roles(*LEADING)
def data_requests() -> Response:
    """What is open, the most urgent first; below it what was closed last."""
    lists, person = part(ListService), current_person()
    filters = Filters(form_id=FORM)
    whole = lists.page(person, Selection(WorkList.ALL, filters), number=1, size=MOST)
    closed = Selection(WorkList.CLOSED, filters, Sort.NEWEST)
    done = lists.page(person, closed, number=1, size=MOST)
    over = {row.number for row in done.rows}
    return page(
        "data_requests.html",
        texts.TITLE,
        waiting=[row for row in whole.rows if row.number not in over],
        done=done.rows,
        left_text=lambda row: left_text(row, whole.today),
    )


def _request_page(number: str, status: int = 200, problem: str = "") -> Response:
    person = current_person()
    found = part(DataRequestService).find(person, number)
    return page(
        "data_request.html",
        texts.FOUND_TITLE.format(number=number),
        status,
        asked=found,
        may_erase=found.may_erase(person),
        problem=problem,
        done=request.args.get("done", "")[:20],
    )


@allow_roles(*LEADING)
def data_request(number: str) -> Response:
    """Every matter that holds data of who asks, and what can be done about it."""
    return _request_page(number)


@allow_roles(Role.SUPERVISOR)
def erase_data(number: str) -> AnyResponse:
    """Make one of them anonymous, once the person was identified."""
    other = request.form.get("other", "")
    if request.form.get("checked") != "y":
        return _request_page(number, 422, texts.NOT_CHECKED)
    try:
        part(DataRequestService).erase(current_person(), number, other)
    except NotAllowedError:
        return _request_page(number, 409, texts.NOT_ERASED)
    return redirect(url_for("staff.data_request", number=number, done=other), 303)


ROUTES = (
    ("/personal-data", "data_requests", data_requests, "GET"),
    ("/personal-data/<number>", "data_request", data_request, "GET"),
    ("/personal-data/<number>/erase", "erase_data", erase_data, "POST"),
)
