"""Errors about attachments."""

from __future__ import annotations

from district.errors import FabuError
from forms_backend.attachments import messages
from forms_backend.attachments.refusal import NotInspectedError, RefusedFileError, TooCostlyError

__all__ = [
    "AttachmentGoneError",
    "NotInspectedError",
    "RefusedFileError",
    "ScannerUnavailableError",
    "StorageUnavailableError",
    "TooCostlyError",
]


class AttachmentGoneError(Exception):
    """A file that was uploaded earlier is no longer there, or was sent off already."""


class StorageUnavailableError(FabuError):
    """The directory of attachments cannot be written to now."""

    def __init__(self) -> None:
        super().__init__(messages.STORAGE_DOWN)


class ScannerUnavailableError(FabuError):
    """The virus scanner that the settings name did not answer."""

    def __init__(self) -> None:
        super().__init__(messages.SCANNER_DOWN)
