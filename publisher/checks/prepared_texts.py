"""Answer templates (答复模板), one-time notices (一次性告知) and sources (来件渠道) are read as the
forms backend reads them."""

from __future__ import annotations

from publisher.checks.configuration import line_at, shown
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library
from site_config import ConfigError
from site_config.answer_templates import load_prepared
from site_config.channels import load_sources
from site_config.errors import ConfigProblem
from site_config.forms import load_form_definitions
from site_config.loader import own_or_default


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
