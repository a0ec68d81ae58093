"""`/staff/intake/<form-id>`: writing down what came by phone, letter, visit or from above."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, abort, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from district.casework.channels import TakenInBy
from district.forms.fields import FormField, OptionsField, Value
from district.forms.models import FormDefinition
from forms_backend.attachments.errors import AttachmentGoneError
from forms_backend.attachments.messages import CHOOSE_AGAIN
from forms_backend.attachments.service import AttachmentService
from forms_backend.database.limits import IDEMPOTENCY_KEY_LENGTH, NUMBER_LENGTH, REFERENCE_LENGTH
from forms_backend.identity.errors import InvalidInputError, NotAllowedError, StaleMatterError
from forms_backend.identity.roles import Role
from forms_backend.matters.completing import CompletionService, Unasked
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.rules import CaseworkRules
from forms_backend.running.clock import local_date
from forms_backend.running.json_logs import log_event
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.rendering import error_page, page
from forms_backend.submissions.enclosing import Enclosure
from forms_backend.submissions.intake import KEYS, TakenIn, Told, clean_intake
from forms_backend.submissions.payload import answers_of
from forms_backend.visits.service import ComesFromVisit, VisitService
from forms_backend.web.context import ground, part
from forms_backend.web.form_builder import ID_PREFIX, DefinedForm
from forms_backend.web.uploads import HOURS, discard_unused, receive_uploads, takes_files

VISIT = "visit"
FOR_WHOM = "at the intake desk, or who made the visit"
PHONE = "phone"
INPUT_PREFIX = "intake-"
"""A hyphen, which no field of a form has in its name: ours and theirs never meet."""


def _definition(form_id: str) -> FormDefinition:
    found = ground().forms.get(form_id)
    if found is None:
        abort(404)
    return found


def _check_may_take_in(visit: str) -> str:
    """The number of the visit that the matter came up at, or nothing; 403 for who neither sits at
    the intake desk nor made that visit."""
    person = current_person()
    if person.role is not Role.INTAKE and not (visit and part(VisitService).is_own(person, visit)):
        abort(403)
    return visit[:NUMBER_LENGTH]


def _typed() -> dict[str, str]:
    return {key: request.form.get(INPUT_PREFIX + key, "") for key in KEYS}


def _form_page(
    definition: FormDefinition,
    form: DefinedForm,
    typed: Mapping[str, str],
    intake_problems: Mapping[str, str],
    status: int = 200,
    key: str | None = None,
) -> Response:
    return page(
        "intake_form.html",
        messages.INTAKE_TITLE.format(title=definition.title),
        status,
        definition=definition,
        form=form,
        problems=form.problems(),
        typed=typed,
        intake_problems=intake_problems,
        sources=part(CaseworkRules).sources.sources,
        told=Told,
        prefix=INPUT_PREFIX,
        id_prefix=ID_PREFIX,
        longest_reference=REFERENCE_LENGTH,
        idempotency_key=key or secrets.token_urlsafe(18),
        visit=request.values.get(VISIT, ""),
        by_phone=_is_by_phone(ground().forms[definition.id]),
        first=ground().forms[definition.id].first,
    )


def _is_by_phone(definition: FormDefinition) -> bool:
    """Whether somebody is on the phone, and the form says what to ask first."""
    return bool(definition.first) and request.values.get("mode") == PHONE


def _asked(definition: FormDefinition) -> FormDefinition:
    """The form in the order in which it is asked now."""
    return definition.as_asked_by_phone() if _is_by_phone(definition) else definition


def _phone_source() -> dict[str, str]:
    """The source of a call, where the district has one line alone or an office line."""
    sources = part(CaseworkRules).sources.sources
    calls = [key for key, one in sources.items() if one.channel is TakenInBy.PHONE]
    chosen = "phone-office" if "phone-office" in calls else calls[0] if len(calls) == 1 else ""
    return {"source": chosen} if chosen else {}


@allow_roles(Role.INTAKE)
def intake_list() -> Response:
    """Which form to write into."""
    return page("intake_list.html", messages.INTAKE, forms=ground().forms.values())


@allow_roles(*WORKERS, narrower=FOR_WHOM)
def intake_form(form_id: str) -> Response:
    """The empty form; the date is today unless somebody says otherwise."""
    definition, today = _asked(_definition(form_id)), local_date(ground().clock())
    form, typed = DefinedForm(definition, today, None, {}), {"received_on": today.isoformat()}
    if _is_by_phone(definition):
        typed |= _phone_source()
    if _check_may_take_in(request.args.get(VISIT, "")):
        typed |= {"source": VISIT}
    return _form_page(definition, form, typed, {})


@allow_roles(*WORKERS, narrower=FOR_WHOM)
@takes_files
def register_intake(form_id: str) -> Response:
    """The receipt for the visitor, or the form again with every error and all that was typed."""
    definition, today = _asked(_definition(form_id)), local_date(ground().clock())
    visit = _check_may_take_in(request.form.get(VISIT, ""))
    received = receive_uploads(definition)
    form, typed = DefinedForm(definition, today, request.form, received), _typed()
    key = request.form.get("idempotency_key", "")[:IDEMPOTENCY_KEY_LENGTH]
    taken_in: TakenIn | None = None
    problems: dict[str, str] = {}
    try:
        taken_in = clean_intake(
            typed, part(CaseworkRules).sources, today, actor=current_person().actor, visit=visit
        )
    except InvalidInputError as error:
        problems = error.problems
    if not form.validate() or taken_in is None:
        return _form_page(definition, form, typed, problems, 422, key)
    enclosures: list[Enclosure] = [
        part(AttachmentService).enclose(form.files(), actor=taken_in.actor)
    ]
    if visit:
        enclosures.append(ComesFromVisit(visit))
    try:
        receipt = part(SubmissionService).accept(
            _definition(form_id),
            form.values(),
            channel=taken_in.channel,
            idempotency_key=key or None,
            taken_in=taken_in,
            enclosures=enclosures,
        )
    except AttachmentGoneError:
        form.lose_files(CHOOSE_AGAIN.format(hours=HOURS))
        return _form_page(definition, form, typed, problems, 422, key)
    discard_unused()
    channel = taken_in.channel.value
    ground().metrics.add("fabu_submissions_total", form=definition.id, channel=channel)
    log_event("submission_taken_in", form=definition.id, number=receipt.number, channel=channel)
    return page(
        "intake_receipt.html",
        messages.INTAKE_DONE,
        201,
        definition=definition,
        receipt=receipt,
        visit=visit,
    )


@allow_roles(Role.INTAKE)
def rest_form(number: str) -> Response:
    """What was not asked, to be written down."""
    try:
        unasked = part(CompletionService).unasked(current_person(), number)
    except NotAllowedError:
        return error_page(messages.FORBIDDEN, messages.REST_FORBIDDEN, 403)
    return _rest_page(number, unasked, _rest_of(unasked, None))


@allow_roles(Role.INTAKE)
def save_rest(number: str) -> AnyResponse:
    """Beside what is there; or the page again with every error and all that was typed, also into a
    field that a colleague has filled in the meantime."""
    service, person = part(CompletionService), current_person()
    try:
        unasked = service.unasked(person, number)
        form = _rest_of(unasked, request.form)
        if late := _too_late(unasked, request.form):
            return _rest_page(number, unasked, form, 409, late=late)
        form.validate()
        open_keys = {field.key for field in unasked.fields}
        if open_keys & form.problems().keys():
            return _rest_page(number, unasked, form, 422)
        values = {key: value for key, value in form.values().items() if key in open_keys}
        if not service.complete(person, number, values):
            return _rest_page(number, unasked, form, 422, messages.REST_NONE_TYPED)
    except NotAllowedError:
        return error_page(messages.FORBIDDEN, messages.REST_FORBIDDEN, 403)
    except StaleMatterError:
        return save_rest(number)
    return redirect(url_for("staff.item", number=number), 303)


@dataclass(frozen=True)
class _TooLate:
    """What was typed into a field that is not open any more, and what it says now: nothing where it
    is not asked any more."""

    label: str
    typed: str
    now: str


def _too_late(unasked: Unasked, typed: MultiDict[str, str]) -> list[_TooLate]:
    """What would be lost; not what says the same as is there, as when somebody sends twice."""
    open_keys = {field.key for field in unasked.fields}
    found = []
    for field in unasked.form.fields:
        texts = tuple(filter(str.strip, typed.getlist(field.key)))
        if field.key in open_keys or not texts:
            continue
        value = texts if isinstance(field, OptionsField) else texts[0]
        own = _shown(unasked.form, field, value)
        now = _shown(unasked.form, field, unasked.given.get(field.key))
        if own.split() != now.split():
            found.append(_TooLate(field.label, own, now))
    return found


def _shown(form: FormDefinition, field: FormField, value: Value) -> str:
    return next((one.display for one in answers_of(form, {field.key: value})), "")


def _rest_of(unasked: Unasked, typed: MultiDict[str, str] | None) -> DefinedForm:
    """The open fields, with the answers so far as what conditions look at."""
    data: MultiDict[str, str] = MultiDict()
    for key, value in unasked.given.items():
        data.setlist(key, [str(v) for v in value] if isinstance(value, tuple) else [str(value)])
    for field in unasked.fields:
        data.setlist(field.key, typed.getlist(field.key) if typed else [])
    return DefinedForm(unasked.form.without_requirements(), local_date(ground().clock()), data)


def _rest_page(
    number: str,
    unasked: Unasked,
    form: DefinedForm,
    status: int = 200,
    problem: str = "",
    late: Sequence[_TooLate] = (),
) -> Response:
    open_keys = {field.key for field in unasked.fields}
    return page(
        "intake_rest.html",
        messages.REST_TITLE.format(number=number),
        status,
        number=number,
        definition=unasked.form,
        fields=unasked.fields,
        form=form,
        problems={key: told for key, told in form.problems().items() if key in open_keys},
        problem=problem,
        late=late,
        id_prefix=ID_PREFIX,
    )


ROUTES = (
    ("/items/<number>/rest", "rest_form", rest_form, "GET"),
    ("/items/<number>/rest", "save_rest", save_rest, "POST"),
    ("/intake", "intake_list", intake_list, "GET"),
    ("/intake/<form_id>", "intake_form", intake_form, "GET"),
    ("/intake/<form_id>", "register_intake", register_intake, "POST"),
)
