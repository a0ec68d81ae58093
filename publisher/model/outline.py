"""What a Markdown body consists of (headings, links, images) with line numbers, without rendering."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_HEADING = re.compile(r"^(#{1,6})[ \t]*(.*?)[ \t]*#*[ \t]*$")
"""Python-Markdown, unlike CommonMark, takes `##标题` without a space for a heading as well."""

_UNDERLINE = re.compile(r"\n(?:=+|-+) *(?:\n|\Z)")
_UNDERLINED = re.compile(r"(\A|\n[ \t]*\n)(?! {0,3}(?:```|~~~))([^\n]+)\n(=|-)\3* *(?=\n|\Z)")
"""A first line of a paragraph that is underlined with === or --- is a heading, too."""

_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|!\[[^\]]*\]\([^)]*\))+)\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]]+)\]:[ \t]*<?([^\s>]+)>?")
_CODE = re.compile(r"`[^`]*`")
_COMMENT = re.compile(r"\s*<!--.*-->\s*")


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
    """Read `body`, whose first line is line `first_line` of the file; fenced code is skipped."""
    headings: list[Heading] = []
    links: list[Link] = []
    images: list[Link] = []
    counts: list[int] = []
    fence = ""
    if _UNDERLINE.search(body):
        body = _UNDERLINED.sub(_with_hashes, body)
    for number, line in enumerate(body.split("\n"), start=first_line):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark.group(1)
        heading = _HEADING.match(line) if line.startswith("#") and not (fence or mark) else None
        if heading:
            headings.append(Heading(len(heading.group(1)), heading.group(2), number))
            if len(heading.group(1)) == 2:
                counts.append(0)
                continue
        if counts and not heading and line.strip() and not _COMMENT.fullmatch(line):
            counts[-1] += 1
        if fence or mark or ("](" not in line and "]:" not in line):
            continue
        definition = _DEFINITION.match(line)
        if definition:
            links.append(Link(definition.group(2), definition.group(1), number))
            continue
        plain = _CODE.sub("", line)
        images += [Link(m.group(2), m.group(1).strip(), number) for m in _IMAGE.finditer(plain)]
        links += [Link(m.group(2), m.group(1).strip(), number) for m in _LINK.finditer(plain)]
    seconds = [h for h in headings if h.level == 2]
    sections = tuple(
        Section(h.text, h.line, count) for h, count in zip(seconds, counts, strict=True)
    )
    return Outline(tuple(headings), tuple(links), tuple(images), sections)


def _with_hashes(match: re.Match[str]) -> str:
    """An underlined heading as one with hashes; the line of the underline is left empty."""
    if not match.group(2).strip():
        return match.group()
    return f"{match.group(1)}{'#' if match.group(3) == '=' else '##'} {match.group(2).strip()}\n"


def without_code(body: str) -> str:
    """`body` with fenced blocks and `code` blanked; line numbers stay as they are."""
    if "`" not in body and "~~~" not in body:
        return body
    lines, fence = [], ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark.group(1)
            lines.append("")
        else:
            lines.append("" if fence else _CODE.sub("", line))
    return "\n".join(lines)
