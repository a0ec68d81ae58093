"""What the programming interface answers to addresses and methods that it does not have.

The site's catch-all route would answer them as missing pages, or let an address with another
method pass for a missing one.
"""

from __future__ import annotations

from flask import Blueprint, Response

from forms_backend.public.json_errors import api_error

blueprint = Blueprint("api_routes", __name__, url_prefix="/api")

_ALL = ("GET", "POST", "PUT", "PATCH", "DELETE")
_ALLOWED = {
    "/forms/<form_id>": ("POST",),
    "/search": ("GET", "HEAD"),
    "/challenge/<form_id>": ("GET", "HEAD"),
    "/suggestions": ("POST",),
    "/hearings/<hearing_id>/seats": ("GET", "HEAD"),
    "/openapi.json": ("GET", "HEAD"),
}


def _refuse_other_methods(rule: str, allowed: tuple[str, ...]) -> None:
    def refuse(**_arguments: str) -> Response:
        response = api_error("method_not_allowed", 405)
        response.headers["Allow"] = ", ".join((*allowed, "OPTIONS"))
        return response

    others = [method for method in _ALL if method not in allowed]
    name = f"refuse_{rule.split('/')[1].partition('.')[0]}"
    blueprint.add_url_rule(rule, name, refuse, methods=others, strict_slashes=False)


for _rule, _methods in _ALLOWED.items():
    _refuse_other_methods(_rule, _methods)


@blueprint.route("/", methods=_ALL, strict_slashes=False)
@blueprint.route("/<path:path>", methods=_ALL)
def nothing_here(**_arguments: str) -> Response:
    """404 as JSON."""
    return api_error("not_found", 404)
