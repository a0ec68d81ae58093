"""`POST /api/suggestions`: what may answer a question while it is typed.

A POST and not a search address: what people write about their trouble belongs into no log.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from forms_backend.public.forms.form_suggestions import ASKED_IN, suggestions_for
from forms_backend.public.json_errors import api_error
from forms_backend.public.searching.hit_texts import facet_label
from forms_backend.web.below_path import local_url
from forms_backend.web.json_input import InvalidJsonError, parse_object
from forms_backend.web.limits import limit_searches

blueprint = Blueprint("suggestion_api", __name__, url_prefix="/api/suggestions")


@blueprint.post("", strict_slashes=False)
@limit_searches
def suggest() -> Response:
    """The closest pages for a title and a description; other keys and types count as nothing."""
    if request.mimetype != "application/json":
        return api_error("unsupported_media_type", 415)
    try:
        data = parse_object(request.get_data())
    except InvalidJsonError:
        return api_error("invalid_json", 400)
    typed = {key: value for key in ASKED_IN if isinstance(value := data.get(key), str)}
    hits = suggestions_for(typed)
    lines = [
        {"url": local_url(hit.url), "title": hit.title, "kind": facet_label("kind", hit.kind)}
        for hit in hits
    ]
    return jsonify({"hits": lines})
