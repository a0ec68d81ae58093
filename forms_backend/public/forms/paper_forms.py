"""The printable forms that the build of the site left among its files."""

from __future__ import annotations

from district.forms.paper import paper_path
from forms_backend.public.site.site_files import find_file
from forms_backend.web.below_path import local_url
from forms_backend.web.context import ground


def paper_form_url(form_id: str) -> str | None:
    """The address of the form on paper; None when the site was built without it."""
    path = paper_path(form_id)
    file = find_file(ground().settings.site_dir, path)
    return local_url(path) if file is not None and file.is_file() else None


def paper_forms() -> tuple[tuple[str, str], ...]:
    """Title and address of every form that is there on paper; for when nothing else works."""
    forms = ground().forms.values()
    return tuple((form.title, url) for form in forms if (url := paper_form_url(form.id)))
