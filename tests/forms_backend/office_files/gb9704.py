"""A checker of GB/T 9704-2012: reads a .docx as any program would and names what differs.

It reads the XML, not our constants, so that a wrong constant is found. Values: DOMAIN §6.3, §9.2.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from docx.oxml import parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 1440 / 25.4
"""Twips a millimetre."""
PAGE, MARGINS = (210, 297), {"top": 37, "bottom": 35, "left": 28, "right": 26}
LINES, CHARACTERS, TEXT = 22, 28, (156, 225)
FONTS = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "Times New Roman"}
HEADINGS = (
    (re.compile(r"^[一二三四五六七八九十]+、"), "黑体"),
    (re.compile(r"^（[一二三四五六七八九十]+）"), "楷体_GB2312"),
)


def problems(content: bytes) -> list[str]:
    """Every measure that is not that of the standard, in words."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parse_xml(parts["word/document.xml"]).find(f"{W}body")
    assert body is not None
    styles = parse_xml(parts["word/styles.xml"])
    footers = [parts[name].decode() for name in sorted(parts) if "/footer" in name]
    return [
        *_page(body),
        *_grid(body, _normal(styles)),
        *_fonts(body),
        *_headings(body),
        *_page_numbers(footers),
    ]


def _value(element: Any, name: str) -> str:
    return "" if element is None else element.get(f"{W}{name}", "")


def _normal(styles: Any) -> Any:
    return next(s for s in styles.findall(f"{W}style") if _value(s, "styleId") == "Normal")


def _page(body: Any) -> list[str]:
    found = []
    for section in body.iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        for name, wanted in zip("wh", PAGE, strict=True):
            if abs(int(_value(size, name)) / MM - wanted) > 0.5:
                found.append(f"页面 {name} 不是 {wanted} mm")
        if _value(size, "orient") == "landscape":
            found.append("页面是横向")
        for name, wanted in MARGINS.items():
            if abs(int(_value(margins, name)) / MM - wanted) > 1:
                found.append(f"页边 {name} 不是 {wanted} mm")
    return found


def _grid(body: Any, normal: Any) -> list[str]:
    found = []
    section = list(body.iter(f"{W}sectPr"))[-1]
    grid, size, margins = (section.find(f"{W}{n}") for n in ("docGrid", "pgSz", "pgMar"))
    height = int(_value(size, "h")) - int(_value(margins, "top")) - int(_value(margins, "bottom"))
    width = int(_value(size, "w")) - int(_value(margins, "left")) - int(_value(margins, "right"))
    for name, measured, wanted in (("宽", width, TEXT[0]), ("高", height, TEXT[1])):
        if abs(measured / MM - wanted) > 1:
            found.append(f"版心{name}不是 {wanted} mm")
    if height // int(_value(grid, "linePitch")) != LINES:
        found.append(f"每面不是 {LINES} 行")
    half_points = int(_value(normal.find(f"{W}rPr/{W}sz"), "val"))
    closer = int(_value(normal.find(f"{W}rPr/{W}spacing"), "val") or 0)
    if int(width / 20 / (half_points / 2 + closer / 20)) != CHARACTERS:
        found.append(f"每行不是 {CHARACTERS} 字")
    spacing = normal.find(f"{W}pPr/{W}spacing")
    if (
        height // int(_value(spacing, "line") or 1) != LINES
        or _value(spacing, "lineRule") != "exact"
    ):
        found.append(f"行距放不下 {LINES} 行")
    if half_points != 32:
        found.append("正文不是 3 号")
    fonts = normal.find(f"{W}rPr/{W}rFonts")
    if _value(fonts, "eastAsia") != "仿宋_GB2312":
        found.append("正文不是仿宋_GB2312")
    return found


def _fonts(body: Any) -> list[str]:
    used = {_value(f, "eastAsia") for f in body.iter(f"{W}rFonts")} - {""}
    found = [f"字体 {name}" for name in sorted(used - FONTS)]
    titles = [
        run
        for run in body.iter(f"{W}r")
        if _value(run.find(f"{W}rPr/{W}rFonts"), "eastAsia") == "方正小标宋简体"
    ]
    sizes = {_value(run.find(f"{W}rPr/{W}sz"), "val") for run in titles}
    if "44" not in sizes:
        found.append("没有 2 号小标宋的标题")
    return found


def _headings(body: Any) -> list[str]:
    """Headings in their fonts, and numbers that follow one another."""
    found, expected = [], 1
    ordinals = "一二三四五六七八九十"
    for paragraph in body.findall(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None:
            expected = 1
        text = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        for pattern, font in HEADINGS:
            if not pattern.match(text):
                continue
            own = _value(paragraph.find(f"{W}r/{W}rPr/{W}rFonts"), "eastAsia")
            if own != font:
                found.append(f"“{text[:12]}”应用{font}")
        if HEADINGS[0][0].match(text):
            if text[0] != ordinals[expected - 1]:
                found.append(f"“{text[:12]}”的序号不连续")
            expected += 1
    return found


def _page_numbers(footers: list[str]) -> list[str]:
    found = []
    numbered = [f for f in footers if "PAGE" in f]
    if not {'w:val="right"', 'w:val="left"'} <= {
        mark for f in numbered for mark in ('w:val="right"', 'w:val="left"') if mark in f
    }:
        found.append("页码不是单页居右、双页居左")
    for footer in numbered:
        text = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", footer))
        if text.split() != ["—", "—"] or 'w:val="28"' not in footer:
            found.append("页码不是 4 号、左右一字线")
    return found
