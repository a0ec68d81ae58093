"""The name under which a file is shown and saved, from whatever a browser or a program sent."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME_LENGTH = 100
_LONGEST_EXTENSION = 10
_FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNNAMED = "未命名"


def clean_name(sent: str) -> str:
    """A file name without path, invisible or reversing characters, at most MAX_NAME_LENGTH long.

    What precedes the last slash or backslash is dropped, so no name can lead elsewhere.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", sent)[-1])
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    if len(extension) > _LONGEST_EXTENSION:
        stem, extension = name, ""
    stem = stem.strip(" .") or _UNNAMED
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    tail = f".{extension}" if extension else ""
    return stem[: MAX_NAME_LENGTH - len(tail)] + tail


def extension_of(name: str) -> str:
    """The extension of a clean name in lower case with its dot, "" when there is none."""
    _stem, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and extension else ""
