"""PDF with a text layer: lines of pages put together to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from publisher.documents.pdf import read_pdf
from publisher.documents.words import CannotRead
from publisher.importing.headings import bare
from publisher.importing.original import (
    CannotImport,
    Original,
    Paragraph,
    escaped,
    line_of_text,
    safe_start,
)

LARGEST = 50 * 1024 * 1024

_PAGE_NUMBER = re.compile(
    r"^[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/共]\s*\d{1,4}(?:\s*页)?)?[-—–\s]*$"
)
_BEGINS = re.compile(
    r"^(?:[【〖]|第[一二三四五六七八九十百]+[章节]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．]|案例[一二三四五六七八九十\d]|[^：。，]{2,10}：)"
)
_ENDS = tuple("。！？；：”…")


def _lines(pages: list[str]) -> list[str]:
    """The lines of all pages, without page numbers and what stands at the edge of every page."""
    read = [
        [
            line_of_text(line)
            for line in page.splitlines()
            if line.strip() and not _PAGE_NUMBER.match(line.strip())
        ]
        for page in pages
    ]
    edges = Counter(line for page in read for line in {*page[:1], *page[-1:]})
    running = {line for line, times in edges.items() if times > max(1, len(read) // 2)}
    return [
        line
        for page in read
        for place, line in enumerate(page)
        if not (line in running and place in (0, len(page) - 1))
    ]


def read_pdf_text(file: Path, known: frozenset[str]) -> Original:
    """Raises CannotImport for a file that is locked, broken, or pictures of pages alone."""
    if file.stat().st_size > LARGEST:
        raise CannotImport(f"文件超过 {LARGEST // 1024 // 1024} MB")
    try:
        words = read_pdf(file)
    except CannotRead as error:
        raise CannotImport(str(error)) from error
    original = Original(told=["PDF 里没有段落和表格的结构，段落是按版面拼的，请通读核对"])
    lines = _lines([text for place, text in words.texts if place.startswith("第 ")])
    longest = sorted(map(len, lines))[int(len(lines) * 0.9)] if lines else 0
    paragraph = ""
    previous = ""
    for line in lines:
        alone = bare(line) in known
        short = len(previous) < 0.75 * longest
        if paragraph and (
            alone
            or (previous.endswith(_ENDS) and (short or _BEGINS.match(line)))
            or _BEGINS.match(line)
            or bare(previous) in known
            or (short and not previous.endswith(("，", "、")))
        ):
            original.blocks.append(Paragraph(safe_start(escaped(paragraph)), paragraph))
            paragraph = ""
        paragraph = line_of_text(f"{paragraph} {line}")
        previous = line
    if paragraph:
        original.blocks.append(Paragraph(safe_start(escaped(paragraph)), paragraph))
    return original
