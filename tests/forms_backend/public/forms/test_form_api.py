"""The JSON interface of the forms: one table of its whole contract."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_backend.fields import messages
from forms_backend.matters.intake_service import SubmissionService
from tests.long import amount

URL = "/api/forms/complaint"


def post(client: FlaskClient, data: Any, **headers: str) -> Any:
    return client.post(URL, json=data, headers=headers)


def test_201_with_number_query_code_and_where_to_follow(client, complaint) -> None:
    response = post(client, complaint)
    assert response.status_code == 201
    assert response.json["number"] == "TS202611-000001"
    assert len(response.json["query_code"].replace("-", "")) == 16
    assert response.json["status_url"] == "/status?number=TS202611-000001"
    assert client.get(response.json["status_url"]).status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


def test_lists_and_consents_are_lists_and_booleans(client, parts, complaint) -> None:
    asked = {
        "in_proceedings": "yes",
        "proceedings": ["litigation"],
        "consent_case": True,
        "consent_public_answer": False,
        "uscc": None,
    }
    assert post(client, complaint | asked).status_code == 201
    record = parts[SubmissionService].reveal("TS202611-000001", actor="test")
    kept = {answer.key: answer.value for answer in record.answers}
    assert kept["proceedings"] == ("litigation",)
    assert kept["consent_case"] is True
    assert "uscc" not in kept


def test_what_cannot_be_seen_is_taken_out_before_anything_is_judged(
    client, parts, complaint
) -> None:
    typed = {
        "phone": "\u202d138\u200b0013\u200b8000\u202c",
        "email": "user@例子.中国",
        "wishes": "第一行\x0b第二行\ufffe。\ud800希望查明情况并给予答复。",
    }
    body = json.dumps(complaint | typed)
    assert client.post(URL, data=body, content_type="application/json").status_code == 201
    record = parts[SubmissionService].reveal("TS202611-000001", actor="test")
    kept = {answer.key: answer.value for answer in record.answers}
    assert kept["phone"] == "13800138000"
    assert kept["email"] == "user@xn--fsqu00a.xn--fiqs8s"
    assert kept["wishes"] == "第一行\n第二行。希望查明情况并给予答复。"


def test_422_names_every_field_that_is_wrong_in_the_order_of_the_page(client) -> None:
    response = post(client, {"name": 1, "occurred": "x", "proceedings": "y", "extra": 1})
    assert response.status_code == 422
    assert response.json["code"] == "validation_failed"
    errors = response.json["errors"]
    assert errors["name"] == [messages.FIELD_TYPE_TEXT]
    assert errors["occurred"] == [messages.FIELD_DATE]
    assert errors["proceedings"] == [messages.FIELD_TYPE_LIST]
    assert errors["extra"] == [messages.FIELD_UNKNOWN]
    assert set(errors) >= {"phone", "firm", "region", "category", "unit", "title", "wishes"}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("name", ["张三"], messages.FIELD_TYPE_TEXT),
        ("name", {"a": 1}, messages.FIELD_TYPE_TEXT),
        ("name", True, messages.FIELD_TYPE_TEXT),
        ("title", 1e400, messages.FIELD_TYPE_TEXT),
        ("proceedings", [1], messages.FIELD_TYPE_LIST),
        ("consent_case", "yes", messages.FIELD_TYPE_BOOLEAN),
        ("consent_case", 1, messages.FIELD_TYPE_BOOLEAN),
        ("region", "moon", messages.FIELD_CHOICE_UNKNOWN),
        ("wishes", "\ud800\u200b", messages.FIELD_REQUIRED.format(label="您的诉求")),
        ("wishes", "a\ufffdb", messages.FIELD_UNREADABLE),
        ("form_id", "complaint", messages.FIELD_UNKNOWN),
        ("csrf_token", "x", messages.FIELD_UNKNOWN),
    ],
)
def test_422_for_each_kind_of_wrong_value(client, complaint, key, value, message) -> None:
    response = client.post(
        URL, data=json.dumps(complaint | {key: value}), content_type="application/json"
    )
    assert response.status_code == 422
    assert response.json["errors"] == {key: [message]}


CONTRACT: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("POST", URL, {"data": "{}", "content_type": "text/plain"}, 415, "unsupported_media_type"),
    ("POST", URL, {"data": {"name": "x"}}, 415, "unsupported_media_type"),
    ("POST", URL, {"data": b""}, 415, "unsupported_media_type"),
    ("POST", URL, {"data": "", "content_type": "application/json"}, 400, "invalid_json"),
    ("POST", URL, {"data": "{", "content_type": "application/json"}, 400, "invalid_json"),
    ("POST", URL, {"data": "[]", "content_type": "application/json"}, 400, "invalid_json"),
    ("POST", URL, {"data": '"x"', "content_type": "application/json"}, 400, "invalid_json"),
    ("POST", URL, {"data": b"\xff\xfe{", "content_type": "application/json"}, 400, "invalid_json"),
    ("POST", URL, {"data": "[" * 100_000, "content_type": "application/json"}, 400, "invalid_json"),
    ("POST", URL, {"data": '{"a":' * 40_000, "content_type": "application/json"}, 400,
     "invalid_json"),
    ("POST", URL, {"json": {"name": 10**18}, "headers": {"Idempotency-Key": "short"}}, 400,
     "invalid_idempotency_key"),
    ("POST", URL, {"json": {"name": "x" * 300_000}}, 413, "payload_too_large"),
    ("POST", "/api/forms/no-such", {"json": {}}, 404, "form_not_found"),
    ("POST", "/api/forms/", {"json": {}}, 404, "not_found"),
    ("GET", "/api/forms/no-such/x", {}, 404, "not_found"),
    ("GET", "/api/", {}, 404, "not_found"),
    ("GET", "/api", {}, 404, "not_found"),
    ("POST", "/api/nothing", {"json": {}}, 404, "not_found"),
    ("GET", URL, {}, 405, "method_not_allowed"),
    ("PUT", URL, {"json": {}}, 405, "method_not_allowed"),
    ("PATCH", URL, {"json": {}}, 405, "method_not_allowed"),
    ("DELETE", URL, {}, 405, "method_not_allowed"),
    ("POST", "/api/search", {"json": {}}, 405, "method_not_allowed"),
    ("GET", "/api/search", {}, 400, "invalid_query"),
    ("GET", "/api/search?q=x&limit=0", {}, 400, "invalid_query"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "url", "options", "status", "code"), CONTRACT)
def test_every_error_is_json_with_a_code_and_a_sentence(
    client, method: str, url: str, options: dict[str, Any], status: int, code: str
) -> None:
    response = client.open(url, method=method, **options)
    assert (response.status_code, response.json["code"]) == (status, code)
    assert response.mimetype == "application/json"
    assert response.json["message"] == messages.ERRORS[code][1]
    if status == 405:
        assert "OPTIONS" in response.headers["Allow"]


def test_429_is_json_and_says_when_to_come_back(make_app, complaint) -> None:
    client = make_app(limit_submit="1 per hour").test_client()
    assert post(client, complaint).status_code == 201
    response = post(client, complaint)
    assert (response.status_code, response.json["code"]) == (429, "too_many_requests")
    assert response.headers["Retry-After"] == "3600"


def test_page_and_interface_share_one_limit(make_app, open_browser, complaint) -> None:
    app = make_app(limit_submit="1 per hour")
    assert post(app.test_client(), complaint).status_code == 201
    browser = open_browser(app.test_client())
    assert browser.fill_in("/forms/complaint", complaint).status == 429


def test_503_when_the_database_is_gone(make_app, complaint) -> None:
    client = make_app(database_url="postgresql://nobody@127.0.0.1:1/none").test_client()
    response = post(client, complaint)
    assert (response.status_code, response.json["code"]) == (503, "unavailable")


def test_a_repeated_key_gives_the_same_receipt(client, parts, complaint) -> None:
    headers = {"Idempotency-Key": "0123-4567-89ab"}
    first, again = (client.post(URL, json=complaint, headers=headers) for _ in range(2))
    assert (again.status_code, again.json) == (201, first.json)
    assert len(parts[SubmissionService].list_latest(10)) == 1


def test_a_key_used_for_other_content_is_refused(client, parts, complaint) -> None:
    headers = {"Idempotency-Key": "0123-4567-89ab"}
    client.post(URL, json=complaint, headers=headers)
    response = client.post(URL, json=complaint | {"name": "李四"}, headers=headers)
    assert (response.status_code, response.json["code"]) == (409, "idempotency_conflict")
    assert len(parts[SubmissionService].list_latest(10)) == 1


def test_without_a_key_every_post_is_a_submission_of_its_own(client, complaint) -> None:
    numbers = {post(client, complaint).json["number"] for _ in range(2)}
    assert len(numbers) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FIELD_KEYS = (
    "name", "phone", "email", "firm", "uscc", "region", "category", "unit", "unit_other",
    "occurred", "title", "description", "wishes", "in_proceedings", "proceedings",
    "consent_case", "other",
)  # fmt: skip
KEYS = st.sampled_from(FIELD_KEYS)


@settings(
    max_examples=amount(30, 150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.dictionaries(KEYS, JSON, max_size=6))
def test_no_json_whatever_makes_the_server_fail(client, data: dict[str, Any]) -> None:
    response = client.post(URL, data=json.dumps(data), content_type="application/json")
    assert response.status_code == 422
    assert response.json["errors"]
