"""The ledger, for the auditor alone: who did what when, without what visitors wrote."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Response, request

from forms_backend.accounts.service import StaffService
from forms_backend.fields.field_rules import InvalidValueError, read_date
from forms_backend.identity.actors import SYSTEM, VISITOR, staff_actor
from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.ledger.wanted import Wanted
from forms_backend.office_files.spreadsheets import MEDIA_TYPE
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.staff import messages
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.audit.ledger_file import ledger_workbook
from forms_backend.staff.audit.ledger_words import detail_words
from forms_backend.staff.downloads import download
from forms_backend.staff.rendering import page
from forms_backend.web.context import part

SHOWN = 200
MOST_EXPORTED = 10_000
ASKED = ("number", "actor", "since", "until", "readings", "address")
"""Inputs of the question."""


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_ZONE)


def _read_question(typed: dict[str, str]) -> tuple[Wanted, dict[str, str]]:
    """The question, and what of it could not be read, by input; that is left open."""
    problems: dict[str, str] = {}
    days: dict[str, date] = {}
    for key in ("since", "until"):
        try:
            if typed[key]:
                days[key] = read_date(typed[key])
        except InvalidValueError as error:
            problems[key] = str(error)
    before = typed["before"]
    wanted = Wanted(
        number=typed["number"].strip().upper(),
        actor=typed["actor"],
        since=_start_of(days["since"]) if "since" in days else None,
        until=_start_of(days["until"] + timedelta(days=1)) if "until" in days else None,
        readings_only=bool(typed["readings"]),
        address=typed["address"] if typed["address"] in messages.ADDRESS_CLASSES else "",
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 12 else None,
    )
    return wanted, problems


@allow_roles(Role.AUDITOR)
def ledger() -> Response:
    """The newest events, and whether the whole chain holds; or what was asked for, page by page."""
    typed = {key: request.args.get(key, "") for key in (*ASKED, "before")}
    wanted, problems = _read_question(typed)
    actor = current_person().actor
    asked = {key: typed[key] for key in ASKED if typed[key]}
    if asked or wanted.before is not None:
        found = part(LedgerService).look_up(wanted, SHOWN + 1, actor=actor)
        events, report = found[:SHOWN], None
        more = len(found) > SHOWN
        lead = messages.LEDGER_ASKED
    else:
        events, report = part(LedgerService).audit(SHOWN, actor=actor)
        more = len(events) == SHOWN
        lead = messages.LEDGER_LEAD.format(count=len(events))
    accounts = [
        (staff_actor(a.login), f"{a.name}（{a.login}）") for a in part(StaffService).accounts()
    ]
    return page(
        "ledger.html",
        messages.LEDGER,
        422 if problems else 200,
        events=events,
        report=report,
        lead=lead,
        asked=asked,
        typed=typed,
        problems=problems,
        next_page=events[-1].sequence if events and more else None,
        actors=[*accounts, (VISITOR, messages.VISITOR), (SYSTEM, messages.SYSTEM)],
        detail_words=detail_words,
        most=MOST_EXPORTED,
    )


@allow_roles(Role.AUDITOR)
def ledger_export() -> Response:
    """What was asked for as .xlsx; that it was taken along is in the ledger. A question that cannot
    be read gets the page that says so."""
    wanted, problems = _read_question(
        {key: request.args.get(key, "") for key in (*ASKED, "before")}
    )
    if problems:
        return ledger()
    actor = current_person().actor
    events = part(LedgerService).look_up(wanted, MOST_EXPORTED, actor=actor, taken_along=True)
    return download(ledger_workbook(events), MEDIA_TYPE, f"{messages.LEDGER}.xlsx")


ROUTES = (
    ("/ledger", "ledger", ledger, "GET"),
    ("/ledger.xlsx", "ledger_export", ledger_export, "GET"),
)
