"""`/_forms/…`: the little JavaScript of our pages; they work without it."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

blueprint = Blueprint("scripts", __name__)

DIRECTORY = Path(__file__).parents[1] / "static"
NAMES = frozenset(
    {
        "forms.js",
        "form-carried.js",
        "form-conditions.js",
        "form-draft.js",
        "form-files.js",
        "form-mine.js",
        "form-proof.js",
        "form-received.js",
        "form-send.js",
        "form-suggest.js",
        "form-warnings.js",
        "personal-data.js",
        "proof-worker.js",
    }
)


@blueprint.get("/_forms/<name>")
def script(name: str) -> Response:
    """One of our own scripts."""
    if name not in NAMES:
        abort(404)
    response = send_from_directory(DIRECTORY, name, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
