"""iCalendar files (RFC 5545): hearings to subscribe to or to save, and campaign days.

Identifiers are stable, SEQUENCE comes from the manuscript, and nothing depends on the time of the
build, so that a calendar changes only when a hearing does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneStandard,
    vDatetime,
    vDuration,
    vText,
    vUri,
)

from district.models import Site, SiteConfig
from publisher.model.addresses import absolute
from publisher.model.documents.document import Kind
from publisher.model.documents.hearing import Hearing
from publisher.model.documents.topic import Topic
from publisher.model.library import Entry, Library
from publisher.pages.hearings import (
    BASE,
    CALENDAR,
    CALENDAR_FACETS,
    ONE_CALENDAR,
    copied_text,
    place,
    terms_of,
)

CAMPAIGNS = f"topics/{CALENDAR}"
"""The calendar of the days of the year that topics belong to."""

ZONE = "Asia/Shanghai"
PRODUCT = "-//Fabu//Legal Publicity//ZH"
REFRESH = timedelta(hours=6)
REMINDERS = ((timedelta(days=1), "明天旁听庭审"), (timedelta(hours=2), "两小时后旁听庭审"))


def uid(site: Site, identifier: str) -> str:
    """The event's UID: stable as long as the document's id and the site's host are."""
    return f"{identifier}@{site.url.host}"


def _zone() -> Timezone:
    """China has kept one offset since 1992, and hearings lie after that."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1992, 1, 1))
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def empty_calendar(name: str, url: str = "") -> Calendar:
    """A calendar without events; `url`: where it can be subscribed to."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    if url:
        calendar.add("source", vUri(url), parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_zone())
    return calendar


def in_zone(moment: datetime) -> vDatetime:
    """A time of day in China, named by its zone."""
    value = vDatetime(moment.replace(tzinfo=None))
    value.params["TZID"] = ZONE
    return value


def _stamp(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def hearing_event(config: SiteConfig, entry: Entry, hearing: Hearing) -> Event:
    """One hearing; a cancelled one stays in the calendar as such and reminds nobody."""
    event = Event()
    event.add("uid", uid(config.site, hearing.id))
    event.add("dtstamp", _stamp(hearing.date))
    event.add("created", _stamp(hearing.published))
    event.add("last-modified", _stamp(hearing.date))
    event.add("sequence", hearing.sequence)
    event.add("status", "CANCELLED" if hearing.is_cancelled else "CONFIRMED")
    event["DTSTART"] = in_zone(hearing.starts)
    event["DTEND"] = in_zone(hearing.ends)
    event.add("summary", f"{'【已取消】' if hearing.is_cancelled else ''}{hearing.title}")
    event.add("location", place(hearing))
    event.add("description", _description(config, entry, hearing))
    event.add("url", vUri(absolute(config.site, entry.url)))
    event.add("categories", [term.label for term in hearing.areas])
    if not hearing.is_cancelled:
        for before, text in REMINDERS:
            event.add_component(_alarm(before, text))
    return event


def _description(config: SiteConfig, entry: Entry, hearing: Hearing) -> str:
    if hearing.is_cancelled:
        return f"本场庭审已取消，请不要前往。\n{absolute(config.site, entry.url)}"
    return "\n".join(
        (
            copied_text(config, entry, hearing),
            f"案由：{hearing.cause}",
            f"开放对象：{hearing.open_to}",
            *config.bookings.visitors.how_to_come,
        )
    )


def _alarm(before: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", vText(text))
    alarm.add("trigger", -before)
    return alarm


def serialised(calendar: Calendar) -> bytes:
    """The calendar as the bytes of its file."""
    return bytes(calendar.to_ical())


def hearings_calendar(
    config: SiteConfig, name: str, pairs: Iterable[tuple[Entry, Hearing]], url: str = ""
) -> bytes:
    """A calendar of those hearings in the order of their start.

    `url`: where it can be subscribed to, relative to the site's root; empty for a file to save.
    """
    calendar = empty_calendar(name, absolute(config.site, url) if url else "")
    for entry, hearing in sorted(pairs, key=lambda pair: (pair[1].starts, pair[1].id)):
        calendar.add_component(hearing_event(config, entry, hearing))
    return serialised(calendar)


def campaign_calendar(config: SiteConfig, topics: Sequence[tuple[Entry, Topic]]) -> bytes:
    """The campaign days (如 4 月 26 日、12 月 4 日) of topics, each every year."""
    calendar = empty_calendar(f"普法宣传日 - {config.site.name}", absolute(config.site, CAMPAIGNS))
    for entry, topic in topics:
        if topic.campaign_day is not None:
            calendar.add_component(campaign_day_event(config, entry, topic, topic.campaign_day))
    return serialised(calendar)


def campaign_day_event(config: SiteConfig, entry: Entry, topic: Topic, month_day: str) -> Event:
    """The campaign day `month_day` (MM-DD) of a topic, all day and every year."""
    month, day = map(int, month_day.split("-"))
    first = date(topic.published.year, month, day) if (month, day) != (2, 29) else date(2024, 2, 29)
    event = Event()
    event.add("uid", uid(config.site, f"{topic.id}-day"))
    event.add("dtstamp", _stamp(topic.date))
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    event.add("rrule", {"freq": "yearly"})
    event.add("summary", topic.title)
    event.add("description", f"{topic.summary}\n{absolute(config.site, entry.url)}")
    event.add("url", vUri(absolute(config.site, entry.url)))
    event.add("transp", "TRANSPARENT")
    return event


def calendar_files(library: Library, config: SiteConfig) -> Iterator[tuple[str, bytes]]:
    """(path below the site's root, content) of every calendar.

    A court or an area that had a hearing keeps its calendar when none is ahead: who subscribed to
    it must not run into a missing file.
    """
    pairs = [(entry, cast(Hearing, entry.meta)) for entry in library.of(Kind.HEARING)]
    ahead = [pair for pair in pairs if not pair[1].is_retired]
    name = f"旁听庭审 - {config.site.name}"
    yield BASE + CALENDAR, hearings_calendar(config, name, ahead, BASE + CALENDAR)
    for facet in CALENDAR_FACETS:
        terms = {term for entry, _ in pairs for term in terms_of(entry)[facet]}
        for term in sorted(terms, key=lambda term: term.key):
            path = f"{BASE}{facet}/{term.key}/{CALENDAR}"
            members = [pair for pair in ahead if term in terms_of(pair[0])[facet]]
            yield path, hearings_calendar(config, f"{term.label}{name}", members, path)
    for entry, hearing in ahead:
        yield entry.url + ONE_CALENDAR, hearings_calendar(config, hearing.title, [(entry, hearing)])
    topics = [(entry, cast(Topic, entry.meta)) for entry in library.of(Kind.TOPIC)]
    yield CAMPAIGNS, campaign_calendar(config, topics)


def write_calendars(library: Library, config: SiteConfig, site_dir: Path) -> list[str]:
    """Write every calendar below `site_dir`; returns what was written."""
    written = []
    for path, content in calendar_files(library, config):
        file = site_dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        written.append(path)
    return written
