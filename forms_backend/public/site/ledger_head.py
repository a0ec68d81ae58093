"""`/ledger/head.json`: the end of the ledger, for anybody to write down and compare later."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from forms_backend.ledger.published_head import head_record
from forms_backend.ledger.service import LedgerService
from forms_backend.web.context import parts_of

blueprint = Blueprint("ledger_head", __name__)


@blueprint.get("/ledger/head.json")
def head() -> Response:
    """Sequence, hash, algorithm, time: who rewrites the ledger later cannot rewrite this."""
    parts = parts_of(current_app)
    response = jsonify(head_record(parts[LedgerService].publish_head(), parts.ground.clock()))
    response.headers["Cache-Control"] = "no-cache"
    return response
