"""Links to a place within a page (#小标题) find it."""

from __future__ import annotations

from urllib.parse import unquote

from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.model.links import resolve, source_path
from publisher.prose.targets import host_of, within_site


def check_anchors_exist(library: Library, context: CheckContext) -> list[Finding]:
    """L405 for a link whose part after # is no heading of the page that it leads to."""
    entries = {source_path(entry): entry for entry in library.entries}
    by_url = {f"/{entry.url}": entry for entry in library.entries}
    findings = []
    for entry in (*library.entries, *library.unread):
        for link in entry.links:
            address = within_site(link.target, context.config.site.domain) or link.target
            written, _, anchor = address.partition("#")
            if not anchor or host_of(written) is not None or anchor.startswith(("fn:", "fnref:")):
                continue
            target = (
                entry
                if not written
                else by_url.get(written) or entries.get(resolve(entry, written) or "")
            )
            if target is None or target.meta.is_withdrawn:
                continue
            if unquote(anchor) not in target.ids:
                findings.append(
                    Finding(
                        entry.path,
                        link.line,
                        "L405",
                        f"《{target.meta.title}》里没有“{unquote(anchor)}”这个小标题",
                    )
                )
    return findings
