"""A rendered manuscript as the source of a sandboxed frame.

The frame lets nothing of it run or submit (`sandbox` without scripts, forms or navigation), and takes
over the content security policy of the page around it.
"""

from __future__ import annotations

import re
from html import escape

from flask import url_for

from forms_backend.manuscripts.draft_branches import Opened
from forms_backend.web.context import ground

_HEAD = re.compile(r"<head(?:\s[^<>]*)?>", re.IGNORECASE)


def framed(html: str, opened: Opened) -> str:
    """The page with its own address as the base of its links, since it stands at another one, and its
    pictures as they are with the draft: they may not be online yet."""
    found = _HEAD.search(html)
    if found is None:
        return html
    site, place = ground().config.site.path, opened.place
    base = f'<base href="{escape(site + place.address)}">'
    html = f"{html[: found.end()]}{base}{html[found.end() :]}"
    if not opened.is_draft:
        return html
    there = url_for("staff.draft_picture", manuscript_id=place.id, name="-").removesuffix("-")
    return html.replace(f'src="{site}assets/{place.id}/', f'src="{there}')


def framed_text(html: str, opened: Opened) -> str:
    """The same without the head and the foot of the site, for who has many to read."""
    html = framed(html, opened)
    body, main, end = html.find("<body"), html.find("<main"), html.rfind("</main>")
    if not 0 <= body < main < end:
        return html
    begins = html.index(">", body) + 1
    return f"{html[:begins]}{html[main:end]}</main></body></html>"
