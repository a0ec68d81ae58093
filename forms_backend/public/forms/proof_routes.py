"""`GET /api/challenge/<form-id>`: the work that a browser does before it sends a form."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from forms_backend.public.forms.form_proof import new_challenge
from forms_backend.public.json_errors import api_error
from forms_backend.web.context import ground
from forms_backend.web.limits import limit_searches

blueprint = Blueprint("proof_routes", __name__, url_prefix="/api/challenge")


@blueprint.get("/<form_id>", strict_slashes=False)
@limit_searches
def challenge(form_id: str) -> Response:
    """A fresh challenge in ALTCHA's format; it is good for this form, for two hours, once."""
    if form_id not in ground().forms:
        return api_error("form_not_found", 404)
    return jsonify(new_challenge(form_id))
