"""The publicity calendar (普法日历) can be shown, and its events lead to pages that exist."""

from __future__ import annotations

from district import ConfigError
from publisher.checks.configuration import place_of, scalars
from publisher.checks.context import CheckContext
from publisher.checks.links import SERVED_BY_BACKEND, made_addresses
from publisher.checks.visibility import why_hidden
from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.model.publicity import FILE_NAME, PublicityEvent, load_publicity


def check_publicity_calendar(library: Library, context: CheckContext) -> list[Finding]:
    """P706 for every mistake in content/calendar.yml; C213 and L404 for its `page`."""
    file = context.folders.content / FILE_NAME
    shown, name = context.folders.shown(file), str(file)
    try:
        events = load_publicity(context.folders.content, context.config).events
    except ConfigError as error:
        places = [(p.path.partition(": ")[2], p.message) for p in error.problems]
        return [
            Finding(shown, place_of(context, name, key)[1], "P706", _label(key) + text)
            for key, text in places
        ]
    wrong = {event.id: found for event in events if (found := _wrong_page(event, library, context))}
    return [
        Finding(shown, line, *wrong[text])
        for key, text, line in (scalars(context, name) if wrong else ())
        if key.startswith("events.") and key.endswith(".id") and text in wrong
    ]


def _label(key: str) -> str:
    """events.0.kind → 「events 第 1 项 kind」, as an author counts."""
    parts = (f"第 {int(part) + 1} 项" if part.isdigit() else part for part in key.split("."))
    return f"「{' '.join(parts)}」" if key else ""


def _wrong_page(
    event: PublicityEvent, library: Library, context: CheckContext
) -> tuple[str, str] | None:
    """Code and message where `page` leads nowhere."""
    if event.page is None:
        return None
    if event.page.startswith("/"):
        path = event.page.partition("?")[0].partition("#")[0]
        entries = {f"/{entry.url}": entry for entry in library.entries}
        if path in entries:
            hidden = why_hidden(None, entries[path].meta, context.today)
            return (
                (hidden.code, f"「{event.id}」的 page：“{event.page}”{hidden.why}")
                if hidden
                else None
            )
        if path in SERVED_BY_BACKEND | made_addresses(library, context):
            return None
        return "C213", f"「{event.id}」的 page：站内没有“{event.page}”这个地址"
    target = library.by_id.get(event.page)
    if target is None:
        if event.page in context.names_on_disk:
            return None
        return "C213", f"「{event.id}」的 page：“{event.page}”没有对应的稿件"
    hidden = why_hidden(None, target.meta, context.today)
    return (hidden.code, f"「{event.id}」的 page：“{event.page}”{hidden.why}") if hidden else None
