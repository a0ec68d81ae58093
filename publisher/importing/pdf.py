"""PDF with a text layer: lines of pages put together to paragraphs."""

from __future__ import annotations

import re
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


def read_pdf_text(file: Path, known: frozenset[str]) -> Original:
    """Raises CannotImport for a file that is locked, broken, or pictures of pages alone."""
    if file.stat().st_size > LARGEST:
        raise CannotImport(f"文件超过 {LARGEST // 1024 // 1024} MB")
    try:
        words = read_pdf(file)
    except CannotRead as error:
        raise CannotImport(str(error)) from error
    original = Original(told=["PDF 里没有段落和表格的结构，段落是按版面拼的，请通读核对"])
    lines = [
        line_of_text(line)
        for place, text in words.texts
        if place.startswith("第 ")
        for line in text.splitlines()
        if line.strip() and not _PAGE_NUMBER.match(line.strip())
    ]
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
