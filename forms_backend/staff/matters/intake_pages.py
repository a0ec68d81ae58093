"""`/staff/intake/<form-id>`: writing down what came by phone, letter, visit or from above."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from flask import Response, abort, request

from district.form_models import FormDefinition
from forms_backend.attachments.errors import AttachmentGoneError
from forms_backend.attachments.messages import CHOOSE_AGAIN
from forms_backend.attachments.service import AttachmentService
from forms_backend.database.limits import IDEMPOTENCY_KEY_LENGTH, NUMBER_LENGTH, REFERENCE_LENGTH
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.roles import Role
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.rules import CaseworkRules
from forms_backend.running.clock import local_date
from forms_backend.running.json_logs import log_event
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.rendering import page
from forms_backend.submissions.enclosing import Enclosure
from forms_backend.submissions.intake import KEYS, TakenIn, Told, clean_intake
from forms_backend.visits.service import ComesFromVisit, VisitService
from forms_backend.web.context import ground, part
from forms_backend.web.form_builder import ID_PREFIX, DefinedForm
from forms_backend.web.uploads import HOURS, discard_unused, receive_uploads, takes_files

VISIT = "visit"
FOR_WHOM = "at the intake desk, or who made the visit"
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
    )


@allow_roles(Role.INTAKE)
def intake_list() -> Response:
    """Which form to write into."""
    return page("intake_list.html", messages.INTAKE, forms=ground().forms.values())


@allow_roles(*WORKERS, narrower=FOR_WHOM)
def intake_form(form_id: str) -> Response:
    """The empty form; the date is today unless somebody says otherwise."""
    definition, today = _definition(form_id), local_date(ground().clock())
    form, typed = DefinedForm(definition, today, None, {}), {"received_on": today.isoformat()}
    if _check_may_take_in(request.args.get(VISIT, "")):
        typed |= {"source": VISIT}
    return _form_page(definition, form, typed, {})


@allow_roles(*WORKERS, narrower=FOR_WHOM)
@takes_files
def register_intake(form_id: str) -> Response:
    """The receipt for the visitor, or the form again with every error and all that was typed."""
    definition, today = _definition(form_id), local_date(ground().clock())
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
            definition,
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


ROUTES = (
    ("/intake", "intake_list", intake_list, "GET"),
    ("/intake/<form_id>", "intake_form", intake_form, "GET"),
    ("/intake/<form_id>", "register_intake", register_intake, "POST"),
)
