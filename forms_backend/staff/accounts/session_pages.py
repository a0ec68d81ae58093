"""My sessions; for the administrator, the sessions and the lost second factor of others."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.requests import Kind
from forms_backend.accounts.sessions import SessionService
from forms_backend.identity.roles import Role
from forms_backend.staff import messages
from forms_backend.staff.access import Access, allow, allow_roles, current_person, session_token
from forms_backend.staff.accounts.account_pages import (
    account_page,
    asks_for_second,
    lacks_own_password,
)
from forms_backend.staff.matters import list_messages
from forms_backend.staff.rendering import page
from forms_backend.web.context import part


@allow(Access())
def session_list() -> Response:
    """Where the person is signed in."""
    found = part(SessionService).of(current_person(), session_token())
    notice = list_messages.SESSION_ENDED if "ended" in request.args else None
    return page("sessions.html", messages.SESSIONS, w=list_messages, sessions=found, notice=notice)


@allow(Access())
def end_session(session_id: int) -> AnyResponse:
    """End one of one's own; who ends this very one is led to the sign-in page."""
    part(SessionService).end(current_person(), session_id)
    return redirect(url_for("staff.session_list", ended="1"), 303)


@allow_roles(Role.ADMINISTRATOR)
def end_all_sessions(login: str) -> Response:
    """End every session of an account."""
    try:
        part(SessionService).end_all(login, actor=current_person().actor)
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(notice=list_messages.SESSIONS_ENDED_ALL.format(login=login))


@allow_roles(Role.ADMINISTRATOR)
def reset_second_factor(login: str) -> Response:
    """For somebody who lost the authenticator; the new one-time password is shown once."""
    if login == current_person().login:
        return account_page(422, list_messages.FACTOR_NOT_OWN)
    refusal = lacks_own_password()
    if refusal is not None:
        return refusal
    kept = asks_for_second(Kind.RESET_FACTOR, login)
    if kept is not None:
        return kept
    try:
        password = part(SessionService).reset_second_factor(login, actor=current_person().actor)
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(
        notice=list_messages.FACTOR_RESET_DONE.format(login=login, password=password)
    )


@allow_roles(Role.ADMINISTRATOR)
def issue_password(login: str) -> Response:
    """For somebody whose password was lost or ran out; the authenticator stays."""
    if login == current_person().login:
        return account_page(422, messages.NEW_PASSWORD_OWN)
    refusal = lacks_own_password()
    if refusal is not None:
        return refusal
    kept = asks_for_second(Kind.NEW_PASSWORD, login)
    if kept is not None:
        return kept
    try:
        password = part(SessionService).new_password(login, actor=current_person().actor)
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(notice=messages.ACCOUNT_PASSWORD.format(login=login, password=password))


ROUTES = (
    ("/sessions", "session_list", session_list, "GET"),
    ("/sessions/<int:session_id>/end", "end_session", end_session, "POST"),
    ("/accounts/<login>/end-sessions", "end_all_sessions", end_all_sessions, "POST"),
    ("/accounts/<login>/new-password", "issue_password", issue_password, "POST"),
    ("/accounts/<login>/reset-totp", "reset_second_factor", reset_second_factor, "POST"),
)
