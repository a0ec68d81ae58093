"""My sessions; for the administrator, the sessions and the lost second factor of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
    return _issued(login, _FACTOR)


@allow_roles(Role.ADMINISTRATOR)
def issue_password(login: str) -> Response:
    """For somebody whose password was lost or ran out; the authenticator stays."""
    return _issued(login, _PASSWORD)


@dataclass(frozen=True)
class _Issue:
    """What gives a new one-time password: what two persons call it, who does it, what is said of it,
    and why nobody does it for oneself."""

    kind: Kind
    do: Callable[..., str]
    done: str
    not_own: str


_FACTOR = _Issue(
    Kind.RESET_FACTOR,
    SessionService.reset_second_factor,
    list_messages.FACTOR_RESET_DONE,
    list_messages.FACTOR_NOT_OWN,
)
_PASSWORD = _Issue(
    Kind.NEW_PASSWORD,
    SessionService.new_password,
    messages.ACCOUNT_PASSWORD,
    messages.NEW_PASSWORD_OWN,
)


def _issued(login: str, issue: _Issue) -> Response:
    if login == current_person().login:
        return account_page(422, issue.not_own)
    refusal = lacks_own_password() or asks_for_second(issue.kind, login)
    if refusal is not None:
        return refusal
    try:
        password = issue.do(part(SessionService), login, actor=current_person().actor)
    except StaffError as error:
        return account_page(422, str(error))
    return account_page(notice=issue.done.format(login=login, password=password))


ROUTES = (
    ("/sessions", "session_list", session_list, "GET"),
    ("/sessions/<int:session_id>/end", "end_session", end_session, "POST"),
    ("/accounts/<login>/end-sessions", "end_all_sessions", end_all_sessions, "POST"),
    ("/accounts/<login>/new-password", "issue_password", issue_password, "POST"),
    ("/accounts/<login>/reset-totp", "reset_second_factor", reset_second_factor, "POST"),
)
