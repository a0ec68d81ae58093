"""How often one address may do what; the figures come from the settings."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter

from forms_backend.web.context import ground
from forms_backend.web.limit_storage import SCHEME
from forms_backend.web.sender import sender

IN_MEMORY = "memory://"


def submit_limit() -> str:
    """Submissions, HTML and JSON together."""
    return ground().settings.limit_submit


def status_limit() -> str:
    """Tries of a query code."""
    return ground().settings.limit_status


def search_limit() -> str:
    """Searches, page and JSON together."""
    return ground().settings.limit_search


def booklet_limit() -> str:
    """Booklets to typeset."""
    return ground().settings.limit_booklets


def sign_in_limit() -> str:
    """Tries of a staff password."""
    return ground().settings.limit_sign_in


def subscribe_limit() -> str:
    """Subscriptions by mail asked for."""
    return ground().settings.limit_subscribe


limiter = Limiter(key_func=sender, headers_enabled=False, strategy="moving-window")

limit_submissions = limiter.shared_limit(submit_limit, scope="submit", methods=["POST"])
limit_status = limiter.shared_limit(status_limit, scope="status", methods=["POST"])
limit_subscriptions = limiter.shared_limit(subscribe_limit, scope="subscribe", methods=["POST"])
limit_booklets = limiter.shared_limit(booklet_limit, scope="booklet", methods=["POST"])
limit_sign_ins = limiter.shared_limit(sign_in_limit, scope="sign-in", methods=["POST"])
limit_searches = limiter.shared_limit(search_limit, scope="search")


def start_limits(app: Flask, storage: str) -> None:
    """Count in `storage`; "memory://" serves one process."""
    app.config["RATELIMIT_STORAGE_URI"] = f"{SCHEME}://" if storage == IN_MEMORY else storage
    limiter.init_app(app)
