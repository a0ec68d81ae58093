"""Titles fit into a list on a phone."""

from __future__ import annotations

from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Entry

LONGEST_TITLE = 60
"""Three lines on a phone of 390 px."""


def check_title_is_short(entry: Entry, context: CheckContext) -> list[Finding]:
    """C210."""
    length = len(entry.meta.title)
    if length <= LONGEST_TITLE:
        return []
    return [
        Finding(
            entry.path,
            entry.line_of("title"),
            "C210",
            f"「title」应不超过 {LONGEST_TITLE} 字，实际 {length} 字",
        )
    ]
