"""`/status`: number and query code in, timeline out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Response, request
from wtforms import Form, StringField
from wtforms.validators import StopValidation

from forms_backend import messages
from forms_backend.casework.cited_laws import pieces
from forms_backend.casework.field_rules import clean_code
from forms_backend.casework.states import Action
from forms_backend.casework.visitor_service import PublicView
from forms_backend.context import services
from forms_backend.crypto import normalise_query_code
from forms_backend.limits import NUMBER_LENGTH, WRITING_LENGTH
from forms_backend.public.file_input import FileInput
from forms_backend.public.limits import limit_status
from forms_backend.public.rendering import page
from forms_backend.public.uploads import Received, supplement_field
from site_config.answer_templates import AttachedTo, OneTimeNotice

blueprint = Blueprint("status_pages", __name__)

_NUMBER = re.compile(r"[A-Z]{2,4}[0-9]{6}-[0-9]{6}")
_CODE = re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}")
_LONGEST_TYPED = 100
NOT_FOUND = 404
ATTACHED_TO = {"asked": AttachedTo.SUPPLEMENT, "answer": AttachedTo.ANSWER}


def _clean_number(typed: str | None) -> str:
    return re.sub(r"\s", "", clean_code((typed or "")[:_LONGEST_TYPED])).upper()


def _clean_query_code(typed: str | None) -> str:
    return normalise_query_code((typed or "")[:_LONGEST_TYPED])


class _Matches:
    """Requires a value of the given pattern; `empty` and `wrong` are the two messages."""

    def __init__(self, pattern: re.Pattern[str], empty: str, wrong: str) -> None:
        self._pattern, self._empty, self._wrong = pattern, empty, wrong

    def __call__(self, _form: Form, field: StringField) -> None:
        if not field.data:
            raise StopValidation(self._empty)
        if not self._pattern.fullmatch(field.data):
            raise StopValidation(self._wrong)


class StatusForm(Form):
    """What a visitor knows of a submission. A mistake of form says nothing about any number."""

    number = StringField(
        messages.STATUS_NUMBER,
        id="field-number",
        filters=[_clean_number],
        validators=[
            _Matches(
                _NUMBER,
                messages.FIELD_REQUIRED.format(label=messages.STATUS_NUMBER),
                messages.STATUS_NUMBER_FORMAT,
            )
        ],
    )
    query_code = StringField(
        messages.STATUS_CODE,
        id="field-query_code",
        filters=[_clean_query_code],
        validators=[
            _Matches(
                _CODE,
                messages.FIELD_REQUIRED.format(label=messages.STATUS_CODE),
                messages.STATUS_CODE_FORMAT,
            )
        ],
    )


def _form_page(form: StatusForm, status: int = 200, notice: str | None = None) -> Response:
    title = messages.STATUS_TITLE
    if form.errors or notice:
        title = messages.FORM_ERROR_TITLE.format(title=title)
    return page(
        "status_form.html", title, status, form=form, notice=notice, number_length=NUMBER_LENGTH
    )


@blueprint.get("/status", strict_slashes=False)
def show() -> Response:
    """The two inputs; `?number=` fills in the first one."""
    return _form_page(StatusForm(number=_clean_number(request.args.get("number"))))


@blueprint.post("/status", strict_slashes=False)
@limit_status
def look_up() -> Response:
    """The timeline, or one and the same answer for an unknown number and for a wrong code."""
    form = StatusForm(request.form)
    if not form.validate():
        return _form_page(form, 422)
    shown = progress_page(form.number.data or "", form.query_code.data or "")
    return (
        shown
        if shown.status_code != NOT_FOUND
        else _form_page(form, NOT_FOUND, messages.STATUS_WRONG_PAIR)
    )


def expired_page() -> Response:
    """The two inputs again, after a wrong pair came with an action."""
    return _form_page(StatusForm(), NOT_FOUND, messages.STATUS_EXPIRED)


def _notices(view: PublicView) -> tuple[OneTimeNotice, ...]:
    """一次性告知, together with an answer or with a request for more material."""
    shown = [to for key, to in ATTACHED_TO.items() if key in view.texts]
    prepared = services().rules.prepared
    found = (n for to in shown for n in prepared.notices_for(view.form_id, view.category, to))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Supplement:
    """补充材料 as it was sent, for the page to show it again when something is wrong."""

    text: str = ""
    received: Received = field(default_factory=Received)


NO_SUPPLEMENT = Supplement()


def progress_page(
    number: str,
    code: str,
    status: int = 200,
    *,
    notice: str | None = None,
    problems: Mapping[str, str] | None = None,
    supplement: Supplement = NO_SUPPLEMENT,
) -> Response:
    """How the matter stands and what its sender may do; 404 for a wrong pair."""
    view = services().visitors.look_up(number, code)
    if view is None:
        return expired_page()
    title = messages.STATUS_TITLE
    if problems:
        title = messages.FORM_ERROR_TITLE.format(title=title)
    return page(
        "status.html",
        title,
        status,
        view=view,
        pieces=lambda text: pieces(text, services().rules.law_names),
        one_time_notices=_notices(view),
        code=normalise_query_code(code),
        notice=notice,
        problems=problems or {},
        actions=Action,
        unit_name=_unit_name,
        longest=WRITING_LENGTH,
        definition=services().forms.get(view.form_id),
        supplement=supplement,
        files=FileInput(
            supplement_field(view.form_id), "supply-files", supplement.received.uploads
        ),
    )


def _unit_name(key: str) -> str:
    unit = services().config.unit(key)
    return unit.name if unit else key
