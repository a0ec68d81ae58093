"""`/forms/<form-id>`: the form as a page; a receipt is handed over by redirect."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request

from district.forms.models import FormDefinition
from forms_backend.attachments.errors import AttachmentGoneError
from forms_backend.attachments.messages import CHOOSE_AGAIN
from forms_backend.attachments.service import AttachmentService
from forms_backend.database.limits import IDEMPOTENCY_KEY_LENGTH
from forms_backend.fields import messages
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.public.forms.form_load import is_burst, note_accepted
from forms_backend.public.forms.form_proof import PageTime, Sender, judge_sender
from forms_backend.public.forms.form_suggestions import offers_suggestions, suggestions_for
from forms_backend.public.forms.form_warnings import free_text_warnings
from forms_backend.public.forms.paper_forms import paper_form_url
from forms_backend.public.forms.received_pages import hand_over
from forms_backend.public.rendering import page
from forms_backend.public.searching.hit_texts import facet_label
from forms_backend.running.clock import local_date
from forms_backend.running.json_logs import log_event
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.payload import Answer, answers_of
from forms_backend.web.context import ground, part
from forms_backend.web.form_builder import ID_PREFIX, DefinedForm
from forms_backend.web.limits import limit_submissions
from forms_backend.web.uploads import HOURS, discard_unused, receive_uploads, takes_files
from privacy.personal_data import WARNED_OF, PersonalData, words_for
from search.results import Hit

blueprint = Blueprint("form_pages", __name__, url_prefix="/forms")

HONEYPOT = "leave_empty"
"""A hidden input that people do not see and programs fill in."""
STEP, SUGGEST, CHECK = "step", "suggest", "check"
KEEP = "keep_personal_data"
PROOF, PAGE_TIME = "altcha", "page_time"
RETRY_AFTER_SECONDS = 600
LONGEST_STAMP = 200

REFUSALS: dict[Sender, tuple[int, str]] = {
    Sender.HASTY: (422, messages.FORM_TOO_FAST),
    Sender.STALE: (422, messages.FORM_PAGE_OLD),
    Sender.REPLAYED: (422, messages.FORM_PROOF_USED),
    Sender.TOO_MANY: (429, messages.FORM_TOO_MANY),
}


@dataclass(frozen=True)
class Shown:
    """What the page says besides the form itself."""

    status: int = 200
    notice: str | None = None
    warnings: dict[str, tuple[PersonalData, ...]] | None = None
    suggestions: tuple[Hit, ...] | None = None
    """None when nobody asked for any; empty when there are none."""
    answers: tuple[Answer, ...] | None = None
    """What would be sent, for its sender to check; None when nobody asked for it."""


def find_definition(form_id: str) -> FormDefinition:
    """The form with that id; 404 when there is none."""
    definition = ground().forms.get(form_id)
    if definition is None:
        abort(404)
    return definition


def _new_form(definition: FormDefinition, *, submitted: bool) -> DefinedForm:
    today = local_date(ground().clock())
    if not submitted:
        return DefinedForm(definition, today, None, {})
    return DefinedForm(definition, today, request.form, receive_uploads(definition))


def _typed_key() -> str:
    return request.form.get("idempotency_key", "")[:IDEMPOTENCY_KEY_LENGTH]


def _typed_stamp() -> str:
    return request.form.get(PAGE_TIME, "")[:LONGEST_STAMP]


def _form_page(definition: FormDefinition, form: DefinedForm, shown: Shown) -> Response:
    problems = form.problems()
    title = definition.title
    if problems or shown.notice or shown.warnings:
        title = messages.FORM_ERROR_TITLE.format(title=title)
    response = page(
        "form.html",
        title,
        shown.status,
        definition=definition,
        form=form,
        problems=problems,
        labels={field.key: field.label for field in definition.fields},
        shown=shown,
        id_prefix=ID_PREFIX,
        honeypot=HONEYPOT,
        idempotency_key=_typed_key() or secrets.token_urlsafe(18),
        page_time=PageTime().keep(_typed_stamp(), definition.id),
        offers_suggestions=offers_suggestions(definition),
        paper_form=paper_form_url(definition.id),
        words_for=words_for,
        personal_data_names={kind.value: words for kind, words in WARNED_OF.items()},
        facet_label=facet_label,
    )
    if shown.status == REFUSALS[Sender.TOO_MANY][0]:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _refuse(definition: FormDefinition, form: DefinedForm, reason: str, shown: Shown) -> Response:
    ground().metrics.add("fabu_form_rejections_total", form=definition.id, reason=reason)
    log_event("form_rejected", form=definition.id, reason=reason, fields=list(form.problems()))
    return _form_page(definition, form, shown)


@blueprint.get("/", strict_slashes=False)
def list_forms() -> Response:
    """All forms of the site."""
    forms = ground().forms.values()
    papers = {form.id: paper_form_url(form.id) for form in forms}
    return page("form_list.html", messages.FORM_LIST_TITLE, forms=forms, papers=papers)


@blueprint.get("/<form_id>", strict_slashes=False)
def show_form(form_id: str) -> Response:
    """The empty form."""
    definition = find_definition(form_id)
    return _form_page(definition, _new_form(definition, submitted=False), Shown())


@blueprint.post("/<form_id>", strict_slashes=False)
@limit_submissions
@takes_files
def submit_form(form_id: str) -> Response:
    """303 to the receipt, or the form again with what is to be done and everything that was typed."""
    definition = find_definition(form_id)
    form = _new_form(definition, submitted=True)
    if request.form.get(STEP) == SUGGEST:
        return _form_page(definition, form, Shown(suggestions=suggestions_for(form.values())))
    if not form.validate():
        return _refuse(definition, form, "invalid", Shown(422))
    if request.form.get(STEP) == CHECK:
        return _form_page(definition, form, Shown(answers=answers_of(definition, form.values())))
    if request.form.get(HONEYPOT):
        return _refuse(definition, form, "honeypot", Shown(422, messages.FORM_HONEYPOT))
    key = _typed_key() or secrets.token_urlsafe(18)
    warnings = free_text_warnings(definition, form.values())
    if warnings and request.form.get(KEEP) != "y":
        shown = Shown(422, warnings=warnings)
        return _repeat(definition, form, key) or _refuse(definition, form, "personal-data", shown)
    sender = judge_sender(definition.id, request.form.get(PROOF, ""), _typed_stamp())
    if not sender.may_send:
        shown = Shown(*REFUSALS[sender])
        return _repeat(definition, form, key) or _refuse(definition, form, sender.value, shown)
    return _accept(definition, form, sender, key)


def _repeat(definition: FormDefinition, form: DefinedForm, key: str) -> Response | None:
    """The receipt again for who sends a second time what was accepted; a spent proof is no reason
    to refuse it."""
    receipt = part(SubmissionService).find_repeat(
        definition, form.values(), channel=Channel.WEB, idempotency_key=key
    )
    if receipt is None:
        return None
    discard_unused()
    return hand_over(definition.id, receipt, with_files=True)


def _accept(definition: FormDefinition, form: DefinedForm, sender: Sender, key: str) -> Response:
    in_burst = is_burst(definition.id)
    try:
        receipt = part(SubmissionService).accept(
            definition,
            form.values(),
            channel=Channel.WEB,
            idempotency_key=key,
            enclosures=(part(AttachmentService).enclose(form.files()),),
            in_burst=in_burst,
        )
    except AttachmentGoneError:
        form.lose_files(CHOOSE_AGAIN.format(hours=HOURS))
        return _refuse(definition, form, "attachment-gone", Shown(422))
    discard_unused()
    if not receipt.repeated:
        note_accepted(definition.id, receipt.number, Channel.WEB, in_burst=in_burst)
        metrics = ground().metrics
        metrics.add("fabu_form_senders_total", form=definition.id, sender=sender.value)
    with_files = bool(form.files()) or receipt.repeated
    return hand_over(definition.id, receipt, with_files=with_files)


def show_expired_form(form_id: str) -> Response:
    """After a failed CSRF check: what was typed is kept, one more click sends it."""
    definition = find_definition(form_id)
    form = _new_form(definition, submitted=True)
    return _refuse(definition, form, "csrf", Shown(400, messages.FORM_EXPIRED))
