"""Why a file is not taken. Apart from the other errors: a worker knows nothing of the application."""

from __future__ import annotations


class RefusedFileError(Exception):
    """A file is not taken; the message is for the visitor."""


class TooCostlyError(RefusedFileError):
    """Looking at the file took more time or memory than it may."""


class NotInspectedError(RefusedFileError):
    """Nothing is wrong with the file: it could not be looked at now."""
