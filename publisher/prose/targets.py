"""What a browser makes of a link's or an image's target."""

from __future__ import annotations

import re
from html import unescape

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_NOT_IN_A_SCHEME = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]")
_HARMLESS_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_HOST = re.compile(r"(?:https?:)?//([^/?#]*)", re.IGNORECASE)


def is_harmless(target: str) -> bool:
    """Whether a link or image may lead to `target`: no scheme, or one that runs no script.

    Judged as browsers read it: entities resolved, blanks and control characters left out.
    """
    read = _NOT_IN_A_SCHEME.sub("", unescape(target)).lower()
    scheme = _SCHEME.match(read)
    return scheme is None or scheme[0] in _HARMLESS_SCHEMES


def has_scheme(target: str) -> bool:
    """Whether `target` begins with a scheme such as mailto:, or with a drive such as C:."""
    return _SCHEME.match(_NOT_IN_A_SCHEME.sub("", target).lower()) is not None


def host_of(target: str) -> str | None:
    """The host that `target` leads to, in lower case; None for a target without one.

    Browsers take a backslash for a slash: `\\/\\/a.cn` leads to a.cn.
    """
    found = _HOST.match(_NOT_IN_A_SCHEME.sub("", target).replace("\\", "/"))
    return found[1].lower().rpartition("@")[2] if found else None


def within_site(target: str, host: str) -> str | None:
    """`/path` for an absolute address of the site itself; None for any other target.

    `host`: the site's own. http and https are one; a port belongs to the host.
    """
    if host_of(target) != host.lower():
        return None
    rest = target.replace("\\", "/").partition("//")[2]
    return "/" + rest.partition("/")[2]
