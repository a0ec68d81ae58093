"""Steps on several matters that were ticked in a list."""

from __future__ import annotations

from contextlib import suppress

from flask import Response, request, url_for

from forms_backend.identity.errors import MatterNotFoundError, NotAllowedError
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.service import MatterService
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.audit.ledger_words import outcome_words
from forms_backend.staff.matters import list_messages
from forms_backend.staff.matters.list_pages import PAGE_SIZE
from forms_backend.staff.matters.list_query import read_list_query
from forms_backend.staff.rendering import page
from forms_backend.web.context import part
from forms_backend.worklists.bulk_service import BulkService, Chosen, Outcome, Result


def _chosen() -> list[Chosen]:
    """What was ticked: `item` is number and version as the list showed them, "TS…-000123.4"."""
    found = []
    for value in request.form.getlist("item")[:PAGE_SIZE]:
        number, _, version = value.rpartition(".")
        if version.isascii() and version.isdigit() and len(version) < 10:
            found.append(Chosen(number, int(version)))
    return found


def _result_page(results: list[Result], nothing: str = list_messages.NOTHING_CHOSEN) -> Response:
    done = sum(result.outcome is Outcome.DONE for result in results)
    lead = list_messages.RESULTS_LEAD.format(done=done, left=len(results) - done)
    notice = lead if results else nothing
    return page(
        "bulk_result.html",
        list_messages.RESULTS,
        200 if results else 422,
        w=list_messages,
        results=results,
        notice=notice,
        back=_back(),
        proposals=request.endpoint == "staff.accept_proposals",
        failed=done < len(results) or not results,
    )


def _list_query() -> dict[str, str | int]:
    """The list that the ticks came from."""
    try:
        return read_list_query(request.args.to_dict()).parameters()
    except ValueError:
        return {}


def _back() -> str:
    return url_for("staff.work_list", **_list_query())  # type: ignore[arg-type]


@allow_roles(Role.INTAKE, Role.SUPERVISOR)
def assign_many() -> Response:
    """One unit and one basis for all that were ticked; says for each what became of it."""
    unit, basis = request.form.get("unit", ""), request.form.get("basis", "")
    return _result_page(list(part(BulkService).assign(current_person(), _chosen(), unit, basis)))


@allow_roles(*WORKERS)
def perform_many() -> Response:
    """One step for all that were ticked, with one reason; says for each what became of it."""
    form = request.form
    try:
        results = part(BulkService).perform(
            current_person(),
            _chosen(),
            Action(form.get("step", "")),
            reason=form.get("basis", ""),
            unit=form.get("unit", ""),
            channel=form.get("channel", ""),
        )
    except (ValueError, NotAllowedError):
        return _result_page([], list_messages.STEP_UNKNOWN)
    return _result_page(list(results))


@allow_roles(*WORKERS)
def print_many() -> Response:
    """All that were ticked, one a sheet; each one that is opened stands in the ledger."""
    views = []
    for one in _chosen():
        with suppress(MatterNotFoundError):
            views.append(part(MatterService).open(current_person(), one.number))
    if not views:
        return _result_page([])
    return page(
        "print.html",
        list_messages.PRINT_TITLE.format(count=len(views)),
        w=list_messages,
        views=views,
        outcome_words=outcome_words,
    )


@allow_roles(Role.INTAKE)
def show_proposals() -> Response:
    """Where the rules would send each; changes nothing, and is a POST since it takes the ticks."""
    proposed = part(BulkService).proposals(current_person(), _chosen())
    if not proposed:
        return _result_page([])
    ready = [one for one in proposed if one.proposal and not one.proposal.doubts]
    return page(
        "proposals.html",
        list_messages.PROPOSALS,
        w=list_messages,
        proposed=proposed,
        ready=ready,
        back=_back(),
        kept=_list_query(),
    )


@allow_roles(Role.INTAKE)
def accept_proposals() -> Response:
    """Each goes where its proposal says, with the basis of the proposal."""
    return _result_page(list(part(BulkService).accept_proposals(current_person(), _chosen())))


ROUTES = (
    ("/items/steps", "perform_many", perform_many, "POST"),
    ("/items/print", "print_many", print_many, "POST"),
    ("/items/assign", "assign_many", assign_many, "POST"),
    ("/items/proposals", "show_proposals", show_proposals, "POST"),
    ("/items/accept-proposals", "accept_proposals", accept_proposals, "POST"),
)
