"""`GET /api/openapi.json`: what the programming interface takes and answers, for programs."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from forms_backend.public.interface.openapi import describe
from forms_backend.web.context import parts_of

blueprint = Blueprint("openapi_routes", __name__, url_prefix="/api")


@blueprint.get("/openapi.json")
def document() -> Response:
    """OpenAPI 3.1."""
    ground = parts_of(current_app).ground
    site = ground.config.site
    return jsonify(describe(site.name, ground.forms.values(), site.path))
