"""Texts of site_config that readers and staff see cite the law as manuscripts must: answer templates,
one-time notices, forms, the glossary, the scale of health checks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from publisher.checks.citations.cited_laws import check_text_of_today
from publisher.checks.configuration import scalars, shown
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library

READ_BY_PEOPLE = (
    "answer_templates/*.yml",
    "bookings/*.yml",
    "forms/*.yml",
    "glossary.yml",
    "health_check.yml",
    "one_time_notices.yml",
)
"""Files below site_config/ whose values are sentences, not switches."""


def check_configured_texts_cite_rightly(library: Library, context: CheckContext) -> list[Finding]:
    """G801–G805, G811 and G813 in the district's own files; the national ones are checked where the
    program is made. What is no YAML is reported by the checks that read it for its values."""
    found: list[Finding] = []
    for file in _files(context.config_folder):
        name = file.relative_to(context.config_folder).as_posix()
        try:
            texts = list(scalars(context, name))
        except (yaml.YAMLError, OSError, ValueError):
            continue
        for _, text, line in texts:
            found += check_text_of_today(shown(context, name), text, line, context)
    return found


def _files(folder: Path) -> Iterator[Path]:
    for pattern in READ_BY_PEOPLE:
        yield from sorted(file for file in folder.glob(pattern) if file.is_file())
