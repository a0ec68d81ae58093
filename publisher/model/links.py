"""Where links in a manuscript lead on the site: relative file paths become URLs."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote

from publisher.model.documents.document import Kind
from publisher.model.library import Entry
from publisher.prose.targets import has_scheme, host_of

CASES, CONTENT = "cases_library", "content"
"""The two folders as authors name them in relative links, wherever the build finds them."""


def source_path(entry: Entry) -> str:
    """Where a file stands as other files link to it: content/… or cases_library/…."""
    return f"{CASES if entry.kind is Kind.CASE else CONTENT}/{entry.location}"


def resolve(entry: Entry, target: str) -> str | None:
    """The path (content/… or cases_library/…) that a relative target means, without its anchor.

    None for targets that are not relative paths: external, site-absolute, anchors, mail.
    """
    path = target.partition("#")[0].partition("?")[0]
    if not path or path.startswith(("/", "\\")) or has_scheme(path) or host_of(target) is not None:
        return None
    path = unquote(path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(source_path(entry)), path))


def _is_copied(path: str) -> bool:
    """Whether a file of content/ stands on the site as it is: all but manuscripts."""
    return not path.endswith(".md") or path.startswith(f"{CONTENT}/assets/")


def hidden_links(entry: Entry, words: Mapping[str, str]) -> dict[str, str]:
    """Targets written in `entry` → what is said behind them, for those that readers do not see.

    `words`: by source path, and by the address that begins with a slash.
    """
    if not words:
        return {}
    found = {
        link.target: words.get(resolve(entry, link.target) or link.target.partition("#")[0])
        for link in entry.links
    }
    return {target: word for target, word in found.items() if word}


def link_table(entry: Entry, urls: dict[str, str]) -> dict[str, str]:
    """Targets written in `entry` → URLs relative to the site's root, for those that resolve.

    `urls` maps source paths of all published documents to their URLs. Other files of content/
    keep their path below it.
    """
    table = {}
    for link in (*entry.links, *entry.images):
        path = resolve(entry, link.target)
        if path is None:
            continue
        url = urls.get(path)
        if url is None and path.startswith(f"{CONTENT}/") and _is_copied(path):
            url = path.removeprefix(f"{CONTENT}/")
        if url is not None:
            anchor = link.target.partition("#")[2]
            address = url.replace(" ", "%20")
            table[link.target] = f"{address}#{anchor}" if anchor else address
    return table
