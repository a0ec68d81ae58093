"""Form definitions (表单) of site_config/forms/ and the form of bookings (旁听预约表) are read as the
forms backend reads them."""

from __future__ import annotations

from district import ConfigError
from district.booking_form import FOLDER, load_booking_form
from district.forms import load_form_definitions
from publisher.checks.configuration import line_at, shown
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library


def check_forms_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P702: every mistake in the project's own form definitions."""
    folder = context.config_folder / "forms"
    if not folder.is_dir():
        return []
    try:
        load_form_definitions(context.config, folder)
    except ConfigError as error:
        return [_finding(context, problem.path, problem.message) for problem in error.problems]
    return []


def check_booking_form_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P702: every mistake in the project's own form of bookings."""
    folder = context.config_folder / FOLDER
    if not folder.is_dir():
        return []
    try:
        load_booking_form(context.config, folder)
    except ConfigError as error:
        return [_finding(context, problem.path, problem.message) for problem in error.problems]
    return []


def _finding(context: CheckContext, place: str, message: str) -> Finding:
    """`place` is “forms/a.yml: sections.0.title”, or the file alone."""
    name, _, key = place.partition(": ")
    label = f"「{key}」" if key else ""
    return Finding(shown(context, name), line_at(context, name, key), "P702", label + message)
