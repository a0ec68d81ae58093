"""`/staff/absences`: who of the unit is away, and who stands in."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.accounts.absences import KEYS, AbsenceService
from forms_backend.accounts.service import Account, StaffService
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.roles import Role
from forms_backend.running.clock import local_date
from forms_backend.staff import messages
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.rendering import page
from forms_backend.web.context import ground, part

NOTICES = {"saved": messages.ABSENCE_SAVED, "ended": messages.ABSENCE_ENDED}


def _handlers() -> list[Account]:
    """Who handles matters in the unit of the person."""
    return [
        one
        for one in part(StaffService).accounts()
        if one.role is Role.HANDLER
        and one.unit == current_person().unit
        and one.disabled_at is None
    ]


def _absence_page(
    typed: Mapping[str, str], problems: Mapping[str, str], status: int = 200
) -> Response:
    person = current_person()
    return page(
        "absences.html",
        messages.ABSENCES,
        status,
        absences=part(AbsenceService).of_unit(person),
        handlers=_handlers(),
        is_head=person.role is Role.REVIEWER,
        typed=typed,
        problems=problems,
        today=local_date(ground().clock()),
        notice=NOTICES.get(request.args.get("done", "")),
    )


@allow_roles(Role.HANDLER, Role.REVIEWER)
def absence_list() -> Response:
    """What is entered for the unit, and the form for more."""
    return _absence_page({}, {})


@allow_roles(Role.HANDLER, Role.REVIEWER)
def enter_absence() -> AnyResponse:
    """The absence that was entered, or the form again with every error."""
    typed = {key: request.form.get(key, "") for key in KEYS}
    try:
        part(AbsenceService).enter(current_person(), typed)
    except InvalidInputError as error:
        return _absence_page(typed, error.problems, 422)
    return redirect(url_for("staff.absence_list", done="saved"), 303)


@allow_roles(Role.HANDLER, Role.REVIEWER)
def end_absence(absence_id: int) -> AnyResponse:
    """Back earlier than was entered."""
    part(AbsenceService).end(current_person(), absence_id)
    return redirect(url_for("staff.absence_list", done="ended"), 303)


ROUTES = (
    ("/absences", "absence_list", absence_list, "GET"),
    ("/absences", "enter_absence", enter_absence, "POST"),
    ("/absences/<int:absence_id>/end", "end_absence", end_absence, "POST"),
)
