"""Style sheet and scripts that only the editing pages load."""

from __future__ import annotations

from pathlib import Path

from flask import Response, abort, send_from_directory

from forms_backend.staff.access import ANYBODY, allow

STATIC = Path(__file__).parents[1] / "static"
SCRIPTS = (
    "editor.js", "pasting.js", "text_editor.js",
    "paste.js", "paste_reader.js", "paste_headings.js", "paste_styles.js", "paste_text.js",
)  # fmt: skip
TEXT_EDITOR = "vendor/codemirror/codemirror.min.js"
FILES = {
    "editing.css": "text/css",
    **dict.fromkeys((*SCRIPTS, "codemirror.min.js"), "text/javascript"),
}


@allow(ANYBODY)
def editing_asset(asset: str) -> Response:
    """One of the files."""
    if asset not in FILES:
        abort(404)
    place = TEXT_EDITOR if asset == TEXT_EDITOR.rpartition("/")[2] else asset
    response = send_from_directory(STATIC, place, mimetype=FILES[asset])
    response.headers["Cache-Control"] = "no-cache"
    return response


ROUTES = (("/editing-assets/<asset>", "editing_asset", editing_asset, "GET"),)
