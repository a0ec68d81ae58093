"""The areas of the zone in one table; what a person sees of it follows from the views' access."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, g, request, url_for

from district.registers.models import Registers
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.deliveries import messages as deliveries
from forms_backend.filings import assessment_messages as assessments
from forms_backend.filings import messages as filings
from forms_backend.filings.assessment_service import AssessmentService
from forms_backend.filings.reading import FilingReader
from forms_backend.identity.person import Person
from forms_backend.keeping.data_requests import FORM
from forms_backend.manuscripts import messages as manuscripts
from forms_backend.manuscripts.desk import EditingDesk
from forms_backend.matters.quarantine import QuarantineService
from forms_backend.notices.bell import BellService
from forms_backend.registers import messages as registers
from forms_backend.staff import messages
from forms_backend.staff.access import declared_access
from forms_backend.staff.matters import data_request_messages as data_requests
from forms_backend.visits import messages as visit_messages
from forms_backend.watching import messages as watching
from forms_backend.watching.service import WatchService
from forms_backend.web.context import ground, part, parts_of


def _everybody(_person: Person) -> bool:
    return True


def _whose_unit_holds_hearings(person: Person) -> bool:
    return part(BookingOffice).desk.has_hearings(person.unit)


def _has_something_in_quarantine(person: Person) -> bool:
    service = part(QuarantineService)
    return service.count(person) > 0 or service.count_discarded(person) > 0


def _unseen(person: Person) -> int:
    return part(BellService).unseen(person)


def _new_alerts(person: Person) -> int:
    return part(WatchService).new_count(person.actor)


def _registers_are_defined(_person: Person) -> bool:
    return bool(part(Registers).registers)


def _somebody_files(_person: Person) -> bool:
    return part(FilingReader).is_defined()


def _filings_waiting(person: Person) -> int:
    return part(FilingReader).waiting(person).total


def _units_are_assessed(_person: Person) -> bool:
    return part(AssessmentService).is_defined()


def _where_requests_are_taken(_person: Person) -> bool:
    return FORM in ground().forms


def _where_editing_is_on(_person: Person) -> bool:
    return EditingDesk in parts_of(current_app)


@dataclass(frozen=True)
class Area:
    """A page that people start from, and all below its address."""

    label: str
    endpoint: str
    access_key: str = ""
    is_for: Callable[[Person], bool] = _everybody
    """Beyond the roles that the view declares."""
    count: Callable[[Person], int] | None = None
    """How many new things stand there; None where nothing is counted."""


@dataclass(frozen=True)
class Link:
    """An area as one person sees it."""

    label: str
    url: str
    access_key: str
    is_here: bool
    count: int = 0


GROUPS = (
    (
        Area(messages.LISTS, "staff.work_list", "l"),
        Area(messages.QUARANTINE, "staff.quarantine", is_for=_has_something_in_quarantine),
        Area(messages.INTAKE, "staff.intake_list", "n"),
        Area(data_requests.TITLE, "staff.data_requests", is_for=_where_requests_are_taken),
        Area(visit_messages.VISITS, "staff.visit_list", "v"),
        Area(messages.MEETINGS, "staff.meeting_list", "m"),
        Area(registers.TITLE, "staff.register_overview", is_for=_registers_are_defined),
        Area(filings.TITLE, "staff.filing_list", is_for=_somebody_files, count=_filings_waiting),
        Area(deliveries.TITLE, "staff.delivery_list"),
        Area(messages.HEARINGS, "staff.hearing_list", is_for=_whose_unit_holds_hearings),
    ),
    (
        Area(messages.DASHBOARD, "staff.dashboard"),
        Area(messages.REPORTS, "staff.report_list"),
        Area(messages.ANALYSIS, "staff.analysis"),
        Area(messages.INDICATORS, "staff.indicator_board"),
        Area(assessments.TITLE, "staff.assessment_latest", is_for=_units_are_assessed),
    ),
    (Area(manuscripts.TITLE, "staff.manuscript_list", is_for=_where_editing_is_on),),
    (
        Area(messages.ACCOUNTS, "staff.account_list"),
        Area(messages.OUTBOX, "staff.outbox"),
        Area(messages.LEDGER, "staff.ledger"),
        Area(watching.ALERTS, "staff.alerts", count=_new_alerts),
    ),
)
"""Work on matters; watching over it; manuscripts; keeping the zone itself."""
OWN = (
    Area(messages.BELL, "staff.bell", count=_unseen),
    Area(messages.SESSIONS, "staff.session_list"),
    Area(messages.ABSENCES, "staff.absence_list"),
    Area(messages.CHANGE_PASSWORD, "staff.password_form"),
)
"""One's own account, apart from the work."""


def may_open(person: Person, area: Area) -> bool:
    """Whether the person may call the area's first page, and has a use for it."""
    access = declared_access(current_app, area.endpoint)
    return (
        access is not None
        and (not access.roles or person.role in access.roles)
        and (area.is_for(person))
    )


def _link(person: Person, area: Area) -> Link:
    url = url_for(area.endpoint)
    here = request.script_root + request.path
    is_here = here == url or here.startswith(f"{url}/")
    count = area.count(person) if area.count else 0
    return Link(area.label, url, area.access_key, is_here, count)


def _links(person: Person, areas: tuple[Area, ...]) -> list[Link]:
    return [_link(person, area) for area in areas if may_open(person, area)]


def navigation() -> dict[str, list[list[Link]] | list[Link]]:
    """`areas` in their groups and `own`, for who is fully signed in; both empty for others."""
    signed_in = g.get("signed_in")
    if signed_in is None or not signed_in.is_complete:
        return {"areas": [], "own": []}
    groups = (_links(signed_in.person, group) for group in GROUPS)
    return {"areas": [group for group in groups if group], "own": _links(signed_in.person, OWN)}
