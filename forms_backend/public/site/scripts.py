"""`/_forms/…`: the little JavaScript of our pages, one script a page; they work without it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request

from district.script_bundle import bundled
from forms_backend.public.site.compression import compress

blueprint = Blueprint("scripts", __name__)

DIRECTORY = Path(__file__).parents[1] / "static"
PAGE_SCRIPTS = frozenset(
    {"forms.js", "form-conditions.js", "form-files.js", "form-received.js", "proof-worker.js"}
)
"""What pages load, and the worker of one of them: each with the modules that it imports."""


@cache
def text_of(name: str) -> str:
    """The script `name` of `PAGE_SCRIPTS` with its modules."""
    return bundled(DIRECTORY, name.removesuffix(".js"))


@blueprint.get("/_forms/<name>")
def script(name: str) -> Response:
    """One of our own scripts."""
    if name not in PAGE_SCRIPTS:
        abort(404)
    response = Response(text_of(name), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    compress(response).add_etag()
    response.make_conditional(request)
    return response
