"""A content template inside the site's shell, as a response."""

from __future__ import annotations

from flask import Response, make_response, render_template

from forms_backend import messages
from forms_backend.clock import local_text
from forms_backend.context import services


def page(template: str, title: str, status: int = 200, **context: object) -> Response:
    """The page `template` (content of <main> only) in the site's frame."""
    content = render_template(
        f"public/{template}", t=messages, title=title, local_text=local_text, **context
    )
    response = make_response(services().shell.render(title, content), status)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response
