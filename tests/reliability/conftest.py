"""The whole server under failure; databases, site and forms are those of the backend's tests."""

from __future__ import annotations

from tests.forms_backend.conftest import (
    app,
    browser,
    client,
    clock,
    complaint,
    consultation,
    database_url,
    forms,
    index_dir,
    make_app,
    make_settings,
    open_browser,
    parts,
    site_dir,
    sqlite_url,
)
from tests.forms_backend.outbox.conftest import mail_server
from tests.forms_backend.staff.conftest import number, sign_in

__all__ = [
    "app",
    "browser",
    "client",
    "clock",
    "complaint",
    "consultation",
    "database_url",
    "forms",
    "index_dir",
    "mail_server",
    "make_app",
    "make_settings",
    "number",
    "open_browser",
    "parts",
    "sign_in",
    "site_dir",
    "sqlite_url",
]
