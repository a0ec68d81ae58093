"""旁听预约表: `bookings/seat.yml`, a form like those of forms/ whose fields are fixed."""

from __future__ import annotations

from pathlib import Path

from district.errors import ConfigError, ConfigProblem
from district.forms.fields import FieldKind
from district.forms.models import FormDefinition
from district.forms.reading import load_form_definitions
from district.layers import NATIONAL
from district.models import SiteConfig

FOLDER = "bookings"
FILE = f"{FOLDER}/seat.yml"
FIELDS = {
    "name": FieldKind.TEXT,
    "phone": FieldKind.PHONE,
    "email": FieldKind.EMAIL,
    "firm": FieldKind.TEXT,
}
"""What is asked besides the number of people; everything else that identifies somebody is not."""


def load_booking_form(config: SiteConfig, directory: Path = NATIONAL) -> FormDefinition:
    """The form of the settings in `directory`. Raises ConfigError that lists every mistake."""
    form = load_form_definitions(config, directory, FOLDER).get("seat")
    if form is None:
        raise ConfigError([ConfigProblem(FILE, "缺少这个文件")])
    kinds = {field.key: field.kind for field in form.fields}
    problems = [
        ConfigProblem(f"{FILE}: {key}", f"缺少这一栏，种类应为 {kind.value}")
        for key, kind in FIELDS.items()
        if kinds.get(key) is not kind
    ]
    problems += [
        ConfigProblem(f"{FILE}: {key}", "预约不收集这一栏，请删去；只能增加同意栏")
        for key, kind in kinds.items()
        if key not in FIELDS and kind is not FieldKind.CONSENT
    ]
    if problems:
        raise ConfigError(problems)
    return form
