"""`/staff/bell`: what the person was told, with marks at what is new."""

from __future__ import annotations

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.filings.reading import FilingReader
from forms_backend.filings.reminders import waiting_lines
from forms_backend.matters.quarantine import QuarantineService
from forms_backend.notices.bell import BellService
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.rendering import page
from forms_backend.teamwork.service import TeamworkService
from forms_backend.web.context import part


@allow_roles(*WORKERS)
def bell() -> Response:
    """The newest first; opening a matter marks what was told of it."""
    person = current_person()
    return page(
        "bell.html",
        messages.BELL,
        rings=part(BellService).rings(person),
        held=part(QuarantineService).count(person),
        assists=part(TeamworkService).owed_line(person),
        filings=waiting_lines(part(FilingReader).waiting(person)),
    )


@allow_roles(*WORKERS)
def see_all() -> AnyResponse:
    """Nothing is new any more."""
    part(BellService).see(current_person())
    return redirect(url_for("staff.bell"), 303)


ROUTES = (
    ("/bell", "bell", bell, "GET"),
    ("/bell", "see_all", see_all, "POST"),
)
