"""Answers whose consent was withdrawn are off the site at once; their files should go, too."""

from __future__ import annotations

from publisher.checks.context import CheckContext
from publisher.model.documents.answer import Answer
from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.model.withdrawal import withdrawn_digests


def check_withdrawn_answers_are_deleted(library: Library, context: CheckContext) -> list[Finding]:
    """C216."""
    digests = withdrawn_digests(context.folders.content)
    return [
        Finding(entry.path, entry.line_of("submission"), "C216", "这篇公开答复的同意已经撤回")
        for entry in library.entries
        if isinstance(entry.meta, Answer) and entry.meta.submission in digests
    ]
