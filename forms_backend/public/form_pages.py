"""`/forms/<form-id>`: the form as a page, and the receipt."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, abort, request

from forms_backend import messages
from forms_backend.casework.states import Channel
from forms_backend.clock import local_date
from forms_backend.context import services
from forms_backend.json_logs import log_event
from forms_backend.limits import IDEMPOTENCY_KEY_LENGTH
from forms_backend.public.form_builder import ID_PREFIX, DefinedForm
from forms_backend.public.limits import limit_submissions
from forms_backend.public.rendering import page
from site_config.form_models import FormDefinition

blueprint = Blueprint("form_pages", __name__, url_prefix="/forms")

HONEYPOT = "leave_empty"
"""A hidden input that people do not see and programs fill in."""


def find_definition(form_id: str) -> FormDefinition:
    """The form with that id; 404 when there is none."""
    definition = services().forms.get(form_id)
    if definition is None:
        abort(404)
    return definition


def _new_form(definition: FormDefinition, *, submitted: bool) -> DefinedForm:
    today = local_date(services().clock())
    return DefinedForm(definition, today, request.form if submitted else None)


def _form_page(
    definition: FormDefinition,
    form: DefinedForm,
    *,
    status: int = 200,
    notice: str | None = None,
    key: str | None = None,
) -> Response:
    problems = form.problems()
    title = definition.title
    if problems or notice:
        title = messages.FORM_ERROR_TITLE.format(title=title)
    return page(
        "form.html",
        title,
        status,
        definition=definition,
        form=form,
        problems=problems,
        notice=notice,
        id_prefix=ID_PREFIX,
        honeypot=HONEYPOT,
        idempotency_key=key or secrets.token_urlsafe(18),
    )


def _typed_key() -> str:
    return request.form.get("idempotency_key", "")[:IDEMPOTENCY_KEY_LENGTH]


def _refuse(
    definition: FormDefinition, form: DefinedForm, reason: str, status: int, notice: str | None
) -> Response:
    services().metrics.add("fabu_form_rejections_total", form=definition.id, reason=reason)
    log_event("form_rejected", form=definition.id, reason=reason, fields=list(form.problems()))
    return _form_page(definition, form, status=status, notice=notice, key=_typed_key())


@blueprint.get("/", strict_slashes=False)
def list_forms() -> Response:
    """All forms of the site."""
    return page("form_list.html", messages.FORM_LIST_TITLE, forms=services().forms.values())


@blueprint.get("/<form_id>", strict_slashes=False)
def show_form(form_id: str) -> Response:
    """The empty form."""
    definition = find_definition(form_id)
    return _form_page(definition, _new_form(definition, submitted=False))


@blueprint.post("/<form_id>", strict_slashes=False)
@limit_submissions
def submit_form(form_id: str) -> Response:
    """The receipt, or the form again with every error at its field and everything that was typed."""
    definition = find_definition(form_id)
    form = _new_form(definition, submitted=True)
    if not form.validate():
        return _refuse(definition, form, "invalid", 422, None)
    if request.form.get(HONEYPOT):
        return _refuse(definition, form, "honeypot", 422, messages.FORM_HONEYPOT)
    receipt = services().submissions.accept(
        definition,
        form.values(),
        channel=Channel.WEB,
        idempotency_key=_typed_key() or None,
    )
    services().metrics.add("fabu_submissions_total", form=definition.id, channel=Channel.WEB.value)
    log_event("submission_accepted", form=definition.id, number=receipt.number)
    return page("receipt.html", messages.RECEIPT_TITLE, 201, definition=definition, receipt=receipt)


def show_expired_form(form_id: str) -> Response:
    """After a failed CSRF check: what was typed is kept, one more click sends it."""
    definition = find_definition(form_id)
    form = _new_form(definition, submitted=True)
    return _refuse(definition, form, "csrf", 400, messages.FORM_EXPIRED)
