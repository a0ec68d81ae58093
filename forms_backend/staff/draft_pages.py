"""Drafts over HTTP, for `desk.js`: it saves while somebody types, and asks when a page opens."""

from __future__ import annotations

from flask import Response, jsonify, request
from flask_wtf.csrf import generate_csrf

from forms_backend.drafts.service import DraftService
from forms_backend.running.clock import local_text
from forms_backend.staff import messages
from forms_backend.staff.access import Access, allow, current_person
from forms_backend.staff.unsent import MOST_PLACES, place_of, sent_fields
from forms_backend.web.context import part


@allow(Access())
def save_draft() -> Response:
    """Keep the fields for the form that `draft_place` names; 413 when it is too much."""
    place = place_of(request.form.get("draft_place", ""))
    kept = part(DraftService).save(current_person(), place, sent_fields())
    answer = jsonify(saved=kept, at=messages.DRAFT_SAVED if kept else messages.DRAFT_TOO_LONG)
    answer.status_code = 200 if kept else 413
    return answer


@allow(Access())
def drop_draft() -> Response:
    """The person does not want it any more."""
    part(DraftService).drop(current_person(), place_of(request.form.get("draft_place", "")))
    return jsonify(dropped=True)


@allow(Access())
def read_drafts() -> Response:
    """The drafts for the forms of a page, and a token for sending them after another sign-in. That
    somebody asks also prolongs the session."""
    places = [place_of(url) for url in request.args.getlist("place")[:MOST_PLACES]]
    found = part(DraftService).of(current_person(), [place for place in places if place])
    return jsonify(
        csrf_token=generate_csrf(),
        drafts={
            place: {"fields": dict(kept.fields), "at": local_text(kept.saved_at)}
            for place, kept in found.items()
        },
    )


ROUTES = (
    ("/drafts/read", "read_drafts", read_drafts, "GET"),
    ("/drafts/save", "save_draft", save_draft, "POST"),
    ("/drafts/drop", "drop_draft", drop_draft, "POST"),
)
