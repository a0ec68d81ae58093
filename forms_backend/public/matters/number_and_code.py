"""Number and query code: the one page that asks for both, and how a page brings them back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Response, request
from wtforms import Form, StringField
from wtforms.validators import StopValidation

from forms_backend.database.limits import NUMBER_LENGTH
from forms_backend.fields import messages
from forms_backend.fields.field_rules import clean_code
from forms_backend.public.rendering import page
from forms_backend.sealing.keys import normalise_query_code

_NUMBER = re.compile(r"[A-Z]{2,4}[0-9]{6}-[0-9]{6}")
_CODE = re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}")
_LONGEST_TYPED = 100
_LONGEST_CODE = 40


@dataclass(frozen=True)
class Asking:
    """What a page that asks for the pair says, and the view that it is sent to."""

    title: str
    lead: str
    number_help: str
    endpoint: str
    keeps_mine: bool = False
    """Whether 我的办件, what this browser was asked to remember, are offered there."""


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


class PairForm(Form):
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

    @property
    def pair(self) -> tuple[str, str]:
        return self.number.data or "", self.query_code.data or ""


def asking_page(
    asking: Asking, form: PairForm, status: int = 200, notice: str | None = None
) -> Response:
    """The two inputs, with what is wrong about them."""
    title = asking.title
    if form.errors or notice:
        title = messages.FORM_ERROR_TITLE.format(title=title)
    return page(
        "number_and_code.html",
        title,
        status,
        asking=asking,
        form=form,
        labels={field.name: field.label.text for field in form},
        notice=notice,
        number_length=NUMBER_LENGTH,
    )


def empty_page(asking: Asking) -> Response:
    """The two inputs; `?number=` fills in the first one."""
    return asking_page(asking, PairForm(number=_clean_number(request.args.get("number"))))


def kept_pair() -> tuple[str, str]:
    """Number and query code that a page of ours carried in hidden inputs."""
    number = request.form.get("number", "")[:NUMBER_LENGTH]
    code = request.form.get("query_code", "")[:_LONGEST_CODE]
    return clean_code(number), clean_code(code)
