"""A content template inside the site's shell, as a response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Response, make_response, redirect, render_template

from forms_backend.fields import messages
from forms_backend.public.shell import SCRIPT, Shell
from forms_backend.running.clock import local_text, received_text
from forms_backend.web.context import part

SCRIPTS = {"search": "main-search"}
"""Which of the site's scripts a room's pages need besides what all have."""


def page(template: str, title: str, status: int = 200, **context: object) -> Response:
    """The page `template` (content of <main> only) in the site's frame."""
    return page_in_room("", template, title, status, context)


def page_in_room(
    room: str, template: str, title: str, status: int, context: Mapping[str, object]
) -> Response:
    """The same for a page that is laid out in a way of its own; `room` as in `Shell.render`."""
    content = render_template(
        f"public/{template}",
        t=messages,
        title=title,
        local_text=local_text,
        received_text=received_text,
        **context,
    )
    response = make_response(
        part(Shell).render(title, content, room, SCRIPTS.get(room, SCRIPT)), status
    )
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def see_other(target: str) -> Response:
    """303: the browser loads `target`, and reloading that page sends nothing again."""
    return cast(Response, redirect(target, 303))
