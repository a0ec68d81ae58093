"""Sections (段落): each kind and each type of case has its own form (体例, DOMAIN §2.1)."""

from __future__ import annotations

from district.models import SectionTemplate
from publisher.checks.body.section_templates import template_of
from publisher.checks.body.unmade_headings import bare_name, unmade_headings
from publisher.checks.context import CheckContext
from publisher.model.fields import nearest
from publisher.model.finding import Finding
from publisher.model.library import Entry
from publisher.prose.body import Section


def check_no_top_heading(entry: Entry, context: CheckContext) -> list[Finding]:
    """S306: the page's one H1 is its title."""
    return [
        Finding(entry.path, heading.line, "S306", f"“# {heading.text}”是一级标题")
        for heading in entry.reading.headings
        if heading.level == 1
    ]


def check_heading_levels_follow(entry: Entry, context: CheckContext) -> list[Finding]:
    """S307: screen readers walk the levels; a level that is left out looks like a lost part."""
    headings = entry.reading.headings
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
        for section in entry.reading.sections
        if not section.filled
    ]


def check_sections_follow_template(entry: Entry, context: CheckContext) -> list[Finding]:
    """S301, S302, S303 and S305; a heading that stands wrongly gives one finding, not two."""
    template = template_of(entry, context.config)
    if template is None:
        return []
    written = entry.reading.sections
    if tuple(section.name for section in written) == tuple(part.name for part in template):
        return []
    first: dict[str, Section] = {}
    findings = []
    order = {part.name: position for position, part in enumerate(template)}
    meant = {found.name for found in unmade_headings(entry, template)}
    for section in written:
        name = section.name
        if name not in order:
            bare = bare_name(name)
            meant.add(bare)
            near = (
                f"，去掉序号和冒号，写成「{bare}」" if bare in order else nearest(name, list(order))
            )
            findings.append(
                Finding(entry.path, section.line, "S305", f"体例里没有「{name}」{near}")
            )
        elif name in first:
            message = f"「{name}」已在第 {first[name].line} 行写过"
            findings.append(Finding(entry.path, section.line, "S302", message))
        else:
            first[name] = section
    findings += _misplaced(entry, [first[name] for name in first], order)
    return findings + _missing(entry, template, first, meant)


def _misplaced(entry: Entry, sections: list[Section], order: dict[str, int]) -> list[Finding]:
    """S303 at the fewest sections that have to move."""
    staying = _longest_rising([order[section.name] for section in sections])
    findings = []
    for place, section in enumerate(sections):
        if place in staying:
            continue
        later = [s for at, s in enumerate(sections) if at in staying and at > place]
        moved_over = [s for s in later if order[s.name] < order[section.name]]
        if moved_over:
            message = f"「{section.name}」应在「{moved_over[-1].name}」之后"
        else:
            over = next(
                s
                for at, s in enumerate(sections)
                if at in staying and at < place and order[s.name] > order[section.name]
            )  # the first section that it has to stand before
            message = f"「{section.name}」应在「{over.name}」之前"
        findings.append(Finding(entry.path, section.line, "S303", message))
    return findings


def _longest_rising(numbers: list[int]) -> set[int]:
    """The places of the longest run of `numbers` that rises, the earlier one of equals."""
    best: list[list[int]] = []
    for place, number in enumerate(numbers):
        longest: list[int] = []
        for run in best:
            if numbers[run[-1]] < number and len(run) > len(longest):
                longest = run
        best.append([*longest, place])
    whole: list[int] = max(best, key=len, default=[])
    return set(whole)


def _missing(
    entry: Entry, template: SectionTemplate, written: dict[str, Section], meant: set[str]
) -> list[Finding]:
    """S301 at the line where the section belongs: before the next one that is there. A section
    that is told elsewhere, as a heading that was not made, is `meant`."""
    findings = []
    line = entry.reading.last_line
    for part in reversed(template):
        if part.name in written:
            line = written[part.name].line
        elif part.required and part.name not in meant:
            findings.append(Finding(entry.path, line, "S301", f"缺少「{part.name}」"))
    return findings
