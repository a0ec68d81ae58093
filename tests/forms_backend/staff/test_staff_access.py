"""Every route of the zone declares who may call it, and everybody else stays out."""

from __future__ import annotations

import itertools

import pyotp
import pytest
from werkzeug.test import Client

from forms_backend.accounts.service import StaffService
from forms_backend.identity.roles import Role
from forms_backend.staff.access import COOKIE, allow, declared_access
from tests.forms_backend.browsing import Browser
from tests.forms_backend.staff.conftest import PASSWORD, prepare_account

FILLED = {
    "number": "TS202611-000001",
    "hearing_id": "hearing-sale",
    "form_id": "complaint",
    "action": "register",
    "login": "nobody",
    "attachment_id": 1,
    "message_id": 1,
    "key": "urge-1",
    "filter_id": 1,
    "session_id": 99,
    "absence_id": 99,
    "assist_id": 1,
    "request_id": 99,
    "kind": "monthly",
    "last": "2026-10-31",
    "ending": "json",
    "name": "reports.css",
    "position": 1,
    "step": "report",
    "file_id": 1,
    "manuscript_id": "ld-wage",
    "commit": "0" * 40,
    "asset": "editing.css",
    "unit": "court",
    "parent": "zhengfawei",
    "version": 1,
}
"""An example of every argument that a route takes."""


def staff_routes(app) -> list[tuple[str, str, str]]:
    """Method, address and endpoint of everything below /staff."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff")]
    unknown = {rule.rule: sorted(rule.arguments - FILLED.keys()) for rule in rules}
    unknown = {route: names for route, names in unknown.items() if names}
    assert not unknown, f"give these arguments an example value in FILLED: {unknown}"
    found = []
    for rule in rules:
        with app.test_request_context():
            url = app.url_map.bind("localhost").build(
                rule.endpoint, {name: FILLED[name] for name in rule.arguments}
            )
        found += [(m, url, rule.endpoint) for m in rule.methods - {"OPTIONS", "HEAD"}]
    return found


def test_every_route_declares_who_may_call_it(app) -> None:
    routes = staff_routes(app)
    assert len(routes) >= 15
    assert [url for _, url, endpoint in routes if declared_access(app, endpoint) is None] == []


def test_a_new_argument_without_an_example_is_named(make_app) -> None:
    app = make_app()
    app.blueprints["staff"]._got_registered_once = False
    app.add_url_rule("/staff/new/<colour>", "staff.new", lambda colour: colour)
    with pytest.raises(AssertionError, match=r"/staff/new/<colour>.*colour"):
        staff_routes(app)


def test_a_route_without_declaration_answers_nobody(make_app, open_browser) -> None:
    app = make_app()
    app.blueprints["staff"]._got_registered_once = False
    app.add_url_rule("/staff/forgotten", "staff.forgotten", lambda: "secret")
    page = open_browser(app.test_client()).get("/staff/forgotten")
    assert page.status == 403
    assert "secret" not in page.text


def test_without_signing_in_every_route_leads_to_the_sign_in_page(app, client) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # what stands behind the CSRF check must hold alone
    for method, url, endpoint in staff_routes(app):
        access = declared_access(app, endpoint)
        response = client.open(url, method=method)
        if access.without_sign_in:
            assert response.status_code in (200, 403)
        else:
            assert response.status_code == 303, url
            assert "/staff/sign-in" in response.headers["Location"]


@pytest.mark.parametrize("role", Role)
def test_other_roles_are_refused(app, sign_in, role: Role) -> None:
    browser = sign_in("someone", "court", role)
    app.config["WTF_CSRF_ENABLED"] = False
    for method, url, endpoint in staff_routes(app):
        access = declared_access(app, endpoint)
        if access.roles and role not in access.roles:
            assert browser.client.open(url, method=method).status_code == 403, url
        elif access.roles and method == "GET":
            refused = (403,) if access.narrower else ()
            assert browser.client.open(url).status_code in (200, 303, 404, *refused), url


def test_before_the_first_steps_only_they_are_open(app, parts, open_browser) -> None:
    first = parts[StaffService].add("li", "李四", "court", Role.HANDLER, actor="cli:test")
    browser = open_browser(app.test_client())
    browser.fill_in("/staff/sign-in", {"login": "li", "password": first, "code": ""})
    for method, url, endpoint in staff_routes(app):
        access = declared_access(app, endpoint)
        if method == "GET" and not (access.without_sign_in or access.before_first_steps):
            assert "/staff/password" in browser.get(url).response.headers["Location"]
    wrong = browser.fill_in(
        "/staff/password", {"old": first, "new": PASSWORD, "repeat": PASSWORD + "x"}
    )
    assert wrong.status == 422
    browser.fill_in("/staff/password", {"old": first, "new": PASSWORD, "repeat": PASSWORD})
    assert "/staff/second-factor" in browser.get("/staff/items").response.headers["Location"]
    page = browser.get("/staff/second-factor")
    assert "data:image/svg+xml" in page.text


def test_every_state_change_needs_its_csrf_token(app, sign_in, number) -> None:
    browser = sign_in("someone", "zhengfawei", Role.INTAKE)
    posts = [url for method, url, _ in staff_routes(app) if method == "POST"]
    assert len(posts) >= 7
    assert {browser.client.post(url).status_code for url in posts} == {400}


def test_the_session_cookie_is_fresh_http_only_strict_and_for_the_zone(
    app, sign_in, open_browser
) -> None:
    fixed = "chosen-by-an-attacker"
    browser = sign_in("someone", "zhengfawei", Role.INTAKE)
    cookie = browser.client.get_cookie(COOKIE, path="/staff")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/staff")
    stranger: Client = app.test_client()
    stranger.set_cookie(COOKIE, fixed, path="/staff")
    assert stranger.get("/staff/items").status_code == 303


def test_signing_out_ends_the_session_on_the_server(sign_in) -> None:
    browser = sign_in("someone", "zhengfawei", Role.INTAKE)
    token = browser.client.get_cookie(COOKIE, path="/staff").value
    browser.open_form("/staff/items")
    assert browser.send("/staff/sign-out", {}).status == 303
    browser.client.set_cookie(COOKIE, token, path="/staff")
    assert browser.get("/staff/items").status == 303


def test_every_cause_of_failure_reads_the_same(app, parts, open_browser) -> None:
    parts[StaffService].add("li", "李四", "court", Role.HANDLER, actor="cli:test")
    texts = set()
    for login, password in itertools.product(("li", "nobody"), ("wrong", "")):
        browser = open_browser(app.test_client())
        page = browser.fill_in("/staff/sign-in", {"login": login, "password": password})
        assert page.status == 403
        texts.add(page.text.split('role="alert">')[1].split("<")[0])
    assert len(texts) == 1


def test_tries_are_limited_by_address(make_app, open_browser) -> None:
    browser = open_browser(make_app(limit_sign_in="2 per hour").test_client())
    tries = [browser.fill_in("/staff/sign-in", {"login": "x", "password": "y"}) for _ in range(3)]
    assert [page.status for page in tries] == [403, 403, 429]


def test_allow_marks_and_returns_the_view() -> None:
    def view() -> str:
        return ""

    assert allow(declared := object())(view) is view  # type: ignore[arg-type]
    assert view.fabu_access is declared  # type: ignore[attr-defined]


def test_signing_in_forgets_what_the_session_knew_before(app, parts, clock) -> None:
    """Who put a session into somebody's browser (session fixation) knows nothing of what follows."""
    secret = prepare_account(parts, "li", "court", Role.HANDLER)
    clock.move(minutes=1)
    browser = Browser(app.test_client())
    browser.open_form("/staff/sign-in")
    with browser.client.session_transaction() as before:
        before["planted"] = "by somebody else"
        token = before["csrf_token"]
    code = pyotp.TOTP(secret).at(clock())
    page = browser.send("/staff/sign-in", {"login": "li", "password": PASSWORD, "code": code})
    assert page.status == 303
    with browser.client.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != token
