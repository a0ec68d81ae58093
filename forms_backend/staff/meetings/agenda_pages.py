"""`/staff/meetings/<number>/agenda`: points, their minutes, and what became of the decisions."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.database.limits import NUMBER_LENGTH, WRITING_LENGTH
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.matters.rules import CaseworkRules
from forms_backend.meetings import messages as texts
from forms_backend.meetings.record import DECISION_LENGTH, ITEM_KEYS, TITLE_LENGTH, clean_point
from forms_backend.meetings.service import MeetingService
from forms_backend.meetings.views import MeetingView, PointView
from forms_backend.running.clock import local_date
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.meetings.meeting_pages import (
    FOR_WHOM,
    WRITERS,
    meeting_page,
    place_name,
    refused_at,
)
from forms_backend.staff.rendering import page
from forms_backend.web.context import ground, part


def _responsible(view: MeetingView) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*view.units, view.lead_unit)))


def _form_page(
    view: MeetingView,
    position: int | None,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    status: int = 200,
    notice: str = "",
) -> Response:
    rules = part(CaseworkRules)
    return page(
        "agenda_form.html",
        texts.CHANGE_ITEM if position else texts.ADD_ITEM,
        status,
        x=texts,
        view=view,
        position=position,
        typed=typed,
        problems=problems,
        notice=notice,
        units=_responsible(view),
        longest=WRITING_LENGTH,
        longest_title=TITLE_LENGTH,
        longest_decision=DECISION_LENGTH,
        rules=rules.meetings,
        place_name=place_name,
        is_held=view.held_on <= local_date(ground().clock()),
    )


def _point(view: MeetingView, position: int) -> PointView:
    for point in view.points:
        if point.position == position:
            return point
    raise MatterNotFoundError(view.number)


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def agenda_form(number: str) -> Response:
    """The empty form of a new point."""
    view = part(MeetingService).open(current_person(), number)
    return _form_page(view, None, {}, {}) if view.may_write else refused_at(view)


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def agenda_point_form(number: str, position: int) -> Response:
    """The form of one point with what it says now."""
    view = part(MeetingService).open(current_person(), number)
    if not view.may_write:
        return refused_at(view)
    point = _point(view, position)
    if point.done_at is not None:
        return meeting_page(number, 403, notice=texts.DONE_NO_CHANGE)
    typed = {
        "title": point.wording.title,
        "numbers": " ".join(one.number for one in point.matters),
        "minutes": point.wording.minutes,
        "decision": point.wording.decision,
        "unit": point.unit or "",
        "due_on": point.due_on.isoformat() if point.due_on else "",
    }
    return _form_page(view, position, typed, {})


def _put(number: str, position: int | None) -> AnyResponse:
    person, version = current_person(), request.form.get("version", 0, type=int)
    typed = {key: request.form.get(key, "") for key in ITEM_KEYS}
    view = part(MeetingService).open(person, number)
    if not view.may_write:
        return refused_at(view)
    try:
        today = local_date(ground().clock())
        point = clean_point(typed, _responsible(view), view.held_on, today)
        written = part(MeetingService).put_point(person, number, position, version, point)
    except InvalidInputError as error:
        return _form_page(view, position, typed, error.problems, 422)
    except NotAllowedError:
        return _not_allowed(number, view)
    except StaleMatterError:
        return _form_page(view, position, typed, {}, 409, texts.STALE)
    return _back(number, "saved", written)


def _not_allowed(number: str, view: MeetingView) -> Response:
    if not view.may_write:
        return refused_at(view)
    return meeting_page(number, 403, notice=texts.NOT_ALLOWED)


def _back(number: str, done: str, position: int) -> AnyResponse:
    target = url_for("staff.meeting", number=number, done=done, _anchor=f"point-{position}")
    return redirect(target, 303)


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def add_to_agenda(number: str) -> AnyResponse:
    """The new point, or the form again with every error."""
    return _put(number, None)


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def write_agenda_point(number: str, position: int) -> AnyResponse:
    """What the point now says, or the form again with every error."""
    return _put(number, position)


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def finish_decision(number: str, position: int) -> AnyResponse:
    """The decision was carried out."""
    person, version = current_person(), request.form.get("version", 0, type=int)
    try:
        part(MeetingService).finish(person, number, position, version)
    except NotAllowedError:
        return _not_allowed(number, part(MeetingService).open(person, number))
    except StaleMatterError:
        return meeting_page(number, 409, notice=texts.STALE)
    return _back(number, "finished", position)


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def carry_up(number: str, position: int) -> AnyResponse:
    """The point goes on the agenda of the next rung."""
    person, version = current_person(), request.form.get("version", 0, type=int)
    to = request.form.get("to", "")[:NUMBER_LENGTH]
    try:
        part(MeetingService).carry(person, number, position, version, to)
    except InvalidInputError as error:
        return meeting_page(number, 422, problem=(position, error.problems["to"]))
    except NotAllowedError:
        return _not_allowed(number, part(MeetingService).open(person, number))
    except StaleMatterError:
        return meeting_page(number, 409, notice=texts.STALE)
    return _back(number, "carried", position)


ROUTES = (
    ("/meetings/<number>/agenda/new", "agenda_form", agenda_form, "GET"),
    ("/meetings/<number>/agenda", "add_to_agenda", add_to_agenda, "POST"),
    (
        "/meetings/<number>/agenda/<int:position>",
        "agenda_point_form",
        agenda_point_form,
        "GET",
    ),
    (
        "/meetings/<number>/agenda/<int:position>",
        "write_agenda_point",
        write_agenda_point,
        "POST",
    ),
    (
        "/meetings/<number>/agenda/<int:position>/done",
        "finish_decision",
        finish_decision,
        "POST",
    ),
    ("/meetings/<number>/agenda/<int:position>/carry", "carry_up", carry_up, "POST"),
)
