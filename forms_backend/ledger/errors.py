"""Errors of the ledger."""

from __future__ import annotations

from district.errors import FabuError


class PublishedHeadError(FabuError):
    """A file given as published ledger head is none."""
