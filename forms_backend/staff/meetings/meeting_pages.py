"""`/staff/meetings`: what was promised, planned, discussed and decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import quote

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from district.casework.meetings import HeldAt
from district.registers.models import Source
from forms_backend.database.limits import UNIT_LENGTH
from forms_backend.identity.errors import InvalidInputError, NotAllowedError, StaleMatterError
from forms_backend.identity.roles import Role
from forms_backend.matters.rules import CaseworkRules
from forms_backend.meetings import messages as texts
from forms_backend.meetings.lists import DONE_SHOWN, MeetingLists
from forms_backend.meetings.quarters import Keeping, Quarter
from forms_backend.meetings.record import MEETING_KEYS, REASON_LENGTH, Choices, Plan, clean_meeting
from forms_backend.meetings.service import MeetingService
from forms_backend.meetings.views import MeetingView
from forms_backend.office_files.office_paper import MEDIA_TYPE
from forms_backend.registers import messages as register_texts
from forms_backend.registers.reading import RegisterReader
from forms_backend.running.clock import local_date
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.meetings.minutes_document import minutes_document
from forms_backend.staff.registers.origin_reading import registers_from
from forms_backend.staff.rendering import actor_name, error_page, page, unit_name
from forms_backend.web.context import ground, part

WRITERS = (Role.INTAKE, Role.SUPERVISOR)
FOR_WHOM = "of a unit that leads matters, or the meeting"
DONE = {"finished": texts.FINISHED, "carried": texts.CARRIED, "saved": texts.SAVED}
MAX_UNITS = 50


def place_name(point: str | None, unit: str | None) -> str:
    """Where a meeting belongs: its contact point or its unit; nothing for the lead unit's own."""
    return part(CaseworkRules).points.name(point) if point else unit_name(unit)


@allow_roles(*WORKERS)
def meeting_list() -> Response:
    """Promises of the quarter, open decisions, and the meetings that the person may open."""
    lists, person = part(MeetingLists), current_person()
    now = lists.this_quarter()
    quarter = Quarter.read(request.args.get("quarter", "")) or now
    return page(
        "meeting_list.html",
        messages.MEETINGS,
        x=texts,
        quarter=quarter,
        is_now=quarter == now,
        promises=lists.promises(quarter),
        keeping=Keeping,
        decisions=lists.decisions(person),
        rows=lists.rows(person, quarter),
        rules=part(CaseworkRules).meetings,
        points=part(CaseworkRules).points,
        may_plan=part(MeetingService).may_plan(person),
        place_name=place_name,
        done_days=DONE_SHOWN.days,
    )


def meeting_page(
    number: str,
    status: int = 200,
    *,
    notice: str = "",
    problem: tuple[int, str] | None = None,
    reason: str | None = None,
    problems: Mapping[str, str] | None = None,
) -> Response:
    """The page of one meeting; `problem`: at which point of the agenda, and what; `reason`: why it
    was to be called off, with the `problems` of that."""
    person = current_person()
    view = part(MeetingService).open(person, number)
    return page(
        "meeting.html",
        f"{part(CaseworkRules).meetings.name(view.kind)} {number}",
        status,
        x=texts,
        view=view,
        rules=part(CaseworkRules).meetings,
        place_name=place_name,
        problem=problem,
        notice=notice or DONE.get(request.args.get("done", "")),
        failed=status != 200,
        reason=reason,
        problems=problems or {},
        longest_reason=REASON_LENGTH,
        targets=part(MeetingLists).to_carry_to(person, view.next_kind, view.held_on),
        d=register_texts,
        registers=registers_from(person, Source.DECISION),
        made=part(RegisterReader).made_from(person, Source.DECISION, number),
    )


@allow_roles(*WORKERS)
def meeting(number: str) -> Response:
    """The meeting; that it was read is in the ledger."""
    return meeting_page(number)


def _form_page(
    typed: Mapping[str, str],
    units: Collection[str],
    problems: Mapping[str, str],
    status: int = 200,
    *,
    number: str | None = None,
    version: int = 0,
    notice: str = "",
) -> Response:
    rules = part(CaseworkRules)
    named = {
        at: "、".join(kind.name for kind in rules.meetings.kinds.values() if kind.at is at)
        for at in HeldAt
    }
    return page(
        "meeting_form.html",
        texts.CHANGE if number else texts.NEW,
        status,
        x=texts,
        typed=typed,
        chosen=units,
        problems=problems,
        rules=rules.meetings,
        points=rules.points,
        number=number,
        version=version,
        kinds_at=named,
        at=HeldAt,
        notice=notice,
        units=[unit for unit in ground().config.units if unit.kind.handles_matters],
    )


def _typed() -> tuple[dict[str, str], list[str]]:
    typed = {key: request.form.get(key, "") for key in MEETING_KEYS}
    units = request.form.getlist("units")[:MAX_UNITS]
    return typed, [unit[:UNIT_LENGTH] for unit in units]


def _clean(typed: Mapping[str, str], units: Collection[str]) -> Plan:
    rules, config = part(CaseworkRules), ground().config
    known = [unit.key for unit in config.units if unit.kind.handles_matters]
    choices = Choices(rules.meetings, rules.points, known, current_person().unit)
    return clean_meeting(typed, units, choices, local_date(ground().clock()))


def refused() -> Response:
    """What somebody gets who may open a meeting, but not write it."""
    return error_page(messages.FORBIDDEN, messages.FORBIDDEN_TEXT, 403)


def refused_at(view: MeetingView) -> Response:
    """The same, or that nobody writes this meeting any more."""
    if view.cancelled is None:
        return refused()
    return meeting_page(view.number, 403, notice=texts.CANCELLED_NO_CHANGE)


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def meeting_form() -> Response:
    """The empty form."""
    if not part(MeetingService).may_plan(current_person()):
        return refused()
    today = local_date(ground().clock())
    kind = request.args.get("kind", "")
    return _form_page({"held_on": today.isoformat(), "kind": kind}, (), {})


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def plan_meeting() -> AnyResponse:
    """The new meeting, or the form again with every error."""
    if not part(MeetingService).may_plan(current_person()):
        return refused()
    typed, units = _typed()
    try:
        number = part(MeetingService).plan(current_person(), _clean(typed, units))
    except InvalidInputError as error:
        return _form_page(typed, units, error.problems, 422)
    return redirect(url_for("staff.meeting", number=number), 303)


def _typed_of(view: MeetingView) -> dict[str, str]:
    return {
        "kind": view.kind,
        "held_on": view.held_on.isoformat(),
        "starts_at": view.starts_at,
        "point": view.point or "",
        "unit": view.unit or "",
        "place": view.attendance.place,
        "people": view.attendance.people,
    }


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def meeting_change_form(number: str) -> Response:
    """The form with what is known."""
    view = part(MeetingService).open(current_person(), number)
    if not view.may_write:
        return refused_at(view)
    return _form_page(_typed_of(view), view.units, {}, number=number, version=view.version)


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def change_meeting(number: str) -> AnyResponse:
    """The changed meeting, or the form again with what was typed."""
    typed, units = _typed()
    version = request.form.get("version", 0, type=int)
    try:
        part(MeetingService).change(current_person(), number, version, _clean(typed, units))
    except InvalidInputError as error:
        return _form_page(typed, units, error.problems, 422, number=number, version=version)
    except NotAllowedError:
        return refused_at(part(MeetingService).open(current_person(), number))
    except StaleMatterError:
        fresh = part(MeetingService).open(current_person(), number).version
        return _form_page(typed, units, {}, 409, number=number, version=fresh, notice=texts.STALE)
    return redirect(url_for("staff.meeting", number=number, done="saved"), 303)


@allow_roles(*WRITERS, narrower=FOR_WHOM)
def cancel_meeting(number: str) -> AnyResponse:
    """The meeting with why it was called off, or the form again with what was typed."""
    person, version = current_person(), request.form.get("version", 0, type=int)
    reason = request.form.get("reason", "")
    try:
        part(MeetingService).cancel(person, number, version, reason)
    except InvalidInputError as error:
        if "reason" not in error.problems:
            return meeting_page(number, 422, notice="".join(error.problems.values()))
        return meeting_page(number, 422, reason=reason, problems=error.problems)
    except NotAllowedError:
        return refused_at(part(MeetingService).open(person, number))
    except StaleMatterError:
        return meeting_page(number, 409, notice=texts.STALE, reason=reason)
    return redirect(url_for("staff.meeting", number=number), 303)


@allow_roles(*WORKERS)
def meeting_minutes(number: str) -> Response:
    """会议纪要 as .docx, with the points that the person may read; reading is in the ledger. There
    are none of a meeting that was called off."""
    view = part(MeetingService).open(current_person(), number)
    if view.cancelled is not None:
        return meeting_page(number, 404, notice=texts.CANCELLED_NO_MINUTES)
    rules, lead = part(CaseworkRules), ground().config.unit(view.lead_unit)
    kind = rules.meetings.name(view.kind)
    made = minutes_document(
        view,
        kind=kind,
        next_kind=rules.meetings.name(view.next_kind or ""),
        point=rules.points.name(view.point) if view.point else "",
        unit_name=unit_name,
        lead=lead.name if lead else view.lead_unit,
        recorder=actor_name(f"staff:{view.login}"),
    )
    name = texts.PAPER_FILE.format(kind=kind, number=view.number)
    response = Response(made, mimetype=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "no-store"
    return response


ROUTES = (
    ("/meetings", "meeting_list", meeting_list, "GET"),
    ("/meetings/new", "meeting_form", meeting_form, "GET"),
    ("/meetings", "plan_meeting", plan_meeting, "POST"),
    ("/meetings/<number>", "meeting", meeting, "GET"),
    ("/meetings/<number>/change", "meeting_change_form", meeting_change_form, "GET"),
    ("/meetings/<number>/change", "change_meeting", change_meeting, "POST"),
    ("/meetings/<number>/cancel", "cancel_meeting", cancel_meeting, "POST"),
    ("/meetings/<number>/minutes.docx", "meeting_minutes", meeting_minutes, "GET"),
)
