"""What readers fetch, smaller: a phone on a slow link waits a fifth of the time for a page.

Only what is the same for everybody, files and pages without a token: the length of a compressed
page with a secret and a stranger's words in it tells the secret (BREACH). Behind nginx, which
compresses by itself, requests for files do not come here.
"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from flask import Response, request

LEVEL = 6
SMALLEST = 1000
"""Bytes below which a packet more or less does not matter."""

LARGEST = 1_000_000
"""Bytes above which a file goes as it is: compressed ones are kept in memory."""

KEPT = 256
"""Files kept compressed, the latest asked for."""

_TYPES = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "text/plain",
        "text/calendar",
        "text/vtt",
        "image/svg+xml",
        "application/json",
        "application/xml",
        "application/manifest+json",
    }
)


def is_wanted(media_type: str, size: int) -> bool:
    """Whether the request takes gzip for `size` bytes of this type, and wants all of them."""
    return (
        media_type in _TYPES
        and SMALLEST <= size <= LARGEST
        and "Range" not in request.headers
        and request.accept_encodings.quality("gzip") > 0
    )


def compressed_file(file: Path, media_type: str) -> Response | None:
    """The whole file, compressed; 304 where the browser has it; None where it should go as it is.
    Raises FileNotFoundError when it has just gone."""
    status = file.stat()
    if not is_wanted(media_type, status.st_size):
        return None
    data = _compressed(file, status.st_mtime_ns, status.st_size)
    response = Response(data, mimetype=media_type)
    response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{status.st_mtime_ns:x}-{status.st_size:x}-gzip")
    response.last_modified = datetime.fromtimestamp(int(status.st_mtime), UTC)
    response.make_conditional(request)
    return response


@lru_cache(maxsize=KEPT)
def _compressed(file: Path, _changed: int, _size: int) -> bytes:
    return gzip.compress(file.read_bytes(), LEVEL, mtime=0)


def compress(response: Response) -> Response:
    """The same answer, compressed where the browser takes that. For answers without secrets."""
    data = response.get_data()
    type_ = response.mimetype or ""
    if may_be_compressed(type_):
        response.vary.add("Accept-Encoding")
    if response.status_code == 200 and is_wanted(type_, len(data)):
        response.set_data(gzip.compress(data, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def may_be_compressed(media_type: str) -> bool:
    """Whether answers of this type depend on what the browser accepts (`Vary`)."""
    return media_type in _TYPES
