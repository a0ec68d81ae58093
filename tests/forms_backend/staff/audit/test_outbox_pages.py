"""What could not be sent, as the administrator sees it; and addresses of staff."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.outbox.queue import OutboxQueue
from forms_backend.outbox.sender import OutboxSender
from forms_backend.outbox.service import Outbox
from tests.forms_backend.staff.conftest import PASSWORD

ADDRESS = "li.si@court.gov.cn"


@pytest.fixture
def app(make_app):
    return make_app(
        smtp_host="127.0.0.1",
        smtp_port=1,
        smtp_security="none",
        smtp_from="notice@example.gov.cn",
    )


@pytest.fixture
def admin(sign_in):
    return sign_in("root", "justice", Role.ADMINISTRATOR)


@pytest.fixture
def failed(parts, number: str, clock) -> str:
    """The mail to the visitor of `number` was given up."""
    for _ in range(6):
        parts[OutboxSender].send_due()
        clock.move(hours=5)
    return number


def test_a_failed_message_is_shown_without_whom_and_what_and_sent_again(
    failed, admin, complaint, parts
) -> None:
    page = admin.open_form("/staff/outbox")
    assert "失败 1 条，待发 0 条" in page.text
    assert "办理进展通知" in page.text
    assert "连不上服务器" in page.text
    assert complaint["email"] not in page.text
    assert failed not in page.text
    assert admin.get("/staff/outbox/1/resend").status == 404
    again = admin.send("/staff/outbox/1/resend", {})
    assert (again.status, "已重新排队" in again.text) == (200, True)
    assert "失败 0 条，待发 1 条" in again.text
    assert admin.send("/staff/outbox/1/resend", {}).status == 409
    assert parts[LedgerService].verify().is_intact


def test_a_dropped_message_is_erased(failed, admin, parts) -> None:
    admin.open_form("/staff/outbox")
    assert "已放弃" in admin.send("/staff/outbox/1/drop", {}).text
    with parts.ground.database.read() as session:
        row = session.execute(text("SELECT state, envelope FROM outbox_messages")).one()
    assert tuple(row) == ("dropped", None)


def test_without_a_token_nothing_happens(failed, admin, parts) -> None:
    admin.hidden = {}
    assert admin.send("/staff/outbox/1/drop", {}).status == 400
    assert parts[OutboxQueue].stats().failed == 1


def test_without_channels_the_page_says_how_to_switch_them_on(
    app, admin, parts, monkeypatch
) -> None:
    monkeypatch.setattr(parts[Outbox], "channels", frozenset())
    assert "FABU_SMTP_HOST" in admin.get("/staff/outbox").text


def test_an_address_is_set_and_cleared_and_never_shown(admin, parts) -> None:
    admin.open_form("/staff/accounts")
    account = {"login": "li", "name": "李四", "unit": "court", "role": "handler", "email": ADDRESS}
    account["own_password"] = PASSWORD
    page = admin.send("/staff/accounts", account)
    assert page.status == 201
    assert ADDRESS not in page.text
    assert "邮箱已填" in page.text
    wrong = admin.send("/staff/accounts/email", {"login": "li", "email": "no address"})
    assert wrong.status == 422
    done = admin.send("/staff/accounts/email", {"login": "li", "email": ""})
    assert "li 的工作邮箱已更新。" in done.text
    assert "邮箱已填" not in done.text
    assert admin.send("/staff/accounts/email", {"login": "nobody", "email": ""}).status == 422
