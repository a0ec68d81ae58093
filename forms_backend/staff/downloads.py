"""A file made for staff, as a response that browsers save and never show."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response


def download(content: bytes, media_type: str, name: str) -> Response:
    """`content` under `name`; a name with Chinese characters is written as RFC 8187 asks."""
    response = Response(content, content_type=media_type)
    shown = f'filename="{name}"' if name.isascii() else f"filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Disposition"] = f"attachment; {shown}"
    return response
