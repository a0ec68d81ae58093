"""Hangs the public zone into an application."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from forms_backend.public import health
from forms_backend.public.activities import activity_pages
from forms_backend.public.errors import register_error_handlers
from forms_backend.public.following import one_click_routes, subscription_pages, wechat_routes
from forms_backend.public.forms import (
    form_api,
    form_pages,
    proof_routes,
    receipt_pages,
    received_pages,
    suggestion_api,
)
from forms_backend.public.hearings import booking_api, booking_pages, booking_status_pages
from forms_backend.public.interface import api_routes, openapi_routes
from forms_backend.public.matters import status_actions, status_pages
from forms_backend.public.publishing import hook_routes
from forms_backend.public.searching import search_pages
from forms_backend.public.site import booklet_api, ledger_head, scripts, site_files
from forms_backend.web.below_path import local_url
from forms_backend.web.context import parts_of
from forms_backend.web.limits import start_limits

BLUEPRINTS = (
    form_pages.blueprint,
    received_pages.blueprint,
    status_pages.blueprint,
    status_actions.blueprint,
    receipt_pages.blueprint,
    booking_pages.blueprint,
    booking_status_pages.blueprint,
    subscription_pages.blueprint,
    booklet_api.blueprint,
    search_pages.blueprint,
    activity_pages.blueprint,
    health.blueprint,
    ledger_head.blueprint,
    scripts.blueprint,
    site_files.blueprint,
)
WITHOUT_CSRF = (
    form_api.blueprint,
    proof_routes.blueprint,
    suggestion_api.blueprint,
    booking_api.blueprint,
    openapi_routes.blueprint,
    api_routes.blueprint,
)
"""JSON only: no cookie is read, and a browser sends JSON to another site only after asking it."""
SIGNED = (one_click_routes.blueprint, wechat_routes.blueprint, hook_routes.blueprint)
"""No cookie is read: a keyed mark in the address, or a signature, says who may."""


def register_public(app: Flask, csrf: CSRFProtect) -> None:
    """Routes, limits and error pages of the public zone."""
    start_limits(app, parts_of(app).ground.settings.rate_limit_storage)
    for blueprint in (*BLUEPRINTS, *WITHOUT_CSRF, *SIGNED):
        app.register_blueprint(blueprint)
    for blueprint in (*WITHOUT_CSRF, *SIGNED):
        csrf.exempt(blueprint)
    register_error_handlers(app)
    app.jinja_env.globals["local_url"] = local_url
