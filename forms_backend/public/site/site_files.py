"""Everything else: the built site, read from its directory."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from forms_backend.public.shell import SHELL_FILE
from forms_backend.public.site.addresses import read_addresses
from forms_backend.public.site.compression import compressed_file, may_be_compressed
from forms_backend.web.context import ground

blueprint = Blueprint("site_files", __name__)

REVALIDATE = "no-cache"
"""May be kept, but is asked for again each time (304 when unchanged)."""
ONE_DAY = "public, max-age=86400"
FOREVER = "public, max-age=31536000, immutable"

_FINGERPRINT = re.compile(r"[.-][0-9a-f]{8,64}(\.min)?\.[a-z0-9]+$")
_PICTURES_AND_FONTS = frozenset(
    (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".ico", ".woff", ".woff2", ".ttf")
)
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".ics": "text/calendar",
    ".xml": "application/xml",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt",
    ".md": "text/plain",
    ".epub": "application/epub+zip",
}


def find_file(site_dir: Path, path: str) -> Path | None:
    """The file or directory that a URL path names, or None if it is not inside the site.

    Hidden files, the shell page and symbolic links that lead out of the site do not exist.
    """
    parts = [part for part in path.split("/") if part]
    if any(part.startswith(".") or "\0" in part or "\\" in part for part in parts):
        return None
    if parts[:1] == [SHELL_FILE.parts[0]]:
        return None
    root = site_dir.resolve()
    try:
        found = root.joinpath(*parts).resolve()
        inside = found.is_relative_to(root) and found.exists()
    except (OSError, ValueError):  # a name too long, a loop of links
        return None
    return found if inside else None


def cache_policy(file: Path, *, has_version: bool) -> str:
    """Long for what has a fingerprint in its name, and for scripts and style sheets with a
    version in their address (`?v=`).

    What a build may change under the same address is asked for each time.
    """
    is_versioned = has_version and file.suffix in (".css", ".js")
    if is_versioned or _FINGERPRINT.search(file.name):
        return FOREVER
    return ONE_DAY if file.suffix.lower() in _PICTURES_AND_FONTS else REVALIDATE


def media_type(file: Path) -> str:
    """The type to announce; the same on every machine for the types that matter."""
    known = _TYPES.get(file.suffix.lower())
    return known or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


@blueprint.get("/")
@blueprint.get("/<path:path>")
def serve(path: str = "") -> Response:
    """A file of the site; a directory is its index.html and has a slash at the end. 301 for a
    former address, 410 with its page for what was withdrawn."""
    site_dir = ground().settings.site_dir
    addresses = read_addresses(site_dir)
    page = path.rstrip("/").removesuffix("/index.html") + "/"
    if page in addresses.moved:
        return _permanently(f"{request.script_root}/{addresses.moved[page]}")
    found = find_file(site_dir, path)
    if found is None:
        abort(404)
    if found.is_dir():
        if path and not path.endswith("/"):
            return _redirect_with_slash()
        found = found / "index.html"
    elif path.endswith("/"):
        abort(404)
    if not found.is_file():
        abort(404)
    type_ = media_type(found)
    try:
        response = compressed_file(found, type_) or send_file(found, mimetype=type_)
    except RequestedRangeNotSatisfiable:  # a part beyond its end; no page, since a player asks
        return Response(status=416, headers={"Content-Range": f"bytes */{found.stat().st_size}"})
    except FileNotFoundError:  # a build has just taken it away
        abort(404)
    if may_be_compressed(type_):
        response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = cache_policy(found, has_version="v" in request.args)
    if page in addresses.gone and response.status_code == 200:
        response.status_code = 410
    return response


def _redirect_with_slash() -> Response:
    # A path of our own: several slashes at its start would make it a link to another host.
    return _permanently(f"{request.script_root}/" + request.path.strip("/") + "/")


def _permanently(target: str) -> Response:
    query = request.query_string.decode("ascii", "replace")
    response = redirect(f"{target}?{query}" if query else target, 301)
    response.headers["Cache-Control"] = REVALIDATE
    return response  # type: ignore[return-value]


def site_not_found_page(site_dir: Path) -> Response | None:
    """The site's own 404.html, or None when the site was not built."""
    file = find_file(site_dir, "404.html")
    if file is None or not file.is_file():
        return None
    return Response(file.read_bytes(), 404, mimetype="text/html")
