"""What a stranger, a visitor or a curious colleague may try, over all routes, forms and roles."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from typing import Any

import pytest
from flask import Flask

from district.forms.fields import FieldKind
from district.forms.models import FormDefinition
from forms_backend.accounts.repository import hash_token
from forms_backend.accounts.tables import Staff, StaffSession
from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.states.transitions import TRANSITIONS
from forms_backend.public.registration import SIGNED, WITHOUT_CSRF
from forms_backend.running.parts import Parts
from forms_backend.staff.access import COOKIE
from forms_backend.submissions.channel import Channel
from forms_backend.web.security import DOWNLOAD_SECURITY_POLICY, SECURITY_HEADERS
from tests.forms_backend.staff.test_staff_access import FILLED, staff_routes

EXAMPLES = FILLED | {
    "path": "cases/ld-001/index.html", "format_name": "pdf", "name": "forms.js", "token": "x",
    "mark": "x", "file": "x",
}  # fmt: skip
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
NAUGHTY = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>q{{7*7}}z${7*7}#{7*7}<%=7*7%>"
RUNS = ("<img src=x", "<script>alert", "q49z", "onerror=alert(1)>")
FORMULA = "=cmd|' /C calc'!A0"


def signed_in(app: Flask, parts: Parts, open_browser: Any, role: Role, unit: str) -> Any:
    """A browser of somebody with that role; the password is left out, since hashing it is slow."""
    login = f"{role.value}-{unit}"
    with parts.ground.database.write() as session:
        person = Staff(
            login=login,
            name="某人",
            unit=unit,
            role=role.value,
            password_hash="-",
            must_change_password=False,
            totp_secret=b"-",
            totp_last_step=0,
            failures=0,
            created_at=parts.ground.clock(),
        )
        session.add(person)
        session.flush()
        now = parts.ground.clock()
        session.add(
            StaffSession(
                staff_id=person.id, token_hash=hash_token(login), created_at=now, seen_at=now
            )
        )
    browser = open_browser(app.test_client())
    browser.client.set_cookie(COOKIE, login, path="/staff")
    return browser


def public_routes(app: Flask) -> list[tuple[str, str, str]]:
    """Method, address and endpoint of everything outside the staff zone."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/staff"):
            continue
        missing = rule.arguments - EXAMPLES.keys()
        assert not missing, f"give {missing} of {rule.rule} an example"
        with app.test_request_context():
            values = {name: EXAMPLES[name] for name in rule.arguments}
            url = app.url_map.bind("localhost").build(rule.endpoint, values)
        found += [(m, url, rule.endpoint) for m in rule.methods - {"OPTIONS", "HEAD"}]
    return found


def test_every_answer_of_every_route_carries_the_headers(app, parts, open_browser, number) -> None:
    browser = signed_in(app, parts, open_browser, Role.INTAKE, "zhengfawei")
    for method, url, _ in public_routes(app) + staff_routes(app):
        response = browser.client.open(url, method=method)
        assert response.status_code < 500, (method, url)
        expected = dict(SECURITY_HEADERS)
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            expected["Content-Security-Policy"] = DOWNLOAD_SECURITY_POLICY
        got = {name: response.headers.get_all(name) for name in expected}
        assert got == {name: [value] for name, value in expected.items()}, (method, url)
        assert len(response.headers.get_all("Cache-Control")) == 1, (method, url)
        assert "Server" not in response.headers
        for cookie in response.headers.get_all("Set-Cookie"):
            assert "HttpOnly" in cookie, (method, url)
            assert "SameSite=" in cookie, (method, url)


def test_every_public_state_change_needs_its_token_or_reads_no_cookie(app, client) -> None:
    exempt = {blueprint.name for blueprint in (*WITHOUT_CSRF, *SIGNED)}
    changing = [r for r in public_routes(app) if r[0] in CHANGING]
    assert len(changing) >= 10
    client.get("/forms/complaint")  # a session cookie alone must not be enough
    for method, url, endpoint in changing:
        response = client.open(url, method=method, data={"x": "1"})
        assert 400 <= response.status_code < 500, (method, url, response.status_code)
        if endpoint.partition(".")[0] in exempt:
            assert "Set-Cookie" not in response.headers, (method, url)


# IDOR: all roles × all routes of a matter that the person may not know


@pytest.fixture
def hidden_number(parts: Parts, complaint: dict[str, Any]) -> str:
    """A confidential matter against the police, with text that must show up nowhere."""
    secret = complaint | {"category": "report", "unit": "police", "title": "SECRET-TITLE"}
    form = parts.ground.forms["complaint"]
    category = form.field("category")
    assert category is not None
    confidential = parts[CaseworkRules].routing.confidential_categories
    secret["category"] = next(o.key for o in category.options if o.key in confidential)
    return parts[SubmissionService].accept(form, secret, channel=Channel.WEB).number


@pytest.mark.parametrize(
    "role", [role for role in Role if not role.leads], ids=lambda role: role.value
)
def test_no_route_tells_those_who_may_not_know(
    app, parts, open_browser, hidden_number: str, role: Role
) -> None:
    browser = signed_in(app, parts, open_browser, role, "police")
    app.config["WTF_CSRF_ENABLED"] = False  # what stands behind the CSRF check must hold alone
    events = parts[LedgerService].verify().checked
    actions = {t.action.value for t in TRANSITIONS}
    for method, url, endpoint in staff_routes(app):
        if FILLED["number"] not in url:
            continue
        wanted = sorted(actions) if endpoint.endswith(".act") else [FILLED["action"]]
        for action in wanted:
            address = url.replace(FILLED["number"], hidden_number)
            address = re.sub(rf"/{FILLED['action']}$", f"/{action}", address)
            response = browser.client.open(address, method=method, data={"version": "1"})
            assert response.status_code in (400, 403, 404), (method, address)
            assert "SECRET-TITLE" not in response.get_data(as_text=True), (method, address)
    for page in ("/staff/items?list=all", "/staff/items?list=unit"):
        assert hidden_number not in browser.get(page).text
    assert parts[LedgerService].verify().checked == events, "a refused action left an event"


def test_a_query_code_opens_its_own_number_only(app, parts, open_browser, complaint) -> None:
    form = parts.ground.forms["complaint"]
    receipts = [
        parts[SubmissionService].accept(
            form, complaint | {"title": f"SECRET-{n}"}, channel=Channel.WEB
        )
        for n in range(3)
    ]
    for asked, code in itertools.product(receipts, receipts):
        browser = open_browser(app.test_client())
        browser.open_form("/status")
        answer = browser.client.post(
            "/status",
            data=browser.hidden | {"number": asked.number, "query_code": code.query_code},
            follow_redirects=True,
        )
        fits = asked is code
        assert (answer.status_code == 200) is fits, (asked.number, code.number)


# Markup, templates and formulas in every field of every form


def naughty_answers(form: FormDefinition, payload: str) -> dict[str, Any]:
    """Every field that takes free text holds the payload, the others something valid."""
    valid: dict[FieldKind, Any] = {
        FieldKind.PHONE: "13800138000",
        FieldKind.EMAIL: "a@example.com",
        FieldKind.DATE: "2026-11-02",
        FieldKind.USCC: "91110000600037341L",
        FieldKind.CONSENT: True,
    }
    answers: dict[str, Any] = {}
    for field in form.fields:
        if field.kind in (FieldKind.TEXT, FieldKind.LONGTEXT):
            answers[field.key] = payload
        elif field.kind is FieldKind.CHOICE:
            answers[field.key] = field.options[0].key
        elif field.kind is FieldKind.MULTICHOICE:
            answers[field.key] = (field.options[0].key,)
        elif field.kind in valid:
            answers[field.key] = valid[field.kind]
    return answers


@pytest.mark.parametrize("payload", [NAUGHTY, FORMULA], ids=["markup", "formula"])
def test_no_page_and_no_file_runs_what_somebody_typed(
    app, parts, open_browser, payload: str
) -> None:
    receipts = [
        parts[SubmissionService].accept(form, naughty_answers(form, payload), channel=Channel.WEB)
        for form in parts.ground.forms.values()
    ]
    people = [
        signed_in(app, parts, open_browser, role, "zhengfawei")
        for role in (Role.INTAKE, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)
    ]
    shown = 0
    for browser in people:
        urls = {url for method, url, _ in staff_routes(app) if method == "GET"}
        urls |= {
            url.replace(FILLED["number"], receipt.number)
            for url, receipt in itertools.product(tuple(urls), receipts)
            if FILLED["number"] in url
        }
        urls |= {
            re.sub(r"\.json$", f".{ending}", u) for u in urls for ending in ("csv", "xlsx", "docx")
        }
        for url in sorted(urls):
            response = browser.client.get(url)
            assert response.status_code < 500, url
            shown += assert_harmless(url, response.get_data(), response.mimetype)
    assert shown >= len(receipts), "nobody saw what was typed: the walk proves nothing"
    for receipt in receipts:
        browser = open_browser(app.test_client())
        browser.open_form("/status")
        answer = browser.client.post(
            "/status",
            data=browser.hidden | {"number": receipt.number, "query_code": receipt.query_code},
            follow_redirects=True,
        )
        assert answer.status_code == 200
        assert_harmless("/status", answer.get_data(), answer.mimetype)


def assert_harmless(url: str, body: bytes, mimetype: str) -> bool:
    """Whether the body shows the payload; fails when it would run."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            text = "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
        assert "<f>" not in text, f"{url}: a cell is a formula"
        return False
    text = body.decode("utf-8", "replace")
    if mimetype == "text/html":
        for mark in RUNS:
            assert mark not in text, f"{url}: {mark}"
    if mimetype == "text/csv":
        cells = re.split(r'[,\r\n]"?', text)
        assert not [cell for cell in cells if cell.startswith("=")], f"{url}: a cell is a formula"
    return "{{7*7}}" in text or "=cmd|" in text


# Requests that are no requests

LONG = "字" * 4000
ODD_REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/forms/complaint", {"data": b"\xff\xfe=\x80", "content_type": "text/plain"}),
    ("POST", "/forms/complaint", {"data": b"title=%ff%00", "content_type": "application/x-www-form-urlencoded"}),
    ("POST", "/forms/complaint", {"data": b"x", "content_type": "multipart/form-data"}),
    ("POST", "/forms/complaint", {"data": b"--b\r\n", "content_type": "multipart/form-data; boundary=b"}),
    ("POST", "/api/forms/complaint", {"data": b"\xff\xfe", "content_type": "application/json"}),
    ("POST", "/api/forms/complaint", {"data": b'{"title": "\\u0000"}', "content_type": "application/json"}),
    ("POST", "/api/forms/complaint", {"data": b'{"title": "\\ud800"}', "content_type": "application/json"}),
    ("POST", "/api/forms/complaint", {"data": b"[" * 100_000, "content_type": "application/json"}),
    ("POST", "/api/forms/complaint", {"data": b"{}", "content_type": "application/json", "headers": {"Idempotency-Key": "é" * 20}}),
    ("POST", "/api/forms/complaint", {"data": b"{}", "content_type": "application/json; charset=utf-7"}),
    ("POST", "/api/forms/complaint", {"data": b"<a/>", "content_type": "application/xml"}),
    ("POST", "/api/forms/complaint", {"data": b"x" * 300_000, "content_type": "application/json"}),
    ("POST", "/api/suggestions", {"data": b'{"title": 1e999}', "content_type": "application/json"}),
    ("GET", "/api/search?q=%00&limit=%00", {}),
    ("GET", f"/api/search?q={LONG}", {}),
    ("GET", "/search?q=%ed%a0%80&page=1e9", {}),
    ("GET", "/api/hearings/%2e%2e%2f%2e%2e%2fetc/seats", {}),
    ("GET", "/%00", {}),
    ("GET", "/..%2f..%2f..%2fetc%2fpasswd", {}),
    ("GET", "/assets/..%5c..%5coutside.txt", {}),
    ("GET", "/_forms/..%2f..%2fsettings.py", {}),
    ("GET", "/staff/static/..%2f..%2f..%2fsettings.py", {}),
    ("PROPFIND", "/forms/complaint", {}),
    ("TRACE", "/", {}),
    ("DELETE", "/api/forms/complaint", {}),
    ("POST", "/status", {"data": {"number": "\x00", "query_code": "'" * 5000}}),
    ("GET", "/forms/complaint", {"headers": {"Cookie": "fabu_session=\xff; " + "a=b; " * 500}}),
    ("GET", "/forms/complaint", {"headers": {"Host": "evil.example\t"}}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "url", "options"), ODD_REQUESTS)
def test_what_is_no_request_gets_a_plain_answer(
    client, method: str, url: str, options: Any
) -> None:
    response = client.open(url, method=method, **options)
    text = response.get_data(as_text=True)
    assert response.status_code < 500, text[:300]
    assert "Traceback" not in text
    assert "outside" not in text
    assert "root:" not in text
    if response.status_code >= 400 and url.startswith("/api/"):
        assert re.fullmatch(r"[a-z_]+", response.json["code"])
        assert re.search(r"[一-鿿]", response.json["message"])
    elif response.status_code >= 400:
        assert re.search(r"[一-鿿]", text)


def test_a_session_that_somebody_prepared_is_not_taken_over(app, open_browser, complaint) -> None:
    attacker, victim = (open_browser(app.test_client()) for _ in range(2))
    attacker.open_form("/forms/complaint")
    planted = attacker.client.get_cookie("fabu_session").value
    victim.client.set_cookie("fabu_session", planted)
    assert victim.fill_in("/forms/complaint", complaint).status == 200
    assert attacker.get("/forms/complaint/received").status == 404
