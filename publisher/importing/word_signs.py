"""What Word writes by other means than letters: signs of a symbol font, raised figures, tables of
contents, prompts of a form, page numbers, charts."""

from __future__ import annotations

import re

from lxml import etree

from publisher.importing.word_styles import W

_SIGNS = {
    ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤", ("symbol", 0xB9): "≠", ("symbol", 0xBB): "≈",
    ("symbol", 0xB4): "×", ("symbol", 0xB8): "÷", ("symbol", 0xB1): "±", ("symbol", 0xB0): "°",
    ("symbol", 0xD7): "·", ("symbol", 0xA5): "∞", ("symbol", 0xAE): "→", ("symbol", 0x25): "%",
    ("wingdings", 0xFC): "✓", ("wingdings", 0xFB): "✗", ("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒",
    ("wingdings", 0xA8): "☐", ("wingdings", 0x6F): "☐", ("wingdings", 0xE0): "→", ("wingdings", 0xE8): "→",
    ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0xA3): "☐",
}  # fmt: skip
_DOTS = {
    "symbol": (0xB7,),
    "wingdings": (0x6C, 0x6E, 0x71, 0x75, 0x76, 0x77, 0x9F, 0xA7, 0xB2, 0xD8, 0xF0),
}
"""Signs that only stand before an item."""
_PRIVATE = 0xF000
"""Where the signs of such a font lie in Unicode."""
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_PAGES = re.compile(r"^\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC)\b", re.IGNORECASE)
_CHART = re.compile(r"/(?:chart|chartex|diagram)$")


def sign_of(symbol: etree._Element) -> str | None:
    """The letter for a w:sym; empty for one that only decorates, None for one that nobody knows."""
    font, code = symbol.get(f"{W}font", "").lower(), symbol.get(f"{W}char", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
        return None
    number = int(code, 16)
    number -= _PRIVATE if number >= _PRIVATE else 0
    return "" if number in _DOTS.get(font, ()) else _SIGNS.get((font, number))


def raised(text: str, properties: etree._Element | None) -> str:
    """Figures that stand raised or lowered as the figures that do: m² and not m2."""
    found = properties.find(f"{W}vertAlign") if properties is not None else None
    way = found.get(f"{W}val") if found is not None else None
    if way not in ("superscript", "subscript") or not re.fullmatch(r"[\d+-]+", text, re.ASCII):
        return text
    return text.translate(_RAISED if way == "superscript" else _LOWERED)


def is_contents(control: etree._Element) -> bool:
    """Whether a content control (w:sdt) is a table of contents that Word makes."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def is_prompt(control: etree._Element) -> bool:
    """Whether nobody has filled in a content control: what it shows is 单击此处输入文字."""
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def counts_pages(instruction: str) -> bool:
    """Whether a field shows a page of paper, or the contents by pages."""
    return _PAGES.match(instruction) is not None


def is_page_number(plain: str) -> bool:
    """第 1 页 共 3 页, and nothing else."""
    return not plain.strip("-—– 0123456789第页共/")


def is_chart(drawing: etree._Element) -> bool:
    """Whether a drawing is a chart or diagram, of which no picture lies in the file."""
    return any(_CHART.search(one.get("uri", "")) for one in drawing.iter("{*}graphicData"))
