"""Answer templates (答复模板), one-time notices (一次性告知) and sources (来件渠道) are read as the
forms backend reads them."""

from __future__ import annotations

from district import ConfigError
from district.casework.answer_templates import load_prepared
from district.casework.channels import load_sources
from district.errors import ConfigProblem
from district.forms.reading import load_form_definitions
from publisher.checks.configuration import finding_at
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library


def check_prepared_texts_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P705: every mistake in them; forms that cannot be read are reported as such (P702)."""
    folder = context.config_folder
    problems: list[ConfigProblem] = []
    try:
        forms = load_form_definitions(context.config, folder)
    except ConfigError:
        forms = None
    try:
        if forms is not None:
            load_prepared(context.config, forms, folder)
    except ConfigError as error:
        problems += error.problems
    try:
        load_sources(folder)
    except ConfigError as error:
        problems += error.problems
    return [finding_at(context, "P705", problem) for problem in problems]
