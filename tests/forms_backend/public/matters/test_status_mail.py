"""发到我的邮箱: number and state by mail, from the receipt and from /status."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forms_backend.fields import messages
from forms_backend.matters.own_number import MOST_A_DAY
from forms_backend.outbox.service import unseal
from forms_backend.outbox.tables import OutboxMessage

ADDRESS = "zhang.san@example.com"


@pytest.fixture
def app(make_app):
    return make_app(smtp_host="127.0.0.1", smtp_from="notice@example.gov.cn")


@pytest.fixture
def pair(browser, complaint) -> dict[str, str]:
    receipt = browser.fill_in("/forms/complaint", complaint)
    assert messages.STATUS_MAIL in receipt.text
    return {"number": receipt.code(0), "query_code": receipt.code(1)}


def ask(browser, pair, **typed):
    browser.fill_in("/status", pair)
    return browser.send("/status/mail", pair | {"address": ADDRESS, "agreed": "y"} | typed)


def posted(parts):
    """Every message that visitors asked for, opened."""
    with parts.ground.database.read() as work:
        rows = work.scalars(select(OutboxMessage).where(OutboxMessage.kind == "number"))
        return [unseal(parts.ground.cipher, row.dedupe_key, row.envelope) for row in rows]


def test_number_and_state_are_sent_and_nothing_else(browser, parts, pair, complaint):
    page = ask(browser, pair, address=" Zhang.San＠example.com ")
    assert page.status == 200
    assert messages.STATUS_MAIL_SENT in page.text
    (envelope,) = posted(parts)
    assert envelope.recipient == "Zhang.San@example.com"
    said = envelope.subject + envelope.body
    assert pair["number"] in said
    assert "待登记" in said
    assert pair["query_code"] not in said
    words = [value for value in complaint.values() if isinstance(value, str) and len(value) > 3]
    assert [word for word in words if word in said] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": "nobody"}, messages.FIELD_EMAIL),
        ({"address": ""}, messages.FIELD_EMAIL),
        ({"agreed": ""}, messages.STATUS_MAIL_CONSENT_NEEDED),
    ],
)
def test_a_wrong_address_and_no_consent_send_nothing_and_lose_nothing(
    browser, parts, pair, typed, said
):
    page = ask(browser, pair, **typed)
    assert page.status == 422
    assert said in page.text
    assert f'value="{typed.get("address", ADDRESS)}"' in page.text
    assert posted(parts) == []


def test_a_wrong_code_sends_nothing(browser, parts, pair):
    browser.fill_in("/status", pair)
    wrong = pair | {"query_code": "0000-0000-0000-0000", "address": ADDRESS, "agreed": "y"}
    assert browser.send("/status/mail", wrong).status == 404
    assert posted(parts) == []


def test_nobodys_mailbox_is_filled(browser, parts, clock, pair):
    for _ in range(MOST_A_DAY):
        assert ask(browser, pair).status == 200
    page = ask(browser, pair)
    assert (page.status, messages.STATUS_MAIL_ENOUGH in page.text) == (422, True)
    assert len(posted(parts)) == MOST_A_DAY
    clock.move(days=1)
    assert ask(browser, pair).status == 200


def test_without_a_mail_server_it_is_not_offered(make_app, open_browser, complaint):
    browser = open_browser(make_app().test_client())
    page = browser.fill_in("/forms/complaint", complaint)
    assert messages.STATUS_MAIL not in page.text
    pair = {"number": page.code(0), "query_code": page.code(1)}
    assert messages.STATUS_MAIL not in browser.fill_in("/status", pair).text
    assert browser.send("/status/mail", pair | {"address": ADDRESS, "agreed": "y"}).status == 404
