"""Ids: each agrees with its file's name and is used once."""

from __future__ import annotations

from pathlib import PurePosixPath

from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.kinds import DOCUMENT_KINDS
from publisher.model.library import Entry, Library
from publisher.model.record_ids import holder_of


def check_id_is_file_name(entry: Entry, context: CheckContext) -> list[Finding]:
    """C208: editors find a page by its file, readers by its URL; the two are one name."""
    if entry.kind not in DOCUMENT_KINDS:
        return []
    stem = PurePosixPath(entry.location).stem
    if stem == entry.id:
        return []
    return [
        Finding(
            entry.path,
            entry.line_of("id"),
            "C208",
            f"「id」应为“{stem}”（与文件名一致），实际为“{entry.id}”",
        )
    ]


def check_ids_are_unique(library: Library, context: CheckContext) -> list[Finding]:
    """C209: over all kinds, so that a reference needs nothing but the id, and over what search finds
    besides documents."""
    first: dict[str, Entry] = {}
    findings = []
    for entry in sorted(library.documents(), key=lambda e: e.path):
        other = first.setdefault(entry.id, entry)
        holder = holder_of(entry.id, context.config_folder, context.config.glossary)
        if other is not entry:
            holder = other.path
        if holder is not None:
            message = f"id“{entry.id}”已用于 {holder}"
            findings.append(Finding(entry.path, entry.line_of("id"), "C209", message))
    for entry in library.documents():
        for index, former in enumerate(entry.document.former_ids):
            known = first.get(former)
            first[former] = entry
            if known is not None:
                line = entry.line_of("former_ids", index)
                message = f"「former_ids」里的“{former}”已用于 {known.path}"
                findings.append(Finding(entry.path, line, "C209", message))
    return findings
