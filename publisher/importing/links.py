"""Links of an original document: which are kept, and how Markdown writes them.

The browser's paste keeps the same ones (`paste_reader.js`, `paste_text.js`); tests hold the two together.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_NOT_IN_MARKDOWN = re.compile(r"[()<>\s\\*_`|]")
_FIELD = re.compile(r"\s*HYPERLINK\s+\"([^\"]+)\"", re.IGNORECASE)
_PLACE = re.compile(r"\\l\s+\"", re.IGNORECASE)
_LONGEST = 2_000


def web_address(href: str, page: str = "") -> str:
    """Where `href` leads, as Markdown can hold it; empty for what is no address on the web, or holds a
    password. `page`: the address of the page on which it stands, for links that go on from there."""
    href = href.strip()
    if not href or href.startswith("#") or len(href) > _LONGEST:
        return ""
    try:
        parts = urlsplit(urljoin(page, href) if page else href)
        scheme, host = parts.scheme.lower(), parts.hostname or ""
        if "@" in parts.netloc or scheme not in ("http", "https", "mailto"):
            return ""
        if scheme == "mailto":
            netloc, path = "", parts.path
        elif not host:
            return ""
        else:
            netloc = host.encode("idna").decode("ascii") if not host.isascii() else host
            netloc = f"[{netloc}]" if ":" in netloc else netloc
            netloc += f":{parts.port}" if parts.port else ""
            path = parts.path or "/"
    except (ValueError, UnicodeError):
        return ""
    known = "/;:@&=+$,!~*'()%-._"
    address = urlunsplit(
        (scheme, netloc, quote(path, known), quote(parts.query, f"{known}?[]"),
         quote(parts.fragment, f"{known}?"))
    )  # fmt: skip
    return _NOT_IN_MARKDOWN.sub(lambda found: f"%{ord(found[0]):02X}", address)


def address_in_field(instruction: str) -> str:
    """Where a Word field leads; empty for fields that are no links, and links within the document."""
    found = _FIELD.match(instruction)
    return web_address(found[1]) if found and not _PLACE.search(instruction) else ""


def linked(shown: str, href: str) -> str:
    """The Markdown `shown` as a link."""
    return f"[{shown}]({href})" if href else shown
