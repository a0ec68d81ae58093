"""Response headers and cookies: the same rules for every page, written once."""

from __future__ import annotations

from flask import Flask, Response

from district.models import Site

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DOWNLOAD_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""For what is downloaded and never shown: should a browser show it all the same, nothing in it runs."""
STRICT_TRANSPORT_SECURITY = "max-age=31536000; includeSubDomains"


def cookie_name(name: str, site: Site) -> str:
    """Over TLS at the root of a domain with the prefix that keeps neighbours from setting it: no
    subdomain and no plain HTTP can. Below a path it would need the path "/", which is not ours."""
    prefixed = site.url.scheme == "https" and site.path == "/"
    return f"__Host-{name}" if prefixed else name


def add_security_headers(app: Flask, site: Site) -> None:
    """Set the headers on every response, and the cookie flags. HSTS only when the site is https."""
    https = site.url.scheme == "https"
    app.config.update(
        SESSION_COOKIE_NAME=cookie_name("fabu_session", site),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
    )

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(SECURITY_HEADERS)
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            response.headers["Content-Security-Policy"] = DOWNLOAD_SECURITY_POLICY
        if https:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT_SECURITY
        # What carries a session or answers a person is never kept by caches in between.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
