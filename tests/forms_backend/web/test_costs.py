"""Costly work is counted by what it costs its sender."""

from __future__ import annotations

from io import BytesIO

import pytest

from forms_backend.attachments import messages
from forms_backend.web.context import parts_of
from forms_backend.web.costs import booklet_cost, search_cost
from forms_backend.web.limits import charge, has_left, upload_limit
from forms_backend.web.uploads import LARGEST_UPLOAD, MEGABYTE, largest_body
from tests.forms_backend.attachments.sample_files import pdf


@pytest.mark.parametrize(
    ("query", "cost"),
    [("", 1), ("拖欠工资", 1), ('"拖欠工资"', 5), ("“拖欠”和「工资」", 9), ("“没有完", 1),
     ('"a"' * 40, 21)],
)  # fmt: skip
def test_phrases_make_a_search_dear(app, query: str, cost: int) -> None:
    with app.test_request_context("/search", query_string={"q": query}):
        assert search_cost() == cost


@pytest.mark.parametrize(
    ("ordered", "cost"),
    [('{"cases": []}', 1), ("no json", 1), ("[" * 100_000, 1), ("[]", 1), ('{"cases": 7}', 1)],
)
def test_an_order_that_is_none_costs_one(app, ordered: str, cost: int) -> None:
    with app.test_request_context("/booklets", method="POST", data=ordered):
        assert booklet_cost() == cost


@pytest.mark.parametrize(("cases", "cost"), [(1, 1), (20, 1), (21, 2), (100, 5)])
def test_a_booklet_costs_by_its_cases(app, cases: int, cost: int) -> None:
    ordered = {"cases": [f"ld-{n:03d}" for n in range(cases)]}
    with app.test_request_context("/booklets", method="POST", json=ordered):
        assert booklet_cost() == cost


def test_phrase_searches_use_up_the_limit_sooner(make_app) -> None:
    client = make_app(limit_search="10 per minute").test_client()
    statuses = [client.get("/search?q=%22拖欠工资%22").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert (
        make_app(limit_search="1 per minute").test_client().get("/search?q=%22a%22").status_code
        == 200
    ), "what costs more than the whole limit is paid for by it"


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({f"k{n}": "x" for n in range(150)}, 400),
        ({f"k{n}": "x" for n in range(151)}, 413),
        ({"k": "x" * 128 * 1024}, 400),
        ({"k": "x" * (128 * 1024 + 1)}, 413),
    ],
    ids=["150 parts", "151 parts", "a long field", "a longer field"],
)
def test_a_form_with_files_has_so_many_parts_and_fields_so_long(app, typed, status) -> None:
    """400: it was read, and lacks our token."""
    kind = "multipart/form-data"
    done = app.test_client().post("/forms/complaint", data=typed, content_type=kind)
    assert done.status_code == status


def test_the_server_reads_more_than_the_application_takes(app) -> None:
    """So that a refusal is our page."""
    most = parts_of(app).ground.settings.max_content_length + LARGEST_UPLOAD
    assert largest_body(app, "POST", "/forms/complaint") > most + 32 * MEGABYTE
    assert largest_body(app, "POST", "/status") < MEGABYTE


def test_what_is_charged_afterwards_may_begin_while_every_one_of_its_limits_has_room(
    make_app,
) -> None:
    app = make_app(limit_upload_mb="3 per minute;5 per hour")
    with app.test_request_context("/", method="POST"):
        assert has_left(upload_limit)
        charge(upload_limit, 2.5)
        assert not has_left(upload_limit), "an hour has room, the minute has none"


@pytest.mark.parametrize(
    "used_up", [{"limit_upload_mb": "1 per hour"}, {"limit_worker_seconds": "1 per hour"}]
)
def test_who_has_used_up_uploads_is_told_and_others_are_not_hindered(
    make_app, open_browser, complaint, used_up
) -> None:
    app = make_app(**used_up)

    def send(address: str, title: str):
        browser = open_browser(app.test_client())
        browser.client.environ_base["REMOTE_ADDR"] = address
        browser.open_form("/forms/complaint")
        files = {"files": (BytesIO(pdf()), "合同.pdf")}
        return browser.client.post(
            "/forms/complaint",
            data=browser.hidden | complaint | {"title": title} | files,
            content_type="multipart/form-data",
        )

    assert send("192.0.2.1", "第一件").status_code == 303
    refused = send("192.0.2.1", "第二件")
    assert refused.status_code == 422
    assert messages.UPLOADED_TOO_MUCH in refused.text
    assert send("192.0.2.2", "第三件").status_code == 303
