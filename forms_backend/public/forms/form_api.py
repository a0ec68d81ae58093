"""`POST /api/forms/<form-id>`: the same forms for programs, JSON in and out."""

from __future__ import annotations

import re

from flask import Blueprint, Response, jsonify, request, url_for

from district.forms.fields import Value
from district.forms.models import FormDefinition
from forms_backend.attachments import messages as attachment_messages
from forms_backend.database.limits import IDEMPOTENCY_KEY_LENGTH
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.public.forms.form_load import is_burst, note_accepted
from forms_backend.public.forms.form_proof import Sender, judge_program
from forms_backend.public.json_errors import api_error
from forms_backend.running.clock import local_date
from forms_backend.submissions.channel import Channel
from forms_backend.web.context import ground, part
from forms_backend.web.form_builder import DefinedForm
from forms_backend.web.json_input import InvalidJsonError, parse_object, read_values
from forms_backend.web.limits import limit_submissions

blueprint = Blueprint("form_api", __name__, url_prefix="/api/forms")

PROOF_HEADER = "Altcha"
"""The solved challenge of `/api/challenge/<form-id>`, base64; without it a slower limit applies."""
RETRY_AFTER_SECONDS = 600
_IDEMPOTENCY_KEY = re.compile(rf"[\x21-\x7e]{{8,{IDEMPOTENCY_KEY_LENGTH}}}")


def _validate(
    definition: FormDefinition, data: dict[str, object]
) -> tuple[dict[str, Value], dict[str, list[str]]]:
    """Answers, and every problem by field: those of type before those of content."""
    values, type_problems = read_values(definition, data)
    form = DefinedForm(definition, local_date(ground().clock()), values)
    form.validate()
    return form.values(), form.problems() | type_problems


def _is_repeat(definition: FormDefinition, values: dict[str, Value], key: str | None) -> bool:
    known = key and part(SubmissionService).find_repeat(
        definition, values, channel=Channel.API, idempotency_key=key
    )
    return bool(known)


def _judge(form_id: str) -> Response | None:
    """A used proof is refused, and so is who sent too much without one."""
    sender = judge_program(form_id, request.headers.get(PROOF_HEADER, ""))
    if sender is Sender.REPLAYED:
        return api_error("proof_used", 422)
    if sender is Sender.TOO_MANY:
        response = api_error("too_many_requests", 429)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return None


@blueprint.post("/<form_id>", strict_slashes=False)
@limit_submissions
def submit(form_id: str) -> Response:
    """201 with the receipt; a repeated Idempotency-Key with the same content gives the same one."""
    definition = ground().forms.get(form_id)
    if definition is None:
        return api_error("form_not_found", 404)
    if request.mimetype != "application/json":
        return api_error("unsupported_media_type", 415)
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _IDEMPOTENCY_KEY.fullmatch(key):
        return api_error("invalid_idempotency_key", 400)
    try:
        data = parse_object(request.get_data())
    except InvalidJsonError:
        return api_error("invalid_json", 400)
    files = [f.key for f in definition.attachments() if data.get(f.key) is not None]
    if files:
        errors = {key: [attachment_messages.NOT_BY_API] for key in files}
        return api_error("attachments_not_accepted", 422, errors=errors)
    values, problems = _validate(definition, data)
    if problems:
        ground().metrics.add("fabu_form_rejections_total", form=definition.id, reason="invalid")
        return api_error("validation_failed", 422, errors=problems)
    refusal = _judge(definition.id)
    if refusal is not None and not _is_repeat(definition, values, key):
        return refusal
    in_burst = is_burst(definition.id)
    receipt = part(SubmissionService).accept(
        definition, values, channel=Channel.API, idempotency_key=key, in_burst=in_burst
    )
    if not receipt.repeated:
        note_accepted(definition.id, receipt.number, Channel.API, in_burst=in_burst)
    body = {
        "number": receipt.number,
        "query_code": receipt.query_code,
        "status_url": url_for("status_pages.show", number=receipt.number, _external=False),
    }
    response = jsonify(body)
    response.status_code = 201
    return response
