"""A page of the staff zone, in its own layout."""

from __future__ import annotations

from flask import Response, g, make_response, render_template

from forms_backend.accounts.absences import AbsenceService
from forms_backend.accounts.service import StaffService
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.fields import messages as shared
from forms_backend.identity.actors import SYSTEM, VISITOR, staff_actor
from forms_backend.matters.messages import NEED_LABELS
from forms_backend.matters.rules import CaseworkRules
from forms_backend.running.clock import local_text, received_text
from forms_backend.staff import messages
from forms_backend.visits import messages as visit_messages
from forms_backend.web.context import ground, part


def unit_name(key: str | None) -> str:
    """The short name of a unit; the key when the unit is no longer in units.yml."""
    unit = ground().config.unit(key) if key else None
    return unit.short if unit else key or ""


def actor_name(actor: str) -> str:
    """Who did it, as people say it."""
    if "names" not in g:
        g.names = part(StaffService).names()
    fixed = {VISITOR: messages.VISITOR, SYSTEM: messages.SYSTEM}
    return fixed.get(actor) or g.names.get(actor) or actor


def handler_name(login: str) -> str:
    """Who handles it, and who stands in today."""
    if "substitutes" not in g:
        g.substitutes = part(AbsenceService).substitutes()
    name, other = actor_name(staff_actor(login)), g.substitutes.get(login)
    if other is None:
        return name
    return messages.STOOD_FOR.format(name=name, other=actor_name(staff_actor(other)))


def form_title(form_id: str) -> str:
    """The title of a form; its id when it no longer exists."""
    form = ground().forms.get(form_id)
    return form.title if form else form_id


def category_label(form_id: str, category: str | None) -> str:
    """The label of a category in its form."""
    form = ground().forms.get(form_id)
    field = form.field("category") if form else None
    labels = {option.key: option.label for option in field.options} if field else {}
    return labels.get(category or "", category or "")


def source_label(key: str) -> str:
    """What people call the source of something that staff took in."""
    return part(CaseworkRules).sources.label(key)


def page(template: str, title: str, status: int = 200, **context: object) -> Response:
    """`staff/<template>` as a response."""
    signed_in = g.get("signed_in")
    html = render_template(
        f"staff/{template}",
        m=messages,
        t=shared,
        need_labels=NEED_LABELS,
        v=visit_messages,
        title=title,
        person=signed_in.person if signed_in else None,
        complete=bool(signed_in and signed_in.is_complete),
        site=ground().config.site,
        idle_seconds=ground().settings.staff_idle_minutes * 60,
        local_text=local_text,
        received_text=received_text,
        unit_name=unit_name,
        actor_name=actor_name,
        handler_name=handler_name,
        form_title=form_title,
        category_label=category_label,
        source_label=source_label,
        has_hearings=part(BookingOffice).desk.has_hearings,
        **context,
    )
    response = make_response(html, status)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def error_page(title: str, sentence: str, status: int) -> Response:
    """One sentence and the way back."""
    return page("error.html", title, status, sentence=sentence)
