"""The public statistics of content/ are what `fabu report public` writes."""

from __future__ import annotations

from district import ConfigError
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.model.statistics import FILE_NAME, load_statistics


def check_statistics_can_be_shown(library: Library, context: CheckContext) -> list[Finding]:
    """P704: every mistake in content/statistics.json."""
    folders = context.folders
    path = folders.content / FILE_NAME
    shown = path.relative_to(folders.root) if path.is_relative_to(folders.root) else path
    try:
        load_statistics(folders.content)
    except ConfigError as error:
        return [
            Finding(shown.as_posix(), 1, "P704", _message(p.path, p.message))
            for p in error.problems
        ]
    return []


def _message(place: str, message: str) -> str:
    key = place.partition(": ")[2]
    return f"「{key}」{message}" if key else message
