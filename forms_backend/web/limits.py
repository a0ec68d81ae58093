"""How often one address may do what; the figures come from the settings."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from flask import Flask
from flask_limiter import Limiter
from limits import parse_many

from forms_backend.web.context import ground
from forms_backend.web.costs import booklet_cost, search_cost
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


def upload_limit() -> str:
    """Megabytes to upload."""
    return ground().settings.limit_upload_mb


def worker_limit() -> str:
    """Processor seconds for looking at uploads."""
    return ground().settings.limit_worker_seconds


def _at_most(rates: str, cost: int) -> int:
    """The dearest request is one that the whole limit pays for, not one that nobody ever may make."""
    return min(cost, *(item.amount for item in parse_many(rates)))


def has_left(rates: Callable[[], str]) -> bool:
    """Whether the sender of this request may begin what is charged for afterwards."""
    scope = rates.__name__
    return all(limiter.limiter.test(item, scope, sender()) for item in parse_many(rates()))


def charge(rates: Callable[[], str], amount: float) -> None:
    """So much was spent; more than what was left leaves nothing, and no debt."""
    scope = rates.__name__
    for item in parse_many(rates()):
        left = limiter.limiter.get_window_stats(item, scope, sender()).remaining
        spent = min(left, max(1, ceil(amount)))
        if spent > 0:
            limiter.limiter.hit(item, scope, sender(), cost=spent)


limiter = Limiter(key_func=sender, headers_enabled=False, strategy="moving-window")

limit_submissions = limiter.shared_limit(submit_limit, scope="submit", methods=["POST"])
limit_status = limiter.shared_limit(status_limit, scope="status", methods=["POST"])
limit_subscriptions = limiter.shared_limit(subscribe_limit, scope="subscribe", methods=["POST"])
limit_booklets = limiter.shared_limit(
    booklet_limit,
    scope="booklet",
    methods=["POST"],
    cost=lambda: _at_most(booklet_limit(), booklet_cost()),
)
limit_sign_ins = limiter.shared_limit(sign_in_limit, scope="sign-in", methods=["POST"])
limit_searches = limiter.shared_limit(
    search_limit, scope="search", cost=lambda: _at_most(search_limit(), search_cost())
)


def start_limits(app: Flask, storage: str) -> None:
    """Count in `storage`; "memory://" serves one process."""
    app.config["RATELIMIT_STORAGE_URI"] = f"{SCHEME}://" if storage == IN_MEMORY else storage
    limiter.init_app(app)
