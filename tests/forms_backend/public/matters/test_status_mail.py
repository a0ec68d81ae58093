"""发到我的邮箱: number and state by mail, from the receipt and from /status."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import select

from forms_backend.fields import messages
from forms_backend.identity.actors import VISITOR
from forms_backend.identity.errors import InvalidInputError, NotAllowedError
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.service import LedgerService
from forms_backend.matters import own_number
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.own_number import MOST_A_DAY, OwnNumber
from forms_backend.matters.quarantine import QuarantineService
from forms_backend.outbox.service import unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.submissions.channel import Channel
from tests.forms_backend.office import INTAKE

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


OTHERS = ["zhang.san@example.com", "Zhang.San@EXAMPLE.com", "zhang.san+2@example.com"]


def sent(parts, complaint, addresses, **accepted) -> int:
    """A matter for each address, and one message asked for; how many were put into the outbox."""
    form = parts.ground.forms["complaint"]
    for turn, address in enumerate(addresses):
        answers = complaint | {"title": f"第{turn}件反映的事情"}
        receipt = parts[SubmissionService].accept(form, answers, channel=Channel.WEB, **accepted)
        with suppress(InvalidInputError, NotAllowedError):
            parts[OwnNumber].send(receipt.number, receipt.query_code, address, agreed=True)
    return len(posted(parts))


def test_of_one_matter_three_a_day_to_whatever_addresses(browser, parts, clock, pair):
    for turn in range(MOST_A_DAY):
        assert ask(browser, pair, address=f"a{turn}@example.com").status == 200
    page = ask(browser, pair)
    assert (page.status, messages.STATUS_MAIL_ENOUGH in page.text) == (422, True)
    assert len(posted(parts)) == MOST_A_DAY
    clock.move(days=1)
    assert ask(browser, pair).status == 200


@pytest.mark.parametrize(
    ("addresses", "together", "expected"),
    [
        (OTHERS * 2, 300, MOST_A_DAY),
        ([f"a{turn}@example.com" for turn in range(6)], 300, 6),
        ([f"a{turn}@example.com" for turn in range(6)], 4, 4),
    ],
)
def test_nobodys_mailbox_is_filled_with_many_matters(
    parts, complaint, monkeypatch, clock, addresses, together, expected
):
    monkeypatch.setattr(own_number, "MOST_TOGETHER", together)
    assert sent(parts, complaint, addresses) == expected
    clock.move(hours=25)
    assert sent(parts, complaint, addresses[:1]) == expected + 1


def test_each_message_is_an_event_without_the_address(browser, parts, pair):
    assert ask(browser, pair).status == 200
    assert ask(browser, pair, agreed="").status == 422
    with parts.ground.database.read() as work:
        events = work[LedgerRepository].events_of(pair["number"])
        mailed = [(e.actor, e.detail) for e in events if e.action == Action.NUMBER_MAILED]
        keys = work.scalars(select(OutboxMessage.dedupe_key)).all()
    assert mailed == [(VISITOR, "{}")]
    assert "example" not in " ".join(keys)
    assert parts[LedgerService].verify().is_intact


@pytest.mark.parametrize("is_discarded", [False, True])
def test_what_waits_apart_or_was_set_aside_sends_nothing(browser, parts, complaint, is_discarded):
    form = parts.ground.forms["complaint"]
    receipt = parts[SubmissionService].accept(form, complaint, channel=Channel.WEB, in_burst=True)
    if is_discarded:
        parts[QuarantineService].discard(INTAKE, [receipt.number])
    pair = {"number": receipt.number, "query_code": receipt.query_code}
    assert messages.STATUS_MAIL not in browser.fill_in("/status", pair).text
    typed = pair | {"address": ADDRESS, "agreed": "y"}
    assert browser.send("/status/mail", typed).status == 409
    assert posted(parts) == []


def test_without_a_mail_server_it_is_not_offered(make_app, open_browser, complaint):
    browser = open_browser(make_app().test_client())
    page = browser.fill_in("/forms/complaint", complaint)
    assert messages.STATUS_MAIL not in page.text
    pair = {"number": page.code(0), "query_code": page.code(1)}
    assert messages.STATUS_MAIL not in browser.fill_in("/status", pair).text
    assert browser.send("/status/mail", pair | {"address": ADDRESS, "agreed": "y"}).status == 404
