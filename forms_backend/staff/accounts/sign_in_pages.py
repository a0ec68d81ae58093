"""Signing in with two factors, the first steps of a new account, signing out."""

from __future__ import annotations

from typing import cast

import segno
from flask import Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.accounts.errors import (
    OneTimePasswordExpiredError,
    SignInError,
    SignInPausedError,
    WeakPasswordError,
)
from forms_backend.accounts.passwords import totp_uri
from forms_backend.accounts.pauses import Origin
from forms_backend.accounts.service import StaffService
from forms_backend.running.json_logs import log_event
from forms_backend.staff import messages
from forms_backend.staff.access import (
    ANYBODY,
    WHILE_SIGNING_IN,
    allow,
    current_person,
    give_session,
    origin_of,
    remember_device,
    session_token,
    take_session,
)
from forms_backend.staff.rendering import page
from forms_backend.staff.unsent import safe_way
from forms_backend.web.context import ground, part
from forms_backend.web.limits import limit_sign_ins

_LONGEST = 200


def _typed(name: str) -> str:
    return request.form.get(name, "")[:_LONGEST]


def _to(endpoint: str) -> Response:
    return redirect(url_for(f"staff.{endpoint}"), 303)  # type: ignore[return-value]


@allow(ANYBODY)
def sign_in_form() -> Response:
    """Account, password, code."""
    notices = {"1": messages.SIGNED_OUT, "kept": messages.SIGNED_OUT_KEPT}
    notice = notices.get(request.args.get("expired", ""))
    to = request.args.get("to", "")
    return page("sign_in.html", messages.SIGN_IN, notice=notice, login="", to=to)


@allow(ANYBODY)
@limit_sign_ins
def sign_in() -> Response:
    """One and the same refusal for every cause."""
    login = _typed("login")
    origin = origin_of(login)
    try:
        token = part(StaffService).sign_in(login, _typed("password"), _typed("code"), origin)
    except SignInError as error:
        _log_failure(login, origin, error)
        return page(
            "sign_in.html",
            messages.SIGN_IN,
            403,
            notice=_why(error),
            login=login,
            to=request.form.get("to", ""),
        )
    way = safe_way(request.form.get("to", ""))
    target = cast(Response, redirect(way, 303)) if way else _to("home")
    return remember_device(give_session(target, token), login, origin)


def _why(error: SignInError) -> str:
    if isinstance(error, SignInPausedError):
        return messages.SIGN_IN_PAUSED.format(seconds=error.seconds)
    if isinstance(error, OneTimePasswordExpiredError):
        return messages.ONE_TIME_EXPIRED
    return messages.SIGN_IN_FAILED


def _log_failure(login: str, origin: Origin, error: SignInError) -> None:
    """Only a login that there is: what people type there by mistake may be their password."""
    known = part(StaffService).knows(login)
    log_event(
        "sign_in_failed",
        account=login.strip().lower() if known else "unknown",
        address=origin.kind,
        known_device=origin.device is not None,
        paused=isinstance(error, SignInPausedError),
    )
    ground().metrics.add(
        "fabu_sign_ins_failed_total", paused="yes" if isinstance(error, SignInPausedError) else "no"
    )


@allow(WHILE_SIGNING_IN)
def sign_out() -> Response:
    """Ends the session on the server."""
    part(StaffService).sign_out(session_token())
    return take_session(_to("sign_in_form"))


def _password_page(status: int = 200, notice: str | None = None) -> Response:
    first = messages.FIRST_PASSWORD if g.signed_in.must_change_password else None
    return page("password.html", messages.CHANGE_PASSWORD, status, notice=notice, lead=first)


@allow(WHILE_SIGNING_IN)
def password_form() -> Response:
    """Old password, new password twice."""
    return _password_page()


@allow(WHILE_SIGNING_IN)
@limit_sign_ins
def change_password() -> Response:
    """A changed password ends every session and begins a new one."""
    new = request.form.get("new", "")
    if new != request.form.get("repeat", ""):
        return _password_page(422, messages.PASSWORDS_DIFFER)
    try:
        token = part(StaffService).change_password(current_person(), _typed("old"), new)
    except WeakPasswordError as error:
        return _password_page(422, str(error))
    except SignInError:
        return _password_page(422, messages.OLD_PASSWORD_WRONG)
    return give_session(_to("home"), token)


def _second_factor_page(secret: str, status: int = 200, notice: str | None = None) -> Response:
    uri = totp_uri(secret, current_person().login, ground().config.site.name)
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=4)
    return page(
        "second_factor.html",
        messages.SECOND_FACTOR,
        status,
        notice=notice,
        secret=secret,
        picture=picture,
    )


@allow(WHILE_SIGNING_IN)
def second_factor_form() -> AnyResponse:
    """The QR code, once; an account that has its second factor goes home."""
    if not g.signed_in.must_set_second_factor:
        return _to("home")
    return _second_factor_page(part(StaffService).offer_second_factor(current_person()))


@allow(WHILE_SIGNING_IN)
@limit_sign_ins
def set_second_factor() -> AnyResponse:
    """Bound when the app shows the right code."""
    if not g.signed_in.must_set_second_factor:
        return _to("second_factor_form")
    try:
        part(StaffService).set_second_factor(current_person(), _typed("code"))
    except SignInError:
        secret = part(StaffService).offer_second_factor(current_person())
        return _second_factor_page(secret, 422, messages.SECOND_FACTOR_WRONG)
    return _to("home")


ROUTES = (
    ("/sign-in", "sign_in_form", sign_in_form, "GET"),
    ("/sign-in", "sign_in", sign_in, "POST"),
    ("/sign-out", "sign_out", sign_out, "POST"),
    ("/password", "password_form", password_form, "GET"),
    ("/password", "change_password", change_password, "POST"),
    ("/second-factor", "second_factor_form", second_factor_form, "GET"),
    ("/second-factor", "set_second_factor", set_second_factor, "POST"),
)
