"""日程: what goes live and ends by itself, and what grows stale."""

from __future__ import annotations

from flask import Response

from forms_backend.manuscripts import messages
from forms_backend.manuscripts.places import place_of
from forms_backend.running.clock import local_date
from forms_backend.staff.access import allow_roles
from forms_backend.staff.editing import editing_messages
from forms_backend.staff.editing.list_pages import PEOPLE, desk
from forms_backend.staff.rendering import page
from forms_backend.web.context import ground


@allow_roles(*PEOPLE)
def editing_calendar() -> Response:
    """What is overdue, and what comes."""
    rows, away = desk().calendar()
    today = local_date(ground().clock()).isoformat()
    return page(
        "editing/calendar.html",
        messages.CALENDAR,
        e=editing_messages,
        away=away,
        parts=(
            ("past", editing_messages.CALENDAR_PAST, [one for one in rows if one.day < today]),
            ("coming", editing_messages.CALENDAR_COMING, [one for one in rows if one.day >= today]),
        ),
        place_of=place_of,
    )


ROUTES = (("/editing/calendar", "editing_calendar", editing_calendar, "GET"),)
