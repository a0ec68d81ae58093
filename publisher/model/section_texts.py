"""The text below each H2 of a body, as its author wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from publisher.model.library import Entry


@dataclass(frozen=True)
class SectionText:
    """`text` is Markdown without the heading; `line` is the heading's in the file."""

    name: str
    text: str
    line: int


def section_texts(entry: Entry) -> tuple[SectionText, ...]:
    """Every H2 with what follows up to the next one; what stands before the first is left out."""
    lines = entry.body.split("\n")
    found = entry.outline.sections
    starts = [section.line - entry.body_line for section in found]
    ends = [*starts[1:], len(lines)]
    return tuple(
        SectionText(section.name, "\n".join(lines[start + 1 : end]).strip("\n"), section.line)
        for section, start, end in zip(found, starts, ends, strict=False)
    )
