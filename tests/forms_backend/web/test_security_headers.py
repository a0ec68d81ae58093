"""Headers, cookies and proxies: exact, on every kind of response."""

from __future__ import annotations

import pytest

from district import load_site_config
from tests.reference import SITE_CONFIG

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

ROUTES = [
    ("GET", "/", 200, "no-cache"),
    ("GET", "/nothing", 404, "no-store"),
    ("GET", "/forms/complaint", 200, "no-store"),
    ("POST", "/forms/complaint", 400, "no-store"),
    ("GET", "/status", 200, "no-store"),
    ("GET", "/search?q=工资", 200, "no-store"),
    ("GET", "/api/search?q=工资", 200, "no-store"),
    ("POST", "/api/forms/complaint", 415, "no-store"),
    ("GET", "/healthz", 200, "no-store"),
    ("GET", "/metrics", 200, "no-store"),
    ("GET", "/_forms/forms.js", 200, "no-cache"),
]


@pytest.mark.parametrize(("method", "url", "status", "cache"), ROUTES)
def test_headers_are_exact(client, method: str, url: str, status: int, cache: str) -> None:
    response = client.open(url, method=method)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    assert response.headers["Cache-Control"] == cache
    assert "Strict-Transport-Security" not in response.headers
    assert "Server" not in response.headers


def https_config():
    config = load_site_config(SITE_CONFIG)
    site = config.site.model_copy(
        update={"url": type(config.site.url)("https://www.example.gov.cn/")}
    )
    return config.model_copy(update={"site": site})


def test_the_session_cookie_is_strict(client, make_app) -> None:
    cookie = client.get("/forms/complaint").headers["Set-Cookie"]
    assert cookie.startswith("fabu_session=")
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie
    assert "Secure" not in cookie
    secure = make_app(config=https_config()).test_client().get("/forms/complaint")
    assert "; Secure" in secure.headers["Set-Cookie"]
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("url", ["/", "/search?q=工资", "/healthz", "/assets/main.js"])
def test_pages_without_a_form_set_no_cookie(client, url: str) -> None:
    assert "Set-Cookie" not in client.get(url).headers


def test_our_own_pages_have_no_inline_scripts_or_styles(browser) -> None:
    for url in ("/forms/complaint", "/status", "/search?q=工资", "/nothing", "/forms"):
        text = browser.get(url).text
        assert "style=" not in text
        assert "<style" not in text
        assert "javascript:" not in text
        assert all(tag.startswith(' src="/') for tag in text.split("<script")[1:])


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(make_app) -> None:
    def statuses(**changes: int) -> list[int]:
        client = make_app(limit_search="1 per hour", **changes).test_client()
        return [
            client.get("/search?q=a", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
            for n in (1, 2)
        ]

    assert statuses() == [400, 400]
    assert statuses(trusted_proxies=1) == [200, 200]
