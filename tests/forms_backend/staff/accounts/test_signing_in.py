"""Signing in as people do it: devices, cookies over TLS, one's own password before what matters."""

from __future__ import annotations

import pyotp
import pytest

from forms_backend.accounts.service import StaffService
from forms_backend.identity.roles import Role
from tests.forms_backend.conftest import parts_of
from tests.forms_backend.staff.conftest import PASSWORD, prepare_account
from tests.forms_backend.web.test_security_headers import https_config

URL = "/staff/sign-in"


def enter(browser, login: str, password: str, code: str, address: str = "127.0.0.1"):
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser.fill_in(URL, {"login": login, "password": password, "code": code})


def test_strangers_do_not_keep_the_administrator_out(app, open_browser, clock) -> None:
    secret = prepare_account(parts_of(app), "admin", "zhengfawei", Role.ADMINISTRATOR)
    clock.move(minutes=1)
    desk = open_browser(app.test_client())
    assert enter(desk, "admin", PASSWORD, pyotp.TOTP(secret).at(clock())).status == 303
    desk.send("/staff/sign-out", {})
    for n in range(5):
        assert (
            enter(open_browser(app.test_client()), "admin", "x", "", f"192.0.2.{n}").status == 403
        )
    clock.move(seconds=31)
    for n in range(4):  # the pauses grow past the half minute that a code needs
        enter(open_browser(app.test_client()), "admin", "x", "", f"192.0.2.{10 + n}")
        clock.move(seconds=2 ** (n + 1))
    enter(open_browser(app.test_client()), "admin", "x", "", "192.0.2.99")
    code = pyotp.TOTP(secret).at(clock())
    elsewhere = enter(open_browser(app.test_client()), "admin", PASSWORD, code, "203.0.113.1")
    assert elsewhere.status == 403
    assert "秒再试" in elsewhere.text
    assert enter(desk, "admin", PASSWORD, code).status == 303


def test_the_cookie_of_a_device_is_good_for_its_account_alone(app, open_browser, clock) -> None:
    secret = prepare_account(parts_of(app), "li", "court", Role.HANDLER)
    prepare_account(parts_of(app), "wang", "court", Role.HANDLER)
    clock.move(minutes=1)
    desk = open_browser(app.test_client())
    assert enter(desk, "li", PASSWORD, pyotp.TOTP(secret).at(clock())).status == 303
    desk.send("/staff/sign-out", {})
    for n in range(5):
        enter(open_browser(app.test_client()), "wang", "x", "", f"192.0.2.{n}")
    assert "秒再试" in enter(desk, "wang", "x", "").text


def test_cookies_have_the_host_prefix_over_tls_at_the_root(make_app) -> None:
    secure = make_app(config=https_config()).test_client()
    cookie = secure.get(URL, base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-fabu_session=")
    assert "; Path=/" in cookie
    assert "Domain=" not in cookie
    plain = make_app().test_client().get(URL).headers["Set-Cookie"]
    assert plain.startswith("fabu_session=")


def test_the_secret_of_the_second_factor_is_in_no_cookie(app, open_browser) -> None:
    first = parts_of(app)[StaffService].add("li", "李", "court", Role.HANDLER, actor="cli:test")
    browser = open_browser(app.test_client())
    assert enter(browser, "li", first, "").status == 303
    browser.fill_in("/staff/password", {"old": first, "new": PASSWORD, "repeat": PASSWORD})
    page = browser.client.get("/staff/second-factor")
    secret = page.text.split("<code>")[1].split("<")[0]
    session = browser.client.get_cookie("fabu_session")
    with browser.client.session_transaction() as kept:
        assert secret not in str(dict(kept))
    assert session is not None
    assert browser.client.get("/staff/second-factor").text.count(secret) == 1


@pytest.mark.parametrize("action", ["", "/li/reset-totp", "/li/new-password", "/li/move"])
def test_what_gives_access_asks_for_ones_own_password_again(sign_in, app, action) -> None:
    prepare_account(parts_of(app), "li", "court", Role.HANDLER)
    admin = sign_in("admin", "zhengfawei", Role.ADMINISTRATOR)
    admin.open_form("/staff/accounts")
    typed = {"login": "wu", "name": "吴", "unit": "police", "role": "handler"}
    for wrong in ("", "guess"):
        page = admin.send(f"/staff/accounts{action}", typed | {"own_password": wrong})
        assert page.status == 422
        assert "您自己的密码不对" in page.text
    right = admin.send(f"/staff/accounts{action}", typed | {"own_password": PASSWORD})
    assert right.status in (200, 201)


def test_guessing_ones_own_password_ends_the_session(sign_in) -> None:
    admin = sign_in("admin", "zhengfawei", Role.ADMINISTRATOR)
    admin.open_form("/staff/accounts")
    for _ in range(5):
        admin.send("/staff/accounts", {"own_password": "guess"})
    assert admin.get("/staff/accounts").status == 303
