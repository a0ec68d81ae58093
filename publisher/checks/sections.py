"""Sections (段落): each kind and each type of case has its own form (体例, DOMAIN §2.1)."""

from __future__ import annotations

from district.models import SectionTemplate, SiteConfig
from publisher.checks.context import CheckContext
from publisher.model.case import Case
from publisher.model.document import Kind, Unread
from publisher.model.fields import nearest
from publisher.model.finding import Finding
from publisher.model.library import Entry
from publisher.model.outline import Section


def template_of(entry: Entry, config: SiteConfig) -> SectionTemplate | None:
    """The sections that `entry` must and may have; None where they are free."""
    vocabulary = config.vocabulary
    if isinstance(entry.meta, Case):
        return vocabulary.case_types[entry.meta.type.key].sections
    if isinstance(entry.meta, Unread) and entry.meta.case_type:
        return vocabulary.case_types[entry.meta.case_type.key].sections
    if entry.kind is Kind.POLICY:
        return vocabulary.policy_sections
    if entry.kind is Kind.GUIDE:
        return vocabulary.guide_sections
    if entry.kind is Kind.ANSWER:
        return vocabulary.answer_sections
    if entry.kind is Kind.VIDEO:
        return vocabulary.video_sections
    return None


def check_no_top_heading(entry: Entry, context: CheckContext) -> list[Finding]:
    """S306: the page's one H1 is its title."""
    return [
        Finding(entry.path, heading.line, "S306", f"“# {heading.text}”是一级标题")
        for heading in entry.outline.headings
        if heading.level == 1
    ]


def check_heading_levels_follow(entry: Entry, context: CheckContext) -> list[Finding]:
    """S307: screen readers walk the levels; a level that is left out looks like a lost part."""
    headings = entry.outline.headings
    levels = [1, *(heading.level for heading in headings)]
    return [
        Finding(
            entry.path,
            heading.line,
            "S307",
            f"「{heading.text}」是 {heading.level} 级标题，应不低于 {above + 1} 级",
        )
        for above, heading in zip(levels, headings, strict=False)
        if heading.level > above + 1
    ]


def check_sections_are_filled(entry: Entry, context: CheckContext) -> list[Finding]:
    """S304."""
    return [
        Finding(entry.path, section.line, "S304", f"「{section.name}」下面没有内容")
        for section in entry.outline.sections
        if not section.content_lines
    ]


def check_sections_follow_template(entry: Entry, context: CheckContext) -> list[Finding]:
    """S301, S302, S303 and S305; a heading that stands wrongly gives one finding, not two."""
    template = template_of(entry, context.config)
    if template is None:
        return []
    written = entry.outline.sections
    if tuple(section.name for section in written) == tuple(part.name for part in template):
        return []
    first: dict[str, Section] = {}
    findings = []
    order = {part.name: position for position, part in enumerate(template)}
    furthest = -1
    for section in written:
        name = section.name
        if name not in order:
            findings.append(
                Finding(
                    entry.path,
                    section.line,
                    "S305",
                    f"体例里没有「{name}」{nearest(name, list(order))}",
                )
            )
            continue
        if name in first:
            findings.append(
                Finding(
                    entry.path, section.line, "S302", f"「{name}」已在第 {first[name].line} 行写过"
                )
            )
            continue
        first[name] = section
        if order[name] < furthest:
            findings.append(
                Finding(
                    entry.path,
                    section.line,
                    "S303",
                    f"「{name}」应在「{template[furthest].name}」之前",
                )
            )
        furthest = max(furthest, order[name])
    return findings + _missing(entry, template, first)


def _missing(entry: Entry, template: SectionTemplate, written: dict[str, Section]) -> list[Finding]:
    """S301 at the line where the section belongs: before the next one that is there."""
    findings = []
    line = entry.body_line + entry.body.rstrip("\n").count("\n")
    for part in reversed(template):
        if part.name in written:
            line = written[part.name].line
        elif part.required:
            findings.append(Finding(entry.path, line, "S301", f"缺少「{part.name}」"))
    return findings
