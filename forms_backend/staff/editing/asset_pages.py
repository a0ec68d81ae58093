"""Style sheet and script that only the editing pages load."""

from __future__ import annotations

from pathlib import Path

from flask import Response, abort, send_from_directory

from forms_backend.staff.access import ANYBODY, allow

STATIC = Path(__file__).parents[1] / "static"
FILES = {"editing.css": "text/css", "editor.js": "text/javascript"}


@allow(ANYBODY)
def editing_asset(asset: str) -> Response:
    """One of the files."""
    if asset not in FILES:
        abort(404)
    response = send_from_directory(STATIC, asset, mimetype=FILES[asset])
    response.headers["Cache-Control"] = "no-cache"
    return response


ROUTES = (("/editing-assets/<asset>", "editing_asset", editing_asset, "GET"),)
