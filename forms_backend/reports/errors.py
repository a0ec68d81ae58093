"""Errors of reports."""

from __future__ import annotations

from district.errors import FabuError


class ReportError(FabuError):
    """A report cannot be made or handed in as asked."""
