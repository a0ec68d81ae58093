"""A booklet as PDF: plain data handed to one typst layout (booklet.typ)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from publisher.booklet.blocks import BlockReader
from publisher.booklet.fonts import BookletFonts
from publisher.booklet.model import DISCLAIMER, EXAMPLE_NOTE, Booklet, BookletCase, IndexGroup
from publisher.paper.qr import qr_svg

LAYOUT = Path(__file__).with_name("booklet.typ")
TEXT_SIZES = {"小四": 12.0, "四号": 14.0, "三号": 16.0}
"""号 → pt (DOMAIN §9.2)."""


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int


def layout_data(booklet: Booklet, fonts: BookletFonts, text_size: float) -> dict[str, Any]:
    """All that booklet.typ shows."""
    ids = {case.url: case.number for case in booklet.cases}

    def resolve(target: str) -> dict[str, Any]:
        number = ids.get(target.partition("#")[0])
        if number is not None:
            return {"case": number}
        if not target.startswith(("http://", "https://")):
            return {}
        inside = target.startswith(booklet.site.base_url)
        return {"url": target, "inside": inside}

    return {
        "serif": fonts.serif,
        "sans": fonts.sans,
        "size": text_size,
        "title": booklet.title,
        "subtitle": booklet.subtitle,
        "organiser": booklet.site.organiser,
        "undertaker": booklet.site.undertaker,
        "until": f"{booklet.until.year}年{booklet.until.month}月",
        "imprint": [list(line) for line in booklet.imprint],
        "disclaimer": DISCLAIMER,
        "site_name": booklet.site.name,
        "site_qr": qr_svg(booklet.site.base_url),
        "chapters": [
            {
                "title": chapter.title,
                "cases": [
                    _case(case, BlockReader(resolve, str(case.number))) for case in chapter.cases
                ],
            }
            for chapter in booklet.chapters
        ],
        "laws": _index(booklet.laws),
        "topics": _index(booklet.topics),
    }


def _case(case: BookletCase, reader: BlockReader) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": case.title,
        "summary": case.summary,
        "facts": [list(fact) for fact in case.facts],
        "example": EXAMPLE_NOTE if case.example else "",
        "body": reader.read(case.html),
        "source": case.source,
        "url": case.url,
        "qr": qr_svg(case.url),
    }


def _index(groups: Sequence[IndexGroup]) -> list[dict[str, Any]]:
    return [
        {
            "title": group.title,
            "lines": [{"label": line.label, "cases": list(line.cases)} for line in group.lines],
        }
        for group in groups
    ]


def make_pdf(
    booklet: Booklet,
    fonts: BookletFonts,
    *,
    text_size: float = TEXT_SIZES["小四"],
    whole_sheets: bool = False,
) -> Pdf:
    """The booklet on A4. The same booklet with the same fonts gives the same bytes.

    `whole_sheets`: blank pages at the end make the number of pages a multiple of 4.
    """
    data = {**layout_data(booklet, fonts, text_size), "whole-sheets": whole_sheets}
    compiler = typst.Compiler(str(LAYOUT), font_paths=fonts.available, ignore_system_fonts=True)
    content = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(booklet.until.timestamp()),
    )
    assert isinstance(content, bytes)
    return Pdf(content, int(json.loads(compiler.query("<last-page>", field="value", one=True))))
