"""WTForms forms made from form definitions; the YAML stays the only description of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from district.forms.fields import (
    AttachmentField,
    DateField,
    FieldKind,
    FormField,
    LongTextField,
    Value,
)
from district.forms.models import FormDefinition
from forms_backend.attachments import messages as attachment_messages
from forms_backend.attachments.staged import StagedFile
from forms_backend.fields import field_rules, messages
from forms_backend.fields.field_rules import InvalidValueError
from forms_backend.web.file_input import FileInput
from forms_backend.web.uploads import Received

MOST_RADIO_BUTTONS = 6
"""A choice with more options than this is a drop-down."""

ID_PREFIX = "field-"


class DefinedForm(BaseForm):
    """One visitor's answers to `definition` on day `today`; `data` is a multi-dict or None.

    A BaseForm keeps its fields in a mapping and not as attributes, so that an editor may call a
    field "data" or "errors". `received` is what came for each attachment field; without it, as in
    the JSON interface, the form takes no files.
    """

    def __init__(
        self,
        definition: FormDefinition,
        today: date,
        data: Any = None,
        received: Mapping[str, Received] | None = None,
    ) -> None:
        super().__init__(
            {field.key: _wtforms_field(field, received) for field in definition.fields}
        )
        self.definition = definition
        self.today = today
        self.process(data)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check every field that is asked, then the rules over several fields."""
        valid = super().validate(extra_validators)
        values = self.values()
        for rule in self.definition.rules:
            if not any(values.get(key) for key in rule.at_least_one):
                first = self._fields[rule.at_least_one[0]]
                first.errors = [*first.errors, rule.message]
                valid = False
        return valid

    def values(self) -> dict[str, Value]:
        """The answers to the fields that are asked."""
        given: dict[str, Value] = {}
        for field in self.definition.fields:
            if self.definition.is_shown(field, given):
                data = self._fields[field.key].data
                given[field.key] = tuple(data) if isinstance(data, list) else data
        return given

    def files(self) -> list[StagedFile]:
        """The attachments of the fields that are asked."""
        asked = self.values()
        fields = [field for field in self._file_fields() if field.definition.key in asked]
        return [upload.staged for field in fields for upload in field.uploads]

    def _file_fields(self) -> list[AttachmentsField]:
        return [field for field in self._fields.values() if isinstance(field, AttachmentsField)]

    def lose_files(self, message: str) -> None:
        """Files turned out to be gone while they were to be kept: say so where they were."""
        for field in self._file_fields():
            if field.uploads:
                field.uploads, field.data, field.errors = (), [], [message]

    def asks(self, field: FormField) -> bool:
        """Whether the answers so far call for `field`."""
        if field.show_if is None:
            return True
        data = {key: f.data for key, f in self._fields.items()}
        plain = {key: tuple(v) if isinstance(v, list) else v for key, v in data.items()}
        return self.definition.is_shown(field, plain)

    def problems(self) -> dict[str, list[str]]:
        """Messages by field key, in the order of the page."""
        return {
            field.key: list(self._fields[field.key].errors)
            for field in self.definition.fields
            if self._fields[field.key].errors
        }


class AttachmentsField(Field):
    """Files of one field; `data` is what stands for them among the values."""

    def __init__(self, definition: AttachmentField, received: Received | None, **options: Any):
        super().__init__(**options)
        self.definition = definition
        self.offers_upload = received is not None
        self.uploads = received.uploads if received else ()
        self._problems = received.problems if received else ()

    @property
    def input(self) -> FileInput:
        """What the page draws."""
        return FileInput(self.definition, self.id, self.uploads)

    def process(self, *_args: Any, **_kwargs: Any) -> None:
        """What is wrong with files is known before any validation, and is said also without."""
        self.data = [upload.staged.value for upload in self.uploads]
        self.process_errors = list(self._problems)
        self.errors = list(self._problems)


class AskedAndPresent:
    """Stops when the field is not asked or was left empty, with an error if it is required."""

    def __init__(self, definition: FormField) -> None:
        self._definition = definition
        kind = definition.kind
        template = messages.FIELD_REQUIRED
        if kind.has_options:
            template = messages.FIELD_CHOICE_REQUIRED
        elif kind is FieldKind.CONSENT:
            template = messages.FIELD_CONSENT_REQUIRED
        elif kind is FieldKind.ATTACHMENT:
            template = attachment_messages.REQUIRED
        self._message = template.format(label=definition.label)

    def __call__(self, form: DefinedForm, field: Field) -> None:
        if not form.asks(self._definition):
            field.errors = []
            raise StopValidation
        if not field.data:
            field.errors = list(field.process_errors)
            if self._definition.required and not field.errors:
                raise StopValidation(self._message)
            raise StopValidation


class FollowsRules:
    """Checks a value that was given against the rules of its kind."""

    def __init__(self, definition: FormField) -> None:
        self._definition = definition

    def __call__(self, form: DefinedForm, field: Field) -> None:
        try:
            if self._definition.kind.has_options:
                self._check_options(field.data)
            elif self._definition.kind.is_text:
                self._check_text(field.data, form.today)
        except InvalidValueError as error:
            raise StopValidation(str(error)) from error

    def _check_options(self, data: str | list[str]) -> None:
        known = {option.key for option in self._definition.options}
        chosen = data if isinstance(data, list) else [data]
        if not known.issuperset(chosen):
            raise InvalidValueError(messages.FIELD_CHOICE_UNKNOWN)
        if len(set(chosen)) != len(chosen):
            raise InvalidValueError(messages.FIELD_REPEATED)

    def _check_text(self, value: str, today: date) -> None:
        definition = self._definition
        field_rules.check_readable(value)
        if isinstance(definition, LongTextField):
            field_rules.check_length(
                value, shortest=definition.min_length, longest=definition.length_limit
            )
            return
        field_rules.check_one_line(value)
        if isinstance(definition, DateField):
            field_rules.check_date(value, today, allow_future=definition.allow_future)
        elif definition.kind is FieldKind.PHONE:
            field_rules.check_phone(value)
        elif definition.kind is FieldKind.EMAIL:
            field_rules.check_email(value)
        elif definition.kind is FieldKind.USCC:
            field_rules.check_uscc(value)
        field_rules.check_length(value, longest=definition.length_limit)


def _text_filter(kind: FieldKind) -> Any:
    cleaner = field_rules.CLEANERS[kind]
    return lambda value: cleaner(value) if isinstance(value, str) else ""


def _wtforms_field(field: FormField, received: Mapping[str, Received] | None) -> Any:
    common: dict[str, Any] = {
        "label": field.label,
        "id": ID_PREFIX + field.key,
        "validators": [AskedAndPresent(field), FollowsRules(field)],
    }
    if isinstance(field, AttachmentField):
        came = None if received is None else received.get(field.key, Received())
        return UnboundField(AttachmentsField, field, came, **common)
    # The templates draw the options from the definition, and FollowsRules checks the choice.
    options: dict[str, Any] = {"choices": [], "validate_choice": False}
    match field.kind:
        case FieldKind.CONSENT:
            return BooleanField(**common)
        case FieldKind.CHOICE:
            is_short = len(field.options) <= MOST_RADIO_BUTTONS
            return (RadioField if is_short else SelectField)(**options, **common)
        case FieldKind.MULTICHOICE:
            return SelectMultipleField(**options, **common)
        case FieldKind.LONGTEXT:
            return TextAreaField(filters=[_text_filter(field.kind)], **common)
        case _:
            return StringField(filters=[_text_filter(field.kind)], **common)
