"""Everything that somebody could read in a file that is published as it is, shown or hidden."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from publisher.documents.words import CannotRead as CannotRead
from publisher.documents.words import DocumentWords as DocumentWords

LARGEST = 50 * 1024 * 1024
_READERS = {
    "pdf:read_pdf": (".pdf",),
    "office:read_office": (".docx", ".xlsx", ".pptx", ".dotx", ".docm", ".xlsm"),
    "pictures:read_picture": (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".heic"),
}
"""Module of this package and function → the endings that it reads. Each is loaded when the first such
file is read: a check of texts alone does not wait for a reader of PDF."""


def read_words(file: Path) -> DocumentWords:
    """What `file` says, told by its ending. Raises CannotRead with the reason in Chinese."""
    ending = file.suffix.lower()
    named = next((name for name, endings in _READERS.items() if ending in endings), None)
    if named is None:
        raise CannotRead(f"“{file.suffix or file.name}”这种文件")
    if file.stat().st_size > LARGEST:
        raise CannotRead(f"文件超过 {LARGEST // 1024 // 1024} MB")
    module, function = named.split(":")
    words: DocumentWords = getattr(import_module(f"publisher.documents.{module}"), function)(file)
    return words
