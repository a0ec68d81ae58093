"""Titles and summaries fit into a list on a phone."""

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


LONGEST_SUMMARY = 200
"""A card shows three lines of it; what is longer is the text itself."""


def check_summary_is_short(entry: Entry, context: CheckContext) -> list[Finding]:
    """C217."""
    length = len(entry.meta.summary)
    if length <= LONGEST_SUMMARY:
        return []
    message = f"「summary」应不超过 {LONGEST_SUMMARY} 字，实际 {length} 字"
    return [Finding(entry.path, entry.line_of("summary"), "C217", message)]
