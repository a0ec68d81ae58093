"""Links to the online forms, which the forms backend answers, and to their paper versions."""

from __future__ import annotations

from collections.abc import Iterable

from district.forms.models import FormDefinition
from district.forms.paper import paper_path
from publisher.pages.view import Crumb


def form_links(forms: Iterable[FormDefinition]) -> tuple[Crumb, ...]:
    """Title and address of each form."""
    return tuple(Crumb(form.title, f"forms/{form.id}") for form in forms)


def paper_links(forms: Iterable[FormDefinition]) -> tuple[Crumb, ...]:
    """Title and address of each form on paper."""
    return tuple(Crumb(f"{form.title}（纸质表）", paper_path(form.id)) for form in forms)
