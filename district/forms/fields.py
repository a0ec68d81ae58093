"""Typed fields of a form: one class a kind of input, with its limits.

The limits written here are also constraints of the database where the value has a column of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from district.forms.attachment import (
    DEFAULT_FILES,
    DEFAULT_MEGABYTES,
    MOST_FILES,
    MOST_MEGABYTES,
    MOST_TOGETHER,
)
from district.models import Frozen

MAX_KEY_LENGTH = 40
MAX_LABEL_LENGTH = 80
MAX_CONSENT_TEXT_LENGTH = 500
MAX_TEXT_LENGTH = 500
MAX_LONGTEXT_LENGTH = 20_000
MAX_CHOICES = 80
PHONE_LENGTH = 32
EMAIL_LENGTH = 254
USCC_LENGTH = 18
DATE_LENGTH = 10

RESERVED_KEYS = frozenset(
    {
        "csrf_token",
        "idempotency_key",
        "form_id",
        "leave_empty",
        "page_time",
        "altcha",
        "step",
        "keep_personal_data",
    }
)
"""Names that the page itself uses for hidden inputs; a field may not take them."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=MAX_KEY_LENGTH)]
FieldKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=MAX_KEY_LENGTH)]
Text = Annotated[str, Field(min_length=1, max_length=2_000)]
Value = str | tuple[str, ...] | bool | None
"""What a field can hold once it was read: text, several keys, a tick, or nothing."""


class FieldKind(StrEnum):
    """The closed set of input kinds."""

    TEXT = "text"
    LONGTEXT = "longtext"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    USCC = "uscc"
    ATTACHMENT = "attachment"
    CONSENT = "consent"

    @property
    def has_options(self) -> bool:
        return self in (FieldKind.CHOICE, FieldKind.MULTICHOICE)

    @property
    def is_text(self) -> bool:
        """Whether the visitor types the value."""
        return not self.has_options and self not in (FieldKind.CONSENT, FieldKind.ATTACHMENT)


class LedgerColumn(StrEnum):
    """Columns beside the encrypted payload that staff sort and count by; never personal data."""

    CATEGORY = "category"
    REGION = "region"
    ACCUSED_UNIT = "accused_unit"
    SENDER = "sender"
    FIRM_SIZE = "firm_size"
    INDUSTRY = "industry"


class Option(Frozen):
    """One answer of a choice: `key` is stored and sent, `label` is read."""

    key: Key
    label: str = Field(min_length=1, max_length=MAX_LABEL_LENGTH)


class ShowIf(Frozen):
    """Condition: the earlier choice `field` has one of the values `is`; a consent counts as "yes"."""

    field: FieldKey
    is_: tuple[str, ...] = Field(alias="is", min_length=1)

    def holds_for(self, value: Value) -> bool:
        if isinstance(value, bool):
            return value and "yes" in self.is_
        given = value if isinstance(value, tuple) else (value,)
        return any(item in self.is_ for item in given)


class _FieldBase(Frozen):
    key: FieldKey
    label: str = Field(min_length=1, max_length=MAX_LABEL_LENGTH)
    required: bool = False
    help: str = Field(default="", max_length=MAX_CONSENT_TEXT_LENGTH)
    autocomplete: str = ""
    show_if: ShowIf | None = None

    @property
    def length_limit(self) -> int:
        """Longest value in characters."""
        return MAX_KEY_LENGTH

    @property
    def options(self) -> tuple[Option, ...]:
        return ()


class TextField(_FieldBase):
    kind: Literal[FieldKind.TEXT]
    max_length: int = Field(ge=1, le=MAX_TEXT_LENGTH)

    @property
    def length_limit(self) -> int:
        return self.max_length


class LongTextField(_FieldBase):
    kind: Literal[FieldKind.LONGTEXT]
    min_length: int = Field(default=0, ge=0)
    max_length: int = Field(ge=1, le=MAX_LONGTEXT_LENGTH)
    rows: int = Field(default=6, ge=2, le=30)

    @property
    def length_limit(self) -> int:
        return self.max_length


class OptionsField(_FieldBase):
    choices: tuple[Option, ...] = Field(default=(), max_length=MAX_CHOICES)
    choices_from: Literal["areas", "industries", "units"] | None = None
    column: LedgerColumn | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers offered. `choices_from` is already resolved in a loaded definition."""
        return self.choices

    @cached_property
    def labels(self) -> Mapping[str, str]:
        return {option.key: option.label for option in self.choices}


class ChoiceField(OptionsField):
    kind: Literal[FieldKind.CHOICE]


class MultiChoiceField(OptionsField):
    kind: Literal[FieldKind.MULTICHOICE]


class DateField(_FieldBase):
    kind: Literal[FieldKind.DATE]
    allow_future: bool = False

    @property
    def length_limit(self) -> int:
        return DATE_LENGTH


class PhoneField(_FieldBase):
    kind: Literal[FieldKind.PHONE]

    @property
    def length_limit(self) -> int:
        return PHONE_LENGTH


class EmailField(_FieldBase):
    kind: Literal[FieldKind.EMAIL]

    @property
    def length_limit(self) -> int:
        return EMAIL_LENGTH


class UsccField(_FieldBase):
    """统一社会信用代码, 18 characters with a check digit (GB 32100-2015)."""

    kind: Literal[FieldKind.USCC]

    @property
    def length_limit(self) -> int:
        return USCC_LENGTH


class AttachmentField(_FieldBase):
    """附件: files, each checked by content; what is accepted stands in the backend."""

    kind: Literal[FieldKind.ATTACHMENT]
    max_files: int = Field(default=DEFAULT_FILES, ge=1, le=MOST_FILES)
    max_mb: int = Field(default=DEFAULT_MEGABYTES, ge=1, le=MOST_MEGABYTES)

    @model_validator(mode="after")
    def check_together(self) -> AttachmentField:
        if self.max_files * self.max_mb > MOST_TOGETHER:
            raise ValueError(
                f"max_files × max_mb 应不超过 {MOST_TOGETHER}（一次提交的总大小，MB），"
                f"实际为 {self.max_files * self.max_mb}"
            )
        return self


class ConsentField(_FieldBase):
    """同意: a separate box that is never ticked beforehand (个人信息保护法 14、15 条)."""

    kind: Literal[FieldKind.CONSENT]
    text: str = Field(min_length=1, max_length=MAX_CONSENT_TEXT_LENGTH)


FormField = Annotated[
    TextField
    | LongTextField
    | ChoiceField
    | MultiChoiceField
    | DateField
    | PhoneField
    | EmailField
    | UsccField
    | AttachmentField
    | ConsentField,
    Field(discriminator="kind"),
]
