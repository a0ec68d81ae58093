"""Where the printable version of a form lies on the site: builder and server agree on it here."""

from __future__ import annotations

FORMS = "forms"
"""Folder of the settings with the definitions of forms."""


def paper_path(form_id: str) -> str:
    """Relative to the root of the site."""
    return f"downloads/forms/{form_id}.pdf"
