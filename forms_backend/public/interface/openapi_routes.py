"""`GET /api/openapi.json`: what the programming interface takes and answers, for programs."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from forms_backend.public.interface.openapi import describe
from forms_backend.web.context import services

blueprint = Blueprint("openapi_routes", __name__, url_prefix="/api")


@blueprint.get("/openapi.json")
def document() -> Response:
    """OpenAPI 3.1."""
    parts = services()
    return jsonify(describe(parts.config.site.name, parts.forms.values()))
