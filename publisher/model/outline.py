"""What a Markdown body consists of (headings, links, images) with line numbers, without rendering."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|!\[[^\]]*\]\([^)]*\))+)\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")
_CODE = re.compile(r"`[^`]*`")


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
    """An H2 with the number of non-blank lines below it, up to the next H2."""

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
    """Read `body`, whose first line is line `first_line` of the file; fenced code is skipped."""
    headings: list[Heading] = []
    links: list[Link] = []
    images: list[Link] = []
    counts: list[int] = []
    fence = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark.group(1)
        heading = None if fence or mark else _HEADING.match(line)
        if heading:
            headings.append(Heading(len(heading.group(1)), heading.group(2), number))
            if len(heading.group(1)) == 2:
                counts.append(0)
                continue
        if counts and line.strip() and not (heading and len(heading.group(1)) < 3):
            counts[-1] += 1
        if fence or "](" not in line:
            continue
        plain = _CODE.sub("", line)
        images += [Link(m.group(2), m.group(1).strip(), number) for m in _IMAGE.finditer(plain)]
        links += [Link(m.group(2), m.group(1).strip(), number) for m in _LINK.finditer(plain)]
    seconds = [h for h in headings if h.level == 2]
    sections = tuple(
        Section(h.text, h.line, count) for h, count in zip(seconds, counts, strict=True)
    )
    return Outline(tuple(headings), tuple(links), tuple(images), sections)
