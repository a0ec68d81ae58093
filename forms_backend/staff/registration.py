"""Hangs the staff zone into an application."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, redirect, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages as manuscript_messages
from forms_backend.manuscripts.desk import EditingDesk
from forms_backend.manuscripts.errors import EditingError
from forms_backend.staff import draft_pages, messages
from forms_backend.staff.access import (
    ANYBODY,
    Access,
    allow,
    check_access,
    current_person,
    leave,
)
from forms_backend.staff.accounts import (
    absence_pages,
    account_pages,
    session_pages,
    sign_in_pages,
)
from forms_backend.staff.audit import alert_pages, ledger_pages, outbox_pages
from forms_backend.staff.editing import (
    asset_pages,
    calendar_pages,
    import_pages,
    manuscript_pages,
    media_pages,
    online_pages,
    picture_pages,
    together_pages,
    word_pages,
)
from forms_backend.staff.editing import list_pages as manuscript_lists
from forms_backend.staff.filings import assessment_pages, filing_pages
from forms_backend.staff.matters import (
    attachment_pages,
    bell_pages,
    bulk_pages,
    data_request_pages,
    intake_pages,
    item_pages,
    letter_pages,
    list_pages,
    quarantine_pages,
    related_pages,
    team_pages,
)
from forms_backend.staff.meetings import agenda_pages, meeting_pages
from forms_backend.staff.navigation import navigation
from forms_backend.staff.records import delivery_pages, hearing_pages, visit_pages
from forms_backend.staff.registers import (
    entry_pages,
    exchange_pages,
    publishing_pages,
    register_pages,
    sample_pages,
)
from forms_backend.staff.rendering import error_page
from forms_backend.staff.reports import (
    analysis_pages,
    dashboard_pages,
    indicator_pages,
    report_pages,
)
from forms_backend.staff.unsent import forget_when_done
from forms_backend.web.context import parts_of

STATIC = Path(__file__).parent / "static"
MODULES = (
    sign_in_pages,
    list_pages,
    bell_pages,
    bulk_pages,
    quarantine_pages,
    data_request_pages,
    session_pages,
    absence_pages,
    related_pages,
    item_pages,
    team_pages,
    attachment_pages,
    intake_pages,
    visit_pages,
    meeting_pages,
    agenda_pages,
    register_pages,
    exchange_pages,
    publishing_pages,
    sample_pages,
    entry_pages,
    filing_pages,
    assessment_pages,
    delivery_pages,
    account_pages,
    ledger_pages,
    alert_pages,
    letter_pages,
    outbox_pages,
    hearing_pages,
    report_pages,
    dashboard_pages,
    analysis_pages,
    indicator_pages,
    draft_pages,
    manuscript_lists,
    import_pages,
    media_pages,
    calendar_pages,
    together_pages,
    manuscript_pages,
    word_pages,
    online_pages,
    picture_pages,
    asset_pages,
)
"""Each has `ROUTES`: rule, endpoint, view, method."""
HOME = {Role.ADMINISTRATOR: "staff.account_list", Role.AUDITOR: "staff.ledger"}
EDITING = "staff.manuscript_list"
WITHOUT_EDITING = "staff.session_list"
"""Where those start from who edit, on a server where nobody does."""


@allow(Access())
def home() -> AnyResponse:
    """The page that each role starts from."""
    role = current_person().role
    if role.works_on_manuscripts:
        is_on = EditingDesk in parts_of(current_app)
        return redirect(url_for(EDITING if is_on else WITHOUT_EDITING), 303)
    return redirect(url_for(HOME.get(role, "staff.work_list")), 303)


@allow(ANYBODY)
def style_sheet() -> Response:
    """The style sheet of the zone."""
    response = send_from_directory(STATIC, "staff.css", mimetype="text/css")
    response.headers["Cache-Control"] = "no-cache"
    return response


@allow(ANYBODY)
def list_script() -> Response:
    """The little JavaScript of the work lists."""
    response = send_from_directory(STATIC, "list.js", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@allow(ANYBODY)
def desk_script() -> Response:
    """The JavaScript that keeps what is typed."""
    response = send_from_directory(STATIC, "desk.js", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _not_found(_error: MatterNotFoundError) -> Response:
    return error_page(messages.NOT_FOUND, messages.NOT_FOUND_TEXT, 404)


def _cannot_edit(error: EditingError) -> Response:
    return error_page(manuscript_messages.TITLE, str(error), 503)


def register_staff(app: Flask) -> None:
    """Routes of the staff zone; `check_access` stands before each of them."""
    blueprint = Blueprint("staff", __name__, url_prefix="/staff", template_folder="templates")
    blueprint.before_request(check_access)
    blueprint.after_request(forget_when_done)
    blueprint.teardown_request(leave)
    blueprint.app_template_global("navigation")(navigation)
    blueprint.add_url_rule("/", "home", home, strict_slashes=False)
    blueprint.add_url_rule("/staff.css", "style_sheet", style_sheet)
    blueprint.add_url_rule("/list.js", "list_script", list_script)
    blueprint.add_url_rule("/desk.js", "desk_script", desk_script)
    for module in MODULES:
        for rule, endpoint, view, method in module.ROUTES:
            blueprint.add_url_rule(rule, endpoint, view, methods=[method])
    blueprint.register_error_handler(MatterNotFoundError, _not_found)
    blueprint.register_error_handler(EditingError, _cannot_edit)
    app.register_blueprint(blueprint)
