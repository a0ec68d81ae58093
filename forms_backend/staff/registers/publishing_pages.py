"""`/staff/registers/<key>/<number>/public`: what of an entry everybody may read."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.identity.errors import InvalidInputError, NotAllowedError, StaleMatterError
from forms_backend.registers import messages as texts
from forms_backend.registers.calendar import CalendarService
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.registers.entry_pages import BY_REGISTER, entry_page, opened
from forms_backend.web.context import part


@allow_roles(*WORKERS, narrower=BY_REGISTER)
def publish_entry(key: str, number: str) -> AnyResponse:
    """Approve the words as they are, or take the approval back."""
    opened(key, number)
    calendar, person = part(CalendarService), current_person()
    version = request.form.get("version", 0, type=int)
    try:
        if "end" in request.form:
            calendar.take_back(person, number, version)
        else:
            looked = bool(request.form.get("looked"))
            calendar.approve(person, number, version, is_looked_at=looked)
    except NotAllowedError:
        return entry_page(key, number, 403, notice=texts.NOT_ALLOWED)
    except InvalidInputError as error:
        return entry_page(key, number, 422, public_problems=error.problems)
    except StaleMatterError:
        return entry_page(key, number, 409, notice=texts.CALENDAR_STALE)
    return redirect(url_for("staff.register_entry", key=key, number=number), 303)


ROUTES = (("/registers/<key>/<number>/public", "publish_entry", publish_entry, "POST"),)
