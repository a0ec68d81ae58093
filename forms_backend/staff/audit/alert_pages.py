"""`/staff/alerts`: unusual reading, for the auditor alone, in words and with the way to its events."""

from __future__ import annotations

from functools import partial

from flask import Response, request

from forms_backend.identity.roles import Role
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.rendering import page as staff_page
from forms_backend.watching import messages
from forms_backend.watching.alerts import Limits
from forms_backend.watching.service import WatchService
from forms_backend.web.context import part

SPANS = (7, 30, 90, 365)
"""Days that can be asked for; the first is the usual."""
page = partial(staff_page, w=messages)


@allow_roles(Role.AUDITOR)
def alerts() -> Response:
    """The newest day first, with marks at what came or grew since this auditor looked last."""
    asked = request.args.get("days", type=int)
    days = asked if asked in SPANS else SPANS[0]
    told = part(WatchService).look(days, actor=current_person().actor)
    return page(
        "alerts.html",
        messages.ALERTS,
        told=told,
        days=days,
        spans=[span for span in SPANS if span != days],
        limits=_limit_words(part(WatchService).limits),
    )


def _limit_words(limits: Limits) -> str:
    text = messages.LIMITS if limits.has_night else messages.NIGHT_OFF
    return text.format_map(vars(limits))


ROUTES = (("/alerts", "alerts", alerts, "GET"),)
