"""PDF: words of pages, forms and notes, properties, XMP."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from publisher.documents.words import CannotRead, DocumentWords, name_in_property

MOST_PAGES = 500
_PROPERTIES = {
    "/Author": "作者",
    "/Title": "标题",
    "/Subject": "主题",
    "/Keywords": "关键词",
    "/Creator": "创建者",
}

logging.getLogger("pypdf").setLevel(logging.CRITICAL)
"""It reports every irregular object of a file; what cannot be read is told by CannotRead."""


def read_pdf(file: Path) -> DocumentWords:
    """Raises CannotRead for a file that is locked, broken, too long, or pictures of pages alone."""
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotRead("PDF 有密码")
        if len(reader.pages) > MOST_PAGES:
            raise CannotRead(f"PDF 超过 {MOST_PAGES} 页")
        pages = [
            (f"第 {number} 页", page.extract_text())
            for number, page in enumerate(reader.pages, start=1)
        ]
        notes = [text for page in reader.pages for text in _notes(page)]
        properties = {k: str(v) for k, v in (reader.metadata or {}).items() if v}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotRead("PDF 损坏，读不出文字") from error
    if not any(text.strip() for _, text in pages):
        raise CannotRead("PDF 没有文字层，是扫描件或图片")
    hidden = [
        found
        for key, label in _PROPERTIES.items()
        if (found := name_in_property(label, properties.get(key, "")))
    ]
    texts = [*pages, *(("批注", note) for note in notes)]
    texts += [
        (f"文档属性“{_PROPERTIES.get(key, key[1:])}”", value)
        for key, value in properties.items()
        if not key.endswith("Date")
    ]
    return DocumentWords(tuple(texts), tuple(hidden))


def _notes(page: Any) -> list[str]:
    """Words of annotations and form fields."""
    found = []
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        found += [str(note[key]) for key in ("/Contents", "/V", "/T") if note.get(key)]
    return found
