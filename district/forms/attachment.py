"""Limits of attachments, written once: forms, uploads and the database use these."""

from __future__ import annotations

DEFAULT_FILES = 5
DEFAULT_MEGABYTES = 20
MOST_FILES = 20
MOST_MEGABYTES = 50
MOST_TOGETHER = 100
"""Megabytes of all files of a field together: one request carries them."""
MAX_ATTACHMENT_BYTES = MOST_MEGABYTES * 1024 * 1024
