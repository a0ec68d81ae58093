"""The ledger, for the auditor alone: who did what when, without what visitors wrote."""

from __future__ import annotations

from flask import Response

from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.staff import messages
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.audit.ledger_words import detail_words
from forms_backend.staff.rendering import page
from forms_backend.web.context import part

SHOWN = 200


@allow_roles(Role.AUDITOR)
def ledger() -> Response:
    """The newest events, and whether the whole chain holds."""
    events, report = part(LedgerService).audit(SHOWN, actor=current_person().actor)
    verdict = (
        messages.LEDGER_INTACT.format(count=report.checked)
        if report.is_intact
        else messages.LEDGER_BROKEN.format(verdict=report.verdict())
    )
    return page(
        "ledger.html",
        messages.LEDGER,
        events=events,
        verdict=verdict,
        intact=report.is_intact,
        lead=messages.LEDGER_LEAD.format(count=len(events)),
        detail_words=detail_words,
    )


ROUTES = (("/ledger", "ledger", ledger, "GET"),)
