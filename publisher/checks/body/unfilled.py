"""What a manuscript still lacks before it can go live: texts that `fabu new` left, its status."""

from __future__ import annotations

from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.front_matter import UNFILLED
from publisher.model.library import Entry


def check_texts_are_filled_in(entry: Entry, context: CheckContext) -> list[Finding]:
    """One finding for each line that still holds the mark, code left out: C214 in a draft, C215
    in what readers can already see."""
    code = "C215" if entry.meta.is_published else "C214"
    lines = list(entry.unfilled)
    if UNFILLED in entry.reading.prose:
        lines += dict.fromkeys(
            number for number, words in entry.reading.lines() if UNFILLED in words
        )
    return [Finding(entry.path, line, code, f"这一行还有“{UNFILLED}”") for line in lines]


def check_status_is_written(entry: Entry, context: CheckContext) -> list[Finding]:
    """C220: nothing goes live because somebody left out a key."""
    if "status" in entry.meta.model_fields_set:
        return []
    return [Finding(entry.path, 1, "C220", "缺少「status」，当作草稿")]
