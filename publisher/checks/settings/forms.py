"""Form definitions (表单) and the form of bookings (旁听预约表) are read as the forms backend reads
them."""

from __future__ import annotations

from district import ConfigError
from district.forms.booking import load_booking_form
from district.forms.reading import load_form_definitions
from publisher.checks.configuration import finding_at
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library


def check_forms_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P702: every mistake in the form definitions."""
    try:
        load_form_definitions(context.config, context.config_folder)
    except ConfigError as error:
        return [finding_at(context, "P702", problem) for problem in error.problems]
    return []


def check_booking_form_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P702: every mistake in the form of bookings."""
    try:
        load_booking_form(context.config, context.config_folder)
    except ConfigError as error:
        return [finding_at(context, "P702", problem) for problem in error.problems]
    return []
