"""/calendar/calendar.ics (RFC 5545): campaign days every year, and the events of calendar.yml."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import cast

from icalendar import Event, vUri

from district.models import SiteConfig
from publisher.model.addresses import absolute
from publisher.model.documents.document import Kind
from publisher.model.documents.topic import Topic
from publisher.model.fields import CHINA
from publisher.model.library import Library
from publisher.model.publicity import PublicityCalendar, PublicityEvent
from publisher.outputs.calendar import (
    campaign_day_event,
    empty_calendar,
    in_zone,
    serialised,
    uid,
)
from publisher.pages.publicity import BASE, FEED, page_of


def publicity_calendar(library: Library, config: SiteConfig, calendar: PublicityCalendar) -> bytes:
    """All of it, events that are over as well: who subscribed keeps what was."""
    found = empty_calendar(f"普法日历 - {config.site.name}", absolute(config.site, FEED))
    for entry in library.of(Kind.TOPIC):
        topic = cast(Topic, entry.meta)
        if topic.campaign_day is not None:
            found.add_component(campaign_day_event(config, entry, topic, topic.campaign_day))
    changed = datetime.combine(calendar.updated, time(), CHINA).astimezone(UTC)
    for event in calendar.events:
        found.add_component(_event(library, config, event, changed))
    return serialised(found)


def _event(library: Library, config: SiteConfig, event: PublicityEvent, changed: datetime) -> Event:
    """One event; a cancelled one stays in the calendar as such."""
    found = Event()
    found.add("uid", uid(config.site, f"calendar-{event.id}"))
    found.add("dtstamp", changed)
    found.add("last-modified", changed)
    found.add("sequence", event.sequence)
    found.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.starts is not None and event.ends is not None:
        found["DTSTART"], found["DTEND"] = in_zone(event.starts), in_zone(event.ends)
    else:
        found.add("dtstart", event.first_day)
        found.add("dtend", event.last_day + timedelta(days=1))
        found.add("transp", "TRANSPARENT")
    mark = "【已取消】" if event.cancelled else "【示例】" if event.example else ""
    found.add("summary", mark + event.title)
    if event.place:
        found.add("location", event.place)
    address = absolute(config.site, page_of(event, library) or BASE)
    lines = (event.note, f"主办：{event.organiser.name}", address)
    found.add("description", "\n".join(line for line in lines if line))
    found.add("url", vUri(address))
    found.add("categories", [event.kind.value])
    return found


def write_publicity_calendar(
    library: Library, config: SiteConfig, calendar: PublicityCalendar, site_dir: Path
) -> list[str]:
    """Write the calendar below `site_dir`; returns what was written."""
    file = site_dir / FEED
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(publicity_calendar(library, config, calendar))
    return [FEED]
