"""Everything that somebody could read in a file that is published as it is, shown or hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from publisher.documents.office import read_office
from publisher.documents.pdf import read_pdf
from publisher.documents.pictures import read_picture
from publisher.documents.words import CannotRead as CannotRead
from publisher.documents.words import DocumentWords as DocumentWords

LARGEST = 50 * 1024 * 1024
_READERS: dict[str, Callable[[Path], DocumentWords]] = {
    ".pdf": read_pdf,
    ".docx": read_office,
    ".xlsx": read_office,
    ".pptx": read_office,
    ".dotx": read_office,
    ".docm": read_office,
    ".xlsm": read_office,
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".heic"), read_picture
    ),
}


def read_words(file: Path) -> DocumentWords:
    """What `file` says, told by its ending. Raises CannotRead with the reason in Chinese."""
    read = _READERS.get(file.suffix.lower())
    if read is None:
        raise CannotRead(f"“{file.suffix or file.name}”这种文件")
    if file.stat().st_size > LARGEST:
        raise CannotRead(f"文件超过 {LARGEST // 1024 // 1024} MB")
    return read(file)
