"""A rendered manuscript as the source of a sandboxed frame. Pure.

The frame lets nothing of it run or submit (`sandbox` without scripts, forms or navigation), and takes
over the content security policy of the page around it.
"""

from __future__ import annotations

import re
from html import escape

_HEAD = re.compile(r"<head(?:\s[^<>]*)?>", re.IGNORECASE)


def framed(html: str, address: str) -> str:
    """The page with its own address as the base of its links, since it stands at another one."""
    found = _HEAD.search(html)
    if found is None:
        return html
    return f'{html[: found.end()]}<base href="{escape(address)}">{html[found.end() :]}'
