"""Links to a place within a page (#小标题) find it."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote

from markdown.extensions.toc import slugify_unicode

from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Entry, Library
from publisher.model.links import resolve, source_path

PLACES_OF_TEMPLATES = frozenset(
    {"main", "laws", "steps", "materials", "templates", "promises", "sheet", "score", "how-to-come"}
)
"""Places that our page templates mark, whatever a manuscript says."""


def check_anchors_exist(library: Library, context: CheckContext) -> list[Finding]:
    """L405 for a link whose part after # is no heading of the page that it leads to."""
    entries = {source_path(entry): entry for entry in library.entries}
    by_url = {f"/{entry.url}": entry for entry in library.entries}
    findings = []
    for entry in (*library.entries, *library.unread):
        for link in entry.outline.links:
            written, _, anchor = link.target.partition("#")
            if not anchor or "://" in written or anchor.startswith(("fn:", "fnref:")):
                continue
            target = (
                entry
                if not written
                else by_url.get(written) or entries.get(resolve(entry, written) or "")
            )
            if target is not None and unquote(anchor) not in _anchors(target):
                findings.append(
                    Finding(
                        entry.path,
                        link.line,
                        "L405",
                        f"《{target.meta.title}》里没有“{unquote(anchor)}”这个小标题",
                    )
                )
    return findings


@lru_cache(maxsize=1024)
def _anchors(entry: Entry) -> frozenset[str]:
    """What Python-Markdown makes of the headings: their words, joined by hyphens; `_1`, `_2` … at
    the second and third of the same wording."""
    found: set[str] = set()
    for heading in entry.outline.headings:
        slug = slugify_unicode(heading.text, "-")
        name, count = slug, 0
        while name in found:
            count += 1
            name = f"{slug}_{count}"
        found.add(name)
    return frozenset(found | PLACES_OF_TEMPLATES)
