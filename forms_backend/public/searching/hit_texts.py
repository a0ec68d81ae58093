"""How a hit of the search is shown, on the search page and beside a form."""

from __future__ import annotations

from forms_backend.fields import messages


def facet_label(name: str, value: str) -> str:
    """What a person reads for a facet value."""
    return messages.KIND_LABELS.get(value, value) if name == "kind" else value
