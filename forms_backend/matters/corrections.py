"""更正登记: what a visitor chose and staff may correct, with what there is to choose from. Pure.

What was sent stays as it was sent; corrected are the columns by which a matter is routed, listed,
counted and kept secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from district.forms.fields import LedgerColumn, OptionsField
from district.forms.models import FormDefinition
from forms_backend.matters.messages import NOTHING

NONE_CHOSEN = "-"
"""What stands for a column that is to be empty: an input that was not filled in is a mistake."""


@dataclass(frozen=True)
class Standing:
    """The columns that can be corrected, as they are at one moment."""

    form_id: str
    category: str | None
    region: str | None
    accused_unit: str | None

    @property
    def kind(self) -> str:
        """Form and category as one choice: "complaint.payment", or the form alone."""
        return f"{self.form_id}.{self.category}" if self.category else self.form_id

    @property
    def chosen(self) -> dict[str, str]:
        """The value that is chosen in each input, by the name of the need."""
        return {
            "kind": self.kind,
            "region": self.region or NONE_CHOSEN,
            "accused": self.accused_unit or NONE_CHOSEN,
        }


@dataclass(frozen=True)
class Choices:
    """Values with their labels; `kinds` are form and category together."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    accused: Mapping[str, str] = field(default_factory=dict)


NO_CHOICES = Choices()


def read_standing(kind: str, region: str, accused: str) -> Standing:
    """From what was chosen in the three inputs."""
    form_id, _, category = kind.partition(".")

    def column(value: str) -> str | None:
        return None if value == NONE_CHOSEN else value

    return Standing(form_id, category or None, column(region), column(accused))


def choices_of(forms: Mapping[str, FormDefinition]) -> Choices:
    """What the forms of the district offer; a category belongs to its form, regions and units that
    may be accused are the same for all."""
    nothing = {NONE_CHOSEN: NOTHING}
    return Choices(
        {key: label for form in forms.values() for key, label in _kinds(form)},
        nothing | _labels(forms, LedgerColumn.REGION),
        nothing | _labels(forms, LedgerColumn.ACCUSED_UNIT),
    )


def _kinds(form: FormDefinition) -> Iterator[tuple[str, str]]:
    columns = [f for f in form.fields if isinstance(f, OptionsField)]
    field = next((f for f in columns if f.column is LedgerColumn.CATEGORY), None)
    if field is None:
        yield form.id, form.title
        return
    for key, label in field.labels.items():
        yield f"{form.id}.{key}", f"{form.title}：{label}"


def _labels(forms: Mapping[str, FormDefinition], column: LedgerColumn) -> dict[str, str]:
    found: dict[str, str] = {}
    for form in forms.values():
        for one in form.fields:
            if isinstance(one, OptionsField) and one.column is column:
                found |= one.labels
    return found
