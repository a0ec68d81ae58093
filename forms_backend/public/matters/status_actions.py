"""`/status/…`: what a visitor does with a matter: rate, supply, withdraw, take back a consent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from urllib.parse import quote

from flask import Blueprint, Response, request

from forms_backend.attachments.errors import AttachmentGoneError
from forms_backend.attachments.messages import CHOOSE_AGAIN
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.staged import StagedFile
from forms_backend.fields import messages
from forms_backend.fields.field_rules import clean_code, clean_text
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.ledger.actions import Action
from forms_backend.matters import messages as matter_messages
from forms_backend.matters.own_number import OwnNumber
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.public.matters.number_and_code import kept_pair
from forms_backend.public.matters.status_pages import (
    NOTHING_TYPED,
    Typed,
    answer_told_at,
    expired_page,
    progress_page,
)
from forms_backend.running.json_logs import log_event
from forms_backend.sealing.errors import DamagedAttachmentError
from forms_backend.web.context import part
from forms_backend.web.limits import limit_status
from forms_backend.web.uploads import (
    HOURS,
    Received,
    discard_unused,
    receive_field,
    supplement_field,
    takes_files,
)

blueprint = Blueprint("status_actions", __name__, url_prefix="/status")

DONE = 200
_LONGEST_KEY = 40
RATINGS = {"satisfied": Action.RATE_SATISFIED, "dissatisfied": Action.RATE_DISSATISFIED}


def _carry_out(
    step: Callable[[str, str], None],
    typed: Typed = NOTHING_TYPED,
    done: str = messages.STATUS_DONE_NOTICE,
) -> Response:
    """Run `step` with number and code; the page with what came of it, `done` where all went well. Else
    it shows again what was `typed`."""
    number, code = kept_pair()
    notice, status, problems = done, DONE, {}
    try:
        step(number, code)
    except MatterNotFoundError:
        return expired_page()
    except (NotAllowedError, StaleMatterError):
        notice, status = messages.STATUS_NOT_POSSIBLE, 409
    except InvalidInputError as error:
        notice, status, problems = str(error), 422, error.problems
    if status == DONE:
        return progress_page(number, code, notice=notice)
    return progress_page(number, code, status, notice=notice, problems=problems, typed=typed)


def _act(
    action: Action, text_field: str | None = None, files: Sequence[StagedFile] = ()
) -> Callable[[str, str], None]:
    try:
        version = int(request.form.get("version", ""))
    except ValueError:
        version = 0
    typed = {text_field: request.form.get("text", "")} if text_field else {}
    enclosures = (part(AttachmentService).enclose(files),)

    def step(number: str, code: str) -> None:
        part(VisitorService).act(number, code, action, version, typed, enclosures)

    return step


@blueprint.post("/rate")
@limit_status
def rate() -> Response:
    """Satisfied or not, once; who is not says why."""
    action = RATINGS.get(request.form.get("rating", ""), Action.RATE_DISSATISFIED)
    return _carry_out(_act(action, "reason"))


@blueprint.post("/mail")
@limit_status
def mail_number() -> Response:
    """Number and state to an address that is typed for this one message."""
    address, agreed = request.form.get("address", ""), request.form.get("agreed") == "y"

    def step(number: str, code: str) -> None:
        part(OwnNumber).send(number, code, address, agreed=agreed)

    return _carry_out(step, Typed(address=address), done=messages.STATUS_MAIL_SENT)


@blueprint.post("/review")
@limit_status
def ask_review() -> Response:
    """Ask that the answer be looked at again (复查), or that opinion once more (复核)."""
    verification = request.form.get("review") == Action.ASK_VERIFICATION.value
    act = _act(Action.ASK_VERIFICATION if verification else Action.ASK_REEXAMINATION, "reason")

    def step(number: str, code: str) -> None:
        try:
            act(number, code)
        except InvalidInputError as error:
            # The rating on the same page has a reason, too: each mistake stands at its own input.
            raise InvalidInputError({"review": error.problems["reason"]}) from error

    return _carry_out(step)


@blueprint.post("/supply")
@limit_status
@takes_files
def supply() -> Response:
    """What the intake desk had asked for, with files; what is right stays when something is wrong."""
    supplement = Typed(request.form.get("text", ""), _files_of_supplement())
    received = supplement.received
    act = _act(Action.SUPPLY, "text", received.files)

    def step(number: str, code: str) -> None:
        if received.problems:
            raise InvalidInputError(_supplement_problems(supplement))
        try:
            act(number, code)
        except AttachmentGoneError as error:
            raise InvalidInputError({"files": CHOOSE_AGAIN.format(hours=HOURS)}) from error
        discard_unused()

    return _carry_out(step, supplement)


@blueprint.post("/files/<int(max=2147483647):attachment_id>")
@limit_status
def answer_file(attachment_id: int) -> Response:
    """A file of the answer, for who has number and code: saved by the browser, never shown in it."""
    number, code = kept_pair()
    view = part(VisitorService).look_up(number, code)
    at = answer_told_at(view) if view is not None else None
    if view is None or at is None:
        return expired_page()
    try:
        found = part(AttachmentService).open_of_answer(view.number, at, attachment_id)
    except DamagedAttachmentError as error:
        log_event("attachment_damaged", logging.ERROR, file=error.storage_name)
        return progress_page(
            number,
            code,
            500,
            notice=messages.STATUS_FILE_DAMAGED,
            problems={"file": messages.STATUS_FILE_DAMAGED},
        )
    if found is None:
        return expired_page()
    response = Response(found.content, mimetype=found.view.kind.media_type)
    response.headers["Content-Length"] = str(found.view.size)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{view.number}-{attachment_id}{found.view.kind.extensions[0]}"; '
        f"filename*=UTF-8''{quote(found.view.name, safe='')}"
    )
    return response


def _files_of_supplement() -> Received:
    """Nothing is taken in from who has not the right code, or was not asked for anything."""
    number, code = kept_pair()
    view = part(VisitorService).look_up(number, code)
    if view is None or Action.SUPPLY not in view.actions:
        return Received()
    return receive_field(supplement_field(view.form_id), f"supply.{number}")


def _supplement_problems(supplement: Typed) -> dict[str, str]:
    problems = {"files": " ".join(supplement.received.problems)}
    if not clean_text(supplement.text):
        label = matter_messages.NEED_LABELS["text"]
        problems["text"] = matter_messages.NEED_MISSING.format(label=label)
    return problems


@blueprint.post("/withdraw")
@limit_status
def withdraw() -> Response:
    """End the matter; the box must be ticked."""
    if request.form.get("confirm") != "y":
        return _carry_out(_refuse_unconfirmed)
    return _carry_out(_act(Action.WITHDRAW))


def _refuse_unconfirmed(_number: str, _code: str) -> None:
    label = messages.STATUS_WITHDRAW_CONFIRM
    raise InvalidInputError({"confirm": messages.FIELD_CONSENT_REQUIRED.format(label=f"“{label}”")})


@blueprint.post("/consent")
@limit_status
def withdraw_consent() -> Response:
    """Take back one consent (个人信息保护法 15 条)."""
    key = clean_code(request.form.get("key", "")[:_LONGEST_KEY])

    def step(number: str, code: str) -> None:
        part(VisitorService).withdraw_consent(number, code, key)

    return _carry_out(step)
