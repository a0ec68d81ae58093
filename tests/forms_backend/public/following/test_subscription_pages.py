"""`/subscriptions` as a reader and as a mail program use it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from forms_backend.matters.intake_service import SubmissionService
from forms_backend.outbox.service import unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.subscriptions.tables import Subscription, SubscriptionRequest
from forms_backend.subscriptions.wiring import SubscriptionOffice
from tests.forms_backend.conftest import parts_of
from tests.forms_backend.subscriptions.conftest import document, publish, token_in

MAIL = {"smtp_host": "127.0.0.1", "smtp_security": "none", "smtp_from": "fabu@example.com"}
CHOICE = {"address": "Li.Si@Example.com", "topic": ["area:labour", "kind:case"]}


@pytest.fixture
def app(make_app, site_dir) -> Flask:
    publish(site_dir, document("old", "2026-11-10", area="劳动用工"))
    return make_app(limit_subscribe="1000 per minute", **MAIL)


def mail_of(app: Flask, kind: str) -> str:
    """The body of the newest mail of a kind."""
    parts = parts_of(app)
    with parts.ground.database.read() as session:
        row = session.scalars(
            select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(-OutboxMessage.id)
        ).first()
        assert row is not None
        cipher = parts[SubmissionService]._cipher
        return unseal(cipher, row.dedupe_key, row.envelope or b"").body


def count(app: Flask, table: type) -> int:
    with parts_of(app).ground.database.read() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def subscribe(app: Flask, browser) -> None:
    browser.fill_in("/subscriptions", CHOICE)
    token = token_in(mail_of(app, "subscribe"), "confirm")
    browser.fill_in(f"/subscriptions/confirm/{token}", {})


def leaving_token(app: Flask) -> str:
    parts = parts_of(app)
    with parts.ground.database.read() as session:
        handle = session.scalars(select(Subscription.handle)).one()
    return parts[SubscriptionOffice].tools.links.leave(handle).rpartition("/")[2]


def test_from_the_form_to_the_confirmed_subscription(app: Flask, browser) -> None:
    page = browser.open_form("/subscriptions")
    assert re.search(r'<label for="topic-area-labour">劳动用工', page.text)
    sent = browser.send("/subscriptions", CHOICE)
    assert (sent.status, sent.response.headers["Location"]) == (303, "/subscriptions/asked")
    token = token_in(mail_of(app, "subscribe"), "confirm")
    shown = browser.open_form(f"/subscriptions/confirm/{token}")
    assert "<li>劳动用工</li>" in shown.text
    assert "Example.com" not in shown.text
    assert count(app, Subscription) == 0, "a mail scanner that opens links confirms nothing"
    done = browser.send(f"/subscriptions/confirm/{token}", {})
    assert done.response.headers["Location"] == "/subscriptions/confirmed"
    assert count(app, Subscription) == 1
    again = browser.get(f"/subscriptions/confirm/{token}")
    assert (again.status, "已经用过" in again.text) == (404, True)


def test_every_mistake_at_once_and_what_was_typed_stays(app: Flask, browser) -> None:
    wrong = browser.fill_in("/subscriptions", {"address": "li.si@", "topic": ["area:nowhere"]})
    assert wrong.status == 422
    assert set(wrong.summary()) == {"address", "topics"}
    assert 'value="li.si@"' in wrong.text
    assert wrong.error_at("address")
    many = [t.value for t in parts_of(app)[SubscriptionOffice].tools.catalogue._by_value.values()][
        1:23
    ]
    wrong = browser.send("/subscriptions", {"address": "a@example.com", "topic": many})
    assert "最多选 20 项，现在选了 22 项" in wrong.summary()["topics"]
    assert wrong.text.count(" checked") >= 1
    assert count(app, SubscriptionRequest) == 0


def test_nobody_learns_whether_an_address_is_known(app: Flask, browser) -> None:
    subscribe(app, browser)
    known = browser.fill_in("/subscriptions", CHOICE)
    unknown = browser.fill_in("/subscriptions", CHOICE | {"address": "new@example.com"})
    for answer in (known, unknown):
        assert (answer.status, answer.response.headers["Location"]) == (303, "/subscriptions/asked")
    assert known.text == unknown.text


def test_a_filled_trap_sends_nothing(app: Flask, browser) -> None:
    assert browser.fill_in("/subscriptions", CHOICE | {"leave_empty": "x"}).status == 422
    assert count(app, SubscriptionRequest) == 0


def test_leaving_takes_a_button_and_get_changes_nothing(app: Flask, browser) -> None:
    subscribe(app, browser)
    token = leaving_token(app)
    browser.open_form(f"/subscriptions/leave/{token}")
    redirected = browser.get(f"/subscriptions/one-click/{token}")
    assert redirected.response.headers["Location"] == f"/subscriptions/leave/{token}"
    assert count(app, Subscription) == 1
    for _ in range(2):
        left = browser.fill_in(f"/subscriptions/leave/{token}", {})
        assert left.response.headers["Location"] == "/subscriptions/left"
    assert count(app, Subscription) == 0
    assert browser.get("/subscriptions/leave/" + "0" * 73).status == 404


def test_one_click_of_a_mail_program_without_cookie_or_csrf(app: Flask, browser) -> None:
    subscribe(app, browser)
    address = f"/subscriptions/one-click/{leaving_token(app)}"
    client = app.test_client()
    assert client.post(address, data={}).status_code == 400
    assert (
        client.post(address[:-1] + "x", data={"List-Unsubscribe": "One-Click"}).status_code == 404
    )
    assert count(app, Subscription) == 1
    assert client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert count(app, Subscription) == 0


def test_pages_that_change_something_need_the_csrf_token(app: Flask, browser) -> None:
    subscribe(app, browser)
    client = app.test_client()
    for path in ("/subscriptions", f"/subscriptions/leave/{leaving_token(app)}"):
        assert client.post(path, data=CHOICE).status_code == 400
    assert count(app, Subscription) == 1


def test_without_a_mail_server_the_page_says_so_and_offers_the_feeds(make_app) -> None:
    app = make_app(limit_subscribe="1000 per minute")
    client = app.test_client()
    page = client.get("/subscriptions").get_data(as_text=True)
    assert "还没有开通邮件发送" in page
    assert 'href="/feeds/"' in page
    assert "<form" not in page


def test_one_address_may_ask_only_so_often(make_app, open_browser) -> None:
    browser = open_browser(make_app(limit_subscribe="2 per minute", **MAIL).test_client())
    browser.open_form("/subscriptions")
    assert [browser.send("/subscriptions", CHOICE).status for _ in range(3)] == [303, 303, 429]


def test_logs_hold_no_address(app: Flask, browser, caplog) -> None:
    with caplog.at_level("INFO"):
        subscribe(app, browser)
        browser.fill_in(f"/subscriptions/leave/{leaving_token(app)}", {})
    assert "subscription_left" in caplog.text
    assert "xample.com" not in caplog.text
