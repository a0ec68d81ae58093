"""Errors of work lists."""

from __future__ import annotations


class FilterError(Exception):
    """A filter cannot be kept; the message is for the person."""
