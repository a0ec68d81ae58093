"""What comes due: what goes live and ends by itself, and what grows stale (DOMAIN §1.2, §1.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from publisher.checks import CheckContext
from publisher.checks.freshness import SETTINGS, last_in_columns
from publisher.model.documents.document import Document
from publisher.model.documents.hearing import Hearing
from publisher.model.documents.policy import Policy
from publisher.model.fields import end_of
from publisher.model.library import Entry, Library


class Due(NamedTuple):
    """`what`: live, ends, expires, hearing or column. `day`: when it happens; of a column, the last day
    on which it counts as fresh. `path`: of the manuscript, or of the settings for a column."""

    day: date
    what: str
    path: str
    title: str


def due_of(library: Library, context: CheckContext) -> list[Due]:
    """Everything in the order of its days. What a timer does is there only while it is to come; what
    somebody has to mend stays until it is mended."""
    found = (due for entry in library.documents() for due in _of_entry(entry, context.today))
    return sorted([*found, *_of_columns(library, context)])


def _of_entry(entry: Entry, today: date) -> Iterator[Due]:
    meta = entry.meta
    if not isinstance(meta, Document) or not meta.is_published or meta.is_withdrawn:
        return
    days = []
    for moment, what in ((meta.publish_at, "live"), (meta.unpublish_at, "ends")):
        if moment is not None and moment.date() >= today:
            days.append((moment.date(), what))
    if isinstance(meta, Policy) and meta.expires and meta.is_in_force:
        days.append((end_of(meta.expires), "expires"))
    if isinstance(meta, Hearing) and meta.will_take_place:
        days.append((meta.ends.date(), "hearing"))
    yield from (Due(day, what, entry.path, meta.title) for day, what in days)


def _of_columns(library: Library, context: CheckContext) -> Iterator[Due]:
    limit = timedelta(days=context.config.site.stale_after_days)
    for column, last in last_in_columns(library, context):
        if last is not None:
            yield Due(last + limit, "column", SETTINGS, column.title)
