"""`/activities`: a page that needs no JavaScript, a calendar to subscribe to, and the same as JSON.

All three say what units approved for everybody of the registers that have a calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from flask import Blueprint, Response, jsonify, url_for
from icalendar import Calendar, Event

from district.registers.models import FieldType
from forms_backend.matters.rules import CaseworkRules
from forms_backend.public.activities import messages as texts
from forms_backend.public.rendering import page
from forms_backend.registers.calendar import CalendarService
from forms_backend.registers.public_words import PublicEntry, shown_lines
from forms_backend.running.clock import local_date
from forms_backend.web.context import ground, part
from forms_backend.web.limits import limit_searches

blueprint = Blueprint("activity_pages", __name__, url_prefix="/activities")

PRODUCT = "-//Fabu//Legal Publicity//ZH"
CALENDAR_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Activity:
    """One activity as it is shown."""

    entry: PublicEntry
    weekday: str
    unit: str
    lines: Sequence[tuple[str, str]]


def _unit(key: str) -> str:
    unit = ground().config.unit(key)
    return unit.name if unit else key


def _shown() -> list[Activity]:
    named = {FieldType.UNIT: _unit, FieldType.POINT: part(CaseworkRules).points.name}
    found = []
    for entry in part(CalendarService).shown():
        weekday = texts.WEEKDAY.format(day=texts.WEEKDAYS[entry.day.weekday()])
        found.append(Activity(entry, weekday, _unit(entry.unit), shown_lines(entry, named)))
    return found


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("")
@limit_searches
def activities() -> Response:
    """What is coming, and what was held in the last weeks; a day that has passed does not say that
    it was held, its register does."""
    found, today = _shown(), local_date(ground().clock())
    ahead = [one for one in found if one.entry.day >= today]
    held = [one for one in reversed(found) if one.entry.is_over and not one.entry.is_void]
    past = [one for one in held if one.entry.day < today]
    address = url_for("activity_pages.activity_calendar", _external=True)
    return page(
        "activities.html",
        texts.TITLE,
        x=texts,
        ahead=ahead,
        past=past,
        webcal=f"webcal:{address.partition(':')[2]}",
    )


@blueprint.get("/activities.json")
@limit_searches
def activity_data() -> Response:
    """The same for programs."""
    return _kept(
        jsonify(
            activities=[
                {
                    "id": one.entry.number,
                    "title": one.entry.title,
                    "day": one.entry.day.isoformat(),
                    "unit": one.unit,
                    "state": one.entry.state,
                    "cancelled": one.entry.is_void,
                    "fields": [{"label": label, "value": value} for label, value in one.lines],
                }
                for one in _shown()
            ]
        )
    )


@blueprint.get("/activities.ics")
@limit_searches
def activity_calendar() -> Response:
    """RFC 5545, whole days: the time stands in the text as it was written."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{ground().config.site.name}{texts.TITLE}")
    host, now = ground().config.site.url.host, ground().clock()
    for one in _shown():
        event, void = Event(), one.entry.is_void
        title = one.entry.title
        event.add("uid", f"{one.entry.number}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", one.entry.day)
        event.add("dtend", one.entry.day + timedelta(days=1))
        event.add("status", "CANCELLED" if void else "CONFIRMED")
        event.add("summary", texts.CANCELLED_TITLE.format(title=title) if void else title)
        lines = [*one.lines, (texts.UNIT, one.unit)]
        event.add("description", "\n".join(f"{label}：{value}" for label, value in lines))
        calendar.add_component(event)
    return _kept(Response(cast(bytes, calendar.to_ical()), content_type=CALENDAR_TYPE))
