"""What a whole check leaves for the next one."""

from __future__ import annotations

from pathlib import Path

from district.errors import ConfigError
from publisher.checks.context import CheckContext
from publisher.checks.remembered.facts import CALENDAR, Standing, fact_of, fresh_facts
from publisher.checks.remembered.groups import Whole
from publisher.model.publicity import load_publicity


def keep_facts(path: Path, digest: str, whole: Whole, context: CheckContext) -> None:
    """Leave in the store at `path` what `rechecking` goes on from. `digest`: of the check's inputs.
    Raises OSError and sqlite3.Error."""
    host = context.config.site.domain
    with fresh_facts(path, host) as facts:
        facts.put(fact_of(one, host) for one in (*whole.library.entries, *whole.library.unread))
        facts.put_mentions(_pages_of_calendar(context), CALENDAR)
        facts.put_standing(digest, Standing(whole.groups, whole.stale))


def _pages_of_calendar(context: CheckContext) -> set[str]:
    """Ids and addresses that the publicity calendar leads to."""
    try:
        events = load_publicity(context.folders.content, context.config).events
    except ConfigError:
        return set()
    pages = {event.page for event in events if event.page}
    return pages | {page.partition("?")[0].partition("#")[0] for page in pages}
