"""`/status/…`: what a visitor does with a matter: rate, supply, withdraw, take back a consent."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from forms_backend import messages
from forms_backend.casework.field_rules import clean_code
from forms_backend.casework.states import Action
from forms_backend.context import services
from forms_backend.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.limits import NUMBER_LENGTH
from forms_backend.public.limits import limit_status
from forms_backend.public.status_pages import expired_page, progress_page

blueprint = Blueprint("status_actions", __name__, url_prefix="/status")

_LONGEST_CODE = 40
_LONGEST_KEY = 40
RATINGS = {"satisfied": Action.RATE_SATISFIED, "dissatisfied": Action.RATE_DISSATISFIED}


def _field(name: str, longest: int) -> str:
    return clean_code(request.form.get(name, "")[:longest])


def _carry_out(step: Callable[[str, str], None]) -> Response:
    """Run `step` with number and code; the page with what came of it."""
    number, code = _field("number", NUMBER_LENGTH), _field("query_code", _LONGEST_CODE)
    notice, status, problems = messages.STATUS_DONE_NOTICE, 200, {}
    try:
        step(number, code)
    except MatterNotFoundError:
        return expired_page()
    except (NotAllowedError, StaleMatterError):
        notice, status = messages.STATUS_NOT_POSSIBLE, 409
    except InvalidInputError as error:
        notice, status, problems = str(error), 422, error.problems
    return progress_page(number, code, status, notice=notice, problems=problems)


def _act(action: Action, text_field: str | None = None) -> Callable[[str, str], None]:
    try:
        version = int(request.form.get("version", ""))
    except ValueError:
        version = 0
    typed = {text_field: request.form.get("text", "")} if text_field else {}

    def step(number: str, code: str) -> None:
        services().visitors.act(number, code, action, version, typed)

    return step


@blueprint.post("/rate")
@limit_status
def rate() -> Response:
    """Satisfied or not, once; who is not says why."""
    action = RATINGS.get(request.form.get("rating", ""), Action.RATE_DISSATISFIED)
    return _carry_out(_act(action, "reason"))


@blueprint.post("/supply")
@limit_status
def supply() -> Response:
    """What the intake desk had asked for."""
    return _carry_out(_act(Action.SUPPLY, "text"))


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
    key = _field("key", _LONGEST_KEY)

    def step(number: str, code: str) -> None:
        services().visitors.withdraw_consent(number, code, key)

    return _carry_out(step)
