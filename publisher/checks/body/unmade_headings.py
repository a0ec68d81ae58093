"""Lines that were meant as headings and are none (没有成为标题), told where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from district.models import SectionTemplate
from publisher.checks.body.section_templates import template_of
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Entry
from publisher.prose.body import BlockKind, Slip

HASHES = re.compile(r"^([#＃]{1,6})[ \t\u3000]*(?=\S)(.*)$")
_NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]{1,3}[、．.章节部分：: ]|[（(][一二三四五六七八九十\d]{1,3}[）)])[ \u3000]*"
)
_LONGEST_UNDERLINED = 30
_LONGEST = 60
"""No name of a section is longer, whatever stands before and behind it."""


@dataclass(frozen=True)
class UnmadeHeading:
    """`name`: what the heading would be called."""

    line: int
    name: str
    message: str
    level: int = 2


def bare_name(text: str) -> str:
    """A heading without its number and colon: 「一、基本案情：」 → 基本案情."""
    return _NUMBER.sub("", text.strip()).strip().strip("【】").rstrip("：: ")


def unmade_headings(entry: Entry, template: SectionTemplate | None) -> Iterator[UnmadeHeading]:
    """In the order of the body; `template`: the names that a line by itself gives away."""
    names = {part.name for part in template or ()}
    underlined = {s.line: s.text for s in entry.reading.slips if s.slip is Slip.UNDERLINED}
    for block in entry.reading.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            continue
        lines = list(block.lines())
        for line, words in lines:
            text = words.strip()
            if len(text) > _LONGEST and text[0] not in "#＃":
                continue
            hashes = HASHES.match(text)
            name = bare_name(hashes[2] if hashes else text)
            if hashes and (len(hashes[1]) > 1 or "＃" in hashes[1] or name in names):
                message = f"“{text[:20]}”没有成为标题：「{hashes[1]}」后要空一格"
                yield UnmadeHeading(line, name, message, max(2, len(hashes[1])))
            elif line in underlined and len(text) <= _LONGEST_UNDERLINED:
                yield UnmadeHeading(line, name, f"“{text}”下面画线不是标题的写法")
            elif name in names and len(lines) == 1:
                yield UnmadeHeading(line, name, f"“{text}”是标题吗")


def check_headings_were_made(entry: Entry, context: CheckContext) -> list[Finding]:
    """B505."""
    return [
        Finding(
            entry.path,
            found.line,
            "B505",
            found.message,
            f"写成「{'#' * found.level} {found.name}」",
        )
        for found in unmade_headings(entry, template_of(entry, context.config))
    ]
