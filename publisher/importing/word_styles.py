"""Styles and numbering of a Word document: what a paragraph looks like, and the number before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_DIGITS = "〇一二三四五六七八九"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCountingThousand",
    "taiwaneseCounting",
    "ideographTraditional",
    "chineseLegalSimplified",
)
_LONGEST_CHAIN = 12


def is_on(element: etree._Element | None) -> bool:
    """A switch such as `<w:b/>`; None when it is not written."""
    return element is not None and element.get(f"{W}val", "1").lower() not in (
        "0",
        "false",
        "off",
        "none",
    )


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, up to 99; digits beyond."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True)
class Look:
    """`level` as in `Paragraph.level`; None of the others when nothing is said."""

    level: int | None = None
    bold: bool | None = None
    size: float | None = None
    centred: bool | None = None
    numbered: tuple[str, int] | None = None
    contents: bool = False


class Styles:
    """The paragraph styles of word/styles.xml, each with what it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self.size = 0.0
        if root is None:
            return
        for style in root.iter(f"{W}style"):
            key = style.get(f"{W}styleId")
            if key:
                self._styles[key] = style
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in (
                    "1",
                    "true",
                ):
                    self._default = key
        size = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        self.size = points(size) or 0.0

    def look(self, key: str | None) -> Look:
        """The look of the style `key`, or of the default one."""
        level = bold = size = centred = numbered = None
        contents = False
        for style in self._chain(key or self._default):
            name = (
                style.find(f"{W}name").get(f"{W}val") if style.find(f"{W}name") is not None else ""
            ) or ""
            name = name.strip()
            contents = contents or bool(re.match(r"(?:toc|目录)\s*\d", name, re.IGNORECASE))
            found = _HEADING.match(name)
            if level is None and found:
                level = int(found[1])
            if level is None and name.lower() in ("title", "标题"):
                level = 0
            properties, run = style.find(f"{W}pPr"), style.find(f"{W}rPr")
            if properties is not None:
                outline = outline_level(properties)
                level = outline if level is None else level
                centred = is_centred(properties) if centred is None else centred
                numbered = numbering_of(properties) if numbered is None else numbered
            if run is not None:
                if bold is None and run.find(f"{W}b") is not None:
                    bold = is_on(run.find(f"{W}b"))
                size = points(run.find(f"{W}sz")) if size is None else size
        return Look(level, bold, size, centred, numbered, contents)

    def _chain(self, key: str) -> Iterator[etree._Element]:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            above = style.find(f"{W}basedOn")
            key = (above.get(f"{W}val") or "") if above is not None else ""


def points(size: etree._Element | None) -> float | None:
    """`<w:sz>` counts half points."""
    value = size.get(f"{W}val", "") if size is not None else ""
    return int(value) / 2 if value.isdecimal() and len(value) < 5 else None


def outline_level(properties: etree._Element) -> int | None:
    """1… for a paragraph with a level in the outline, None for text."""
    outline = properties.find(f"{W}outlineLvl")
    value = outline.get(f"{W}val", "9") if outline is not None else "9"
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else None


def is_centred(properties: etree._Element) -> bool | None:
    found = properties.find(f"{W}jc")
    return None if found is None else found.get(f"{W}val") == "center"


def numbering_of(properties: etree._Element) -> tuple[str, int] | None:
    """The list that a paragraph belongs to and its level; ("0", 0) takes it out of every list."""
    found = properties.find(f"{W}numPr")
    if found is None:
        return None
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    key = number.get(f"{W}val", "0") if number is not None else "0"
    depth = level.get(f"{W}val", "0") if level is not None else "0"
    return key, min(int(depth), 8) if depth.isdecimal() else 0


@dataclass
class Numbering:
    """Counts through the lists of word/numbering.xml."""

    formats: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> Numbering:
        numbering = cls()
        if root is None:
            return numbering
        kinds: dict[str, list[tuple[int, str, str]]] = {}
        for kind in root.iter(f"{W}abstractNum"):
            levels = []
            for depth, level in enumerate(kind.iter(f"{W}lvl")):
                shape, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
                levels.append(
                    (
                        depth,
                        shape.get(f"{W}val", "") if shape is not None else "decimal",
                        text.get(f"{W}val", "") if text is not None else "",
                    )
                )
            kinds[kind.get(f"{W}abstractNumId", "")] = levels
        for number in root.iter(f"{W}num"):
            link = number.find(f"{W}abstractNumId")
            for depth, shape, text in kinds.get(
                link.get(f"{W}val", "") if link is not None else "", ()
            ):
                numbering.formats[number.get(f"{W}numId", ""), depth] = (shape, text)
        return numbering

    def next(self, place: tuple[str, int]) -> tuple[str, str]:
        """The number of the next paragraph at `place` as Word shows it, and the mark of a list item
        for Markdown; one of the two is empty, both are outside of lists."""
        shape, pattern = self.formats.get(place, ("", ""))
        if not shape or shape == "none":
            return "", ""
        key, depth = place
        self.counts[place] = self.counts.get(place, 0) + 1
        for deeper in range(depth + 1, 9):
            self.counts.pop((key, deeper), None)
        number = self.counts[place]
        if shape in _CHINESE:
            return re.sub(r"%\d", chinese_number(number), pattern, count=1), ""
        if re.search("[\u4e00-\u9fff]", pattern):
            return re.sub(r"%\d", str(number), pattern, count=1), ""
        indent = "    " * depth
        return "", f"{indent}- " if shape == "bullet" else f"{indent}{number}. "
