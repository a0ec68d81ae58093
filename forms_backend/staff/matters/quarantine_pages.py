"""What came in a burst: staff look at the beginnings and decide on many in one step."""

from __future__ import annotations

from flask import Response, request

from forms_backend.identity.roles import Role
from forms_backend.matters.quarantine import MOST_AT_ONCE, QuarantineService
from forms_backend.staff import messages
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.matters import list_messages
from forms_backend.staff.rendering import page
from forms_backend.web.context import part

LONGEST_NUMBER = 20


def _page(status: int = 200, notice: str | None = None) -> Response:
    service, person = part(QuarantineService), current_person()
    discarded = request.values.get("which") == "discarded"
    return page(
        "quarantine.html",
        messages.QUARANTINE,
        status,
        w=list_messages,
        held=service.discarded(person) if discarded else service.waiting(person),
        total=service.count_discarded(person) if discarded else service.count(person),
        others=service.count(person) if discarded else service.count_discarded(person),
        discarded=discarded,
        chosen="select" in request.args,
        notice=notice,
        failed=status >= 400,
    )


@allow_roles(Role.INTAKE, Role.SUPERVISOR)
def quarantine() -> Response:
    """What waits for the person's unit, oldest first; or what was discarded and is still kept."""
    return _page()


@allow_roles(Role.INTAKE, Role.SUPERVISOR)
def decide_quarantine() -> Response:
    """Those that were ticked become matters, or are discarded."""
    service, person = part(QuarantineService), current_person()
    ticked = request.form.getlist("number")[:MOST_AT_ONCE]
    numbers = {number for number in ticked if len(number) <= LONGEST_NUMBER}
    decisions = {
        "release": (service.release, messages.QUARANTINE_RELEASED),
        "discard": (service.discard, messages.QUARANTINE_DISCARDED),
    }
    decision = decisions.get(request.form.get("decision", ""))
    if not numbers or decision is None:
        return _page(422, messages.QUARANTINE_NOTHING)
    carry_out, sentence = decision
    return _page(notice=sentence.format(count=carry_out(person, numbers)))


ROUTES = (
    ("/quarantine", "quarantine", quarantine, "GET"),
    ("/quarantine", "decide_quarantine", decide_quarantine, "POST"),
)
