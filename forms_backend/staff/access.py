"""Who may call which route: declared at the view, enforced before each request, tested as a whole."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, redirect, request, session, url_for

from forms_backend.accounts.pauses import DEVICE_LIFE, Devices, Origin
from forms_backend.accounts.service import StaffService
from forms_backend.identity.addresses import address_class
from forms_backend.identity.person import Person, SignedIn
from forms_backend.identity.roles import Role
from forms_backend.ledger.address_class import request_begins, request_ends
from forms_backend.staff import messages
from forms_backend.staff.rendering import error_page
from forms_backend.staff.unsent import COOKIE as COOKIE
from forms_backend.staff.unsent import PATH as PATH
from forms_backend.staff.unsent import keep_what_was_sent, way_back
from forms_backend.web.context import ground, part
from forms_backend.web.security import cookie_name
from forms_backend.web.sender import sender

DEVICE_COOKIE = "fabu_device"
_MARK = "fabu_access"

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """Who may call a view. No roles: everybody who is signed in, or everybody at all."""

    roles: frozenset[Role] = frozenset()
    without_sign_in: bool = False
    before_first_steps: bool = False
    """Open before the first password was changed and the second factor bound."""
    narrower: str = ""
    """What the view itself asks beyond the role, so that it may refuse one of `roles` too."""


def allow(access: Access) -> Callable[[View], View]:
    """Declares who may call a view; a view without declaration answers nobody."""

    def mark(view: View) -> View:
        setattr(view, _MARK, access)
        return view

    return mark


def allow_roles(*roles: Role, narrower: str = "") -> Callable[[View], View]:
    """Only these roles, fully signed in; `narrower` says what else the view asks."""
    return allow(Access(frozenset(roles), narrower=narrower))


ANYBODY = Access(without_sign_in=True)
WHILE_SIGNING_IN = Access(before_first_steps=True)
WORKERS = tuple(role for role in Role if role.works_on_matters)


def declared_access(app: Flask, endpoint: str) -> Access | None:
    """What the view of `endpoint` declares."""
    return getattr(app.view_functions[endpoint], _MARK, None)


def current_person() -> Person:
    """Who is signed in; only in views that need it."""
    return cast(SignedIn, g.signed_in).person


def check_access() -> Response | None:
    """Runs before each request of the zone; None lets it through."""
    g.signed_in = None
    request_begins(request.remote_addr)
    access = declared_access(current_app, request.endpoint or "")
    if access is None:
        return error_page(messages.FORBIDDEN, messages.FORBIDDEN_TEXT, 403)
    if access.without_sign_in:
        return None
    token = session_token()
    signed_in = part(StaffService).resume(token) if token else None
    if signed_in is None:
        kept = "kept" if keep_what_was_sent(token) else "1"
        target = url_for("staff.sign_in_form", expired=kept, to=way_back() or None)
        return cast(Response, redirect(target, 303))
    g.signed_in = signed_in
    if not access.before_first_steps and not signed_in.is_complete:
        step = "password_form" if signed_in.must_change_password else "second_factor_form"
        return cast(Response, redirect(url_for(f"staff.{step}"), 303))
    if access.roles and signed_in.person.role not in access.roles:
        return error_page(messages.FORBIDDEN, messages.FORBIDDEN_TEXT, 403)
    return None


def leave(_error: BaseException | None) -> None:
    """Runs after each request of the zone, whatever became of it."""
    request_ends()


def session_token() -> str:
    """Of this request; empty without one."""
    return request.cookies.get(_cookie(COOKIE)[0], "")


def _cookie(name: str) -> tuple[str, dict[str, Any]]:
    """Name and attributes of a cookie of the zone."""
    site = ground().config.site
    named = cookie_name(name, site)
    path = "/" if named != name else request.script_root + PATH
    secure = site.url.scheme == "https"
    return named, {"path": path, "httponly": True, "samesite": "Strict", "secure": secure}


def give_session(response: Response, token: str) -> Response:
    """Set the cookie of a fresh session and forget the CSRF token from before signing in."""
    session.clear()
    name, attributes = _cookie(COOKIE)
    response.set_cookie(name, token, **attributes)
    return response


def origin_of(login: str) -> Origin:
    """Where this request comes from, for an attempt to sign in to that account."""
    kept = request.cookies.get(_cookie(DEVICE_COOKIE)[0], "")
    device = part(Devices).read(kept, login.strip().lower(), ground().clock()) if kept else None
    return Origin(sender(), device, address_class(request.remote_addr))


def remember_device(response: Response, login: str, origin: Origin) -> Response:
    """Somebody signed in here: strangers' wrong passwords will not stand in the way."""
    device = origin.device or secrets.token_urlsafe(16)
    value = part(Devices).issue(login.strip().lower(), device, ground().clock())
    name, attributes = _cookie(DEVICE_COOKIE)
    response.set_cookie(name, value, max_age=int(DEVICE_LIFE.total_seconds()), **attributes)
    return response


def take_session(response: Response) -> Response:
    """Remove the cookie."""
    session.clear()
    name, attributes = _cookie(COOKIE)
    response.delete_cookie(name, **attributes)
    return response
