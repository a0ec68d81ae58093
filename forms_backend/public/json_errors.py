"""Errors of the JSON interface."""

from __future__ import annotations

from flask import Response, jsonify

from forms_backend.fields import messages


def api_error(code: str, status: int, **fields: object) -> Response:
    """A JSON error: machine code, Chinese sentence, and `fields`."""
    _, sentence = messages.ERRORS[code]
    response = jsonify({"code": code, "message": sentence, **fields})
    response.status_code = status
    return response
