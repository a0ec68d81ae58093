"""FAQ pages (问答手册): their headings are questions, and a page of one question is none."""

from __future__ import annotations

from publisher.checks.context import CheckContext
from publisher.model.documents.document import Kind
from publisher.model.documents.faq import FEWEST_QUESTIONS
from publisher.model.finding import Finding
from publisher.model.library import Entry


def check_faq_has_questions(entry: Entry, context: CheckContext) -> list[Finding]:
    """S308 for too few questions, S302 for one that is asked twice."""
    if entry.kind is not Kind.FAQ:
        return []
    written = entry.reading.sections
    findings = []
    if len(written) < FEWEST_QUESTIONS:
        message = f"问答手册至少 {FEWEST_QUESTIONS} 问，实际 {len(written)} 问"
        findings.append(Finding(entry.path, entry.body_line, "S308", message))
    first: dict[str, int] = {}
    for section in written:
        line = first.setdefault(section.name, section.line)
        if line != section.line:
            message = f"「{section.name}」已在第 {line} 行问过"
            findings.append(Finding(entry.path, section.line, "S302", message))
    return findings
