"""When documents go live and end, which were withdrawn, and where those are that had another id."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from publisher.model.kinds import SPECS
from publisher.model.library import Entry, Library
from publisher.model.links import source_path

WITHDRAWN_WORD, ENDED_WORD, COMING_WORD = "（已撤下）", "（已下线）", "（尚未发布）"
"""Behind a link to a page that readers do not see."""


def next_change(library: Library, now: datetime) -> datetime | None:
    """The first moment after `now` at which something goes live or ends; None where nothing will."""
    moments = (
        moment
        for entry in library.entries
        if entry.meta.is_published
        for moment in (entry.meta.publish_at, entry.meta.unpublish_at)
        if moment is not None and moment > now
    )
    return min(moments, default=None)


def withdrawn_entries(library: Library) -> tuple[Entry, ...]:
    """Documents that were published and then withdrawn: each leaves a page that says so."""
    return tuple(
        entry
        for entry in library.documents()
        if entry.meta.is_published and entry.meta.is_withdrawn
    )


def moved_addresses(library: Library) -> dict[str, str]:
    """Former address → today's, both relative to the site's root."""
    return {
        f"{SPECS[entry.kind].column}/{former}/": entry.url
        for former, entry in library.by_former_id.items()
    }


def hidden_words(library: Library, now: datetime) -> dict[str, str]:
    """What stands behind links to released pages that readers do not see now; by source path, and
    by the address that begins with a slash."""
    return {
        key: word
        for entry in library.entries
        if (word := _word(entry, now))
        for key in (source_path(entry), f"/{entry.url}")
    }


def _word(entry: Entry, now: datetime) -> str:
    meta = entry.meta
    if meta.is_unsigned:
        return COMING_WORD
    if not meta.is_published or meta.is_live(now):
        return ""
    if meta.is_withdrawn:
        return WITHDRAWN_WORD
    return ENDED_WORD if meta.has_ended(now) else COMING_WORD


def withdrawn_urls(library: Library) -> Iterator[str]:
    return (entry.url for entry in withdrawn_entries(library))
