"""Answer templates (答复模板), one-time notices (一次性告知) and sources (来件渠道) are read as the
forms backend reads them."""

from __future__ import annotations

from district import ConfigError
from district.answer_templates import load_prepared
from district.channels import load_sources
from district.errors import ConfigProblem
from district.forms import load_form_definitions
from district.loader import own_or_default
from publisher.checks.configuration import line_at, shown
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library


def check_prepared_texts_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P705: every mistake in them; forms that cannot be read are reported as such (P702)."""
    folder = context.config_folder
    problems: list[ConfigProblem] = []
    try:
        forms = load_form_definitions(context.config, own_or_default(folder, "forms"))
    except ConfigError:
        forms = None
    try:
        if forms is not None:
            load_prepared(context.config, forms, folder)
    except ConfigError as error:
        problems += error.problems
    try:
        load_sources(own_or_default(folder, "channels.yml"))
    except ConfigError as error:
        problems += error.problems
    return [_finding(context, problem) for problem in problems]


def _finding(context: CheckContext, problem: ConfigProblem) -> Finding:
    """`problem.path` is “channels.yml: sources.x.channel”, or the file alone."""
    name, _, key = problem.path.partition(": ")
    label = f"「{key}」" if key else ""
    return Finding(
        shown(context, name), line_at(context, name, key), "P705", label + problem.message
    )
