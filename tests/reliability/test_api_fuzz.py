"""The JSON interface against its own description; `python -m benchmarks.api_fuzz` sends 20,000."""

from __future__ import annotations

import re

from benchmarks.api_fuzz import DESCRIPTION, NO_LIMIT, fuzz
from forms_backend.ledger.service import LedgerService
from forms_backend.public.interface.openapi import form_schema
from tests.forms_backend.conftest import parts_of
from tests.long import amount

REQUESTS = amount(120, 300)
OF_A_PAGE = "/api/booklets"
"""Belongs to a page and its session, and is not for programs."""


def test_every_answer_is_as_described(make_app) -> None:
    app = make_app(**{f"limit_{name}": NO_LIMIT for name in ("submit", "form", "search")})
    seen = fuzz(app, REQUESTS)
    assert sum(seen.values()) >= REQUESTS * 2 // 3
    assert {status // 100 for _, status in seen} <= {2, 4}
    assert parts_of(app)[LedgerService].verify().is_intact


def test_every_operation_is_described(app, client) -> None:
    answer = client.get(DESCRIPTION)
    assert answer.json["openapi"] == "3.1.0"
    described = {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, item in answer.json["paths"].items()
        for method in item
        if method in ("get", "post")
    }
    for form_id in parts_of(app).ground.forms:
        described.discard(("POST", f"/api/forms/{form_id}"))
    described.add(("POST", "/api/forms/{}"))
    routed = {
        (method, re.sub(r"<[^>]+>", "{}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        and not rule.endpoint.startswith("api_routes.")
        and not rule.rule.startswith(OF_A_PAGE)
        for method in rule.methods & {"GET", "POST"}
    }
    assert described == routed


def test_a_form_is_described_field_by_field(forms) -> None:
    complaint = form_schema(forms["complaint"])
    assert "files" not in complaint["properties"]
    assert complaint["properties"]["phone"]["type"] == "string"
    assert set(complaint["required"]) <= set(complaint["properties"])
    assert complaint["properties"]["consent_case"]["type"] == "boolean"
