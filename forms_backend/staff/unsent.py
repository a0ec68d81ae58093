"""What was typed and did not get through: kept for who typed it, found again after signing in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Response, g, request

from forms_backend.accounts.service import StaffService
from forms_backend.drafts.service import DraftService, Kept
from forms_backend.identity.person import Person
from forms_backend.web.context import part

COOKIE = "fabu_staff"
PATH = "/staff"
"""Below the path that the site lives at."""
NOT_KEPT = frozenset({"csrf_token", "version", "idempotency_key", "draft_place", "item", "code"})
SECRETS = "password"
"""Fields with this in their name are kept nowhere, whatever form they stand in."""
NEVER = frozenset({"sign_in", "sign_out", "change_password", "set_second_factor", "save_draft",
                   "drop_draft", "search", "add_account", "set_account_email",
                   "set_account_phone"})  # fmt: skip
"""Forms whose fields are kept nowhere."""
MOST_PLACES = 40


def place_of(url: str) -> str:
    """The address of a form below the path that the site lives at, without what follows `?`."""
    path = url.partition("?")[0].removeprefix(request.script_root)
    return path if path.startswith(f"{PATH}/") else ""


def sent_fields() -> dict[str, str]:
    """What stood in the fields; several ticks of one name stand on lines of their own."""
    return {key: "\n".join(values) for key, values in request.form.lists() if _may_be_kept(key)}


def _may_be_kept(field: str) -> bool:
    return field not in NOT_KEPT and SECRETS not in field


def keep_what_was_sent(token: str) -> bool:
    """Keep the form of a request whose session is over for whoever held it; whether it was kept."""
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if request.method != "POST" or endpoint in NEVER:
        return False
    person = part(StaffService).holder_of(token)
    fields = sent_fields()
    if person is None or not any(fields.values()):
        return False
    return part(DraftService).save(person, place_of(request.path), fields)


def forget_when_done(response: Response) -> Response:
    """After each request: what was sent and carried out is no draft any more."""
    signed_in = g.get("signed_in")
    if signed_in is None or not signed_in.is_complete:
        return response  # sent to the first steps: nothing was carried out
    if request.method == "POST" and response.status_code in (201, 303):
        part(DraftService).drop(signed_in.person, place_of(request.path))
    return response


def drafts_of(person: Person, urls: Mapping[str, str]) -> dict[str, Kept]:
    """The person's drafts for the forms with these addresses, by the key of `urls`."""
    places = {key: place_of(url) for key, url in urls.items()}
    kept = part(DraftService).of(person, set(places.values()))
    return {key: kept[place] for key, place in places.items() if place in kept}


_PLAIN = re.compile(r"/staff/[\w./?=&%+-]*", re.ASCII)
_LONGEST_WAY = 500


def way_back() -> str:
    """Where somebody was who has to sign in again: the page that was asked for, or the one that the
    form stood on; empty when it is no page of this zone."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host:
        return ""
    way = before.path.removeprefix(request.script_root)
    return f"{way}?{before.query}" if before.query else way


def safe_way(typed: str) -> str:
    """The way back as an address of this zone; empty for anything else (CWE-601)."""
    fits = len(typed) <= _LONGEST_WAY and _PLAIN.fullmatch(typed) and "//" not in typed
    return f"{request.script_root}{typed}" if fits and "/sign-" not in typed else ""
