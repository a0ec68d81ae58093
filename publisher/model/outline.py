"""What a Markdown body consists of (headings, links, images) with line numbers, without rendering.

A heading is written with hashes and a space (`## 标题`); `publisher.prose.markdown` renders by the same
rule, so that the checks see just what readers see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_TARGET = r"\(\s*<?([^)\s>]{1,500})>?(?:\s+[\"'][^)\n]{0,300})?\)"
"""Lengths are bounded, or 50 kB of `![x](` without an end would take a minute."""
_WORDS = r"(?:[^\[\]\n]|\n(?![ \t]*\n))"
"""Link text may run on to the next line, but not past the end of its paragraph."""

_IMAGE = re.compile(rf"!\[({_WORDS}*)\]{_TARGET}")
_LINK = re.compile(rf"(?<![!\\])\[((?:{_WORDS}|!\[[^\]]{{0,300}}\]\([^)]{{0,500}}\))+)\]{_TARGET}")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\]\n]+)\]:[ \t]*<?([^\s>]+)>?", re.MULTILINE)
_IMAGE_BY_NAME = re.compile(r"!\[([^\]\n]*)\]\s?\[([^\]\n]*)\]")
_CODE = re.compile(r"`[^`\n]*`")
_COMMENT = re.compile(r"\s*<!--.*-->\s*")
_COMMENTED = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Link:
    """A link or image: `target` as written, `text` the link text or the image's alt text."""

    target: str
    text: str
    line: int


@dataclass(frozen=True)
class Section:
    """An H2 with the number of lines of text below it, up to the next H2; headings do not count."""

    name: str
    line: int
    content_lines: int


@dataclass(frozen=True)
class Outline:
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    images: tuple[Link, ...]
    sections: tuple[Section, ...]


def outline(body: str, first_line: int = 1) -> Outline:
    """Read `body`, whose first line is line `first_line` of the file; code is skipped."""
    headings: list[Heading] = []
    counts: list[int] = []
    for number, (line, is_code) in enumerate(_lines(body), start=first_line):
        heading = None if is_code or not line.startswith("#") else _HEADING.match(line)
        if heading:
            headings.append(Heading(len(heading.group(1)), heading.group(2), number))
            if len(heading.group(1)) == 2:
                counts.append(0)
        elif counts and line.strip() and not _COMMENT.fullmatch(line):
            counts[-1] += 1
    seconds = [h for h in headings if h.level == 2]
    sections = tuple(
        Section(h.text, h.line, count) for h, count in zip(seconds, counts, strict=True)
    )
    links, images = _targets(body, first_line)
    return Outline(tuple(headings), links, images, sections)


def _targets(body: str, first_line: int) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Links and images of `body`, in their order; targets given by name stand at their definition."""
    if "](" not in body and "]:" not in body:
        return (), ()
    prose = without_code(body)
    if "<!--" in prose:
        prose = _COMMENTED.sub(lambda m: "\n" * m.group().count("\n"), prose)

    def found(match: re.Match[str], target: str, text: str) -> Link:
        return Link(target, text.strip(), first_line + prose.count("\n", 0, match.start()))

    named = {m.group(1).lower(): m.group(2) for m in _DEFINITION.finditer(prose)}
    links = [found(m, m.group(2), m.group(1)) for m in _LINK.finditer(prose)]
    images = [found(m, m.group(2), m.group(1)) for m in _IMAGE.finditer(prose)]
    pictured = set()
    for m in _IMAGE_BY_NAME.finditer(prose):
        name = (m.group(2) or m.group(1)).lower()
        if name in named:
            pictured.add(name)
            images.append(found(m, named[name], m.group(1)))
    links += [
        found(m, m.group(2), m.group(1))
        for m in _DEFINITION.finditer(prose)
        if m.group(1).lower() not in pictured
    ]
    return tuple(sorted(links, key=_line)), tuple(sorted(images, key=_line))


def _line(link: Link) -> int:
    return link.line


def _lines(body: str) -> Iterator[tuple[str, bool]]:
    """Each line with whether it belongs to a fenced block, its fences included."""
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark.group(1)
            yield line, True
        else:
            yield line, bool(fence)


def without_code(body: str) -> str:
    """`body` with fenced blocks and `code` blanked; line numbers stay as they are."""
    if "`" not in body and "~~~" not in body:
        return body
    return "\n".join("" if is_code else _CODE.sub("", line) for line, is_code in _lines(body))
