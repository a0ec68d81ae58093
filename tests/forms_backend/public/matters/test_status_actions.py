"""What a visitor does at /status: rate, supply, withdraw, take back a consent, print the receipt."""

from __future__ import annotations

import html
import re

import html5lib
import pytest

from forms_backend.accounts.tables import Staff
from forms_backend.fields import messages
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger import messages as ledger_messages
from forms_backend.ledger.actions import Action
from forms_backend.matters.service import MatterService
from forms_backend.submissions import messages as submission_messages
from forms_backend.submissions.receipts import verify_receipt

INTAKE = Person("shouli", Role.INTAKE, "zhengfawei")
HANDLER = Person("chengban", Role.HANDLER, "court")
REVIEWER = Person("shenhe", Role.REVIEWER, "court")
TEXTS = {
    "unit": "court",
    "basis": "依据",
    "answer": "<b>答复</b>内容",
    "channel": "phone",
    "text": "请补充合同",
}
TO_DELIVERED = (
    (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT), (INTAKE, Action.ASSIGN),
    (HANDLER, Action.TAKE), (HANDLER, Action.SUBMIT_ANSWER), (REVIEWER, Action.APPROVE_ANSWER),
    (HANDLER, Action.DELIVER),
)  # fmt: skip


@pytest.fixture
def pair(browser, complaint, parts, clock) -> dict[str, str]:
    with parts.ground.database.write() as session:
        session.add_all(
            Staff(
                login=p.login,
                name=p.login,
                unit=p.unit,
                role=p.role.value,
                password_hash="-",
                must_change_password=True,
                totp_last_step=0,
                failures=0,
                created_at=clock(),
            )
            for p in (INTAKE, HANDLER, REVIEWER)
        )
    page = browser.fill_in("/forms/complaint", complaint | {"consent_case": "y"})
    return {"number": page.code(0), "query_code": page.code(1)}


def go(parts, pair, *steps) -> None:
    for person, action in steps:
        version = parts[MatterService].open(person, pair["number"]).version
        parts[MatterService].act(person, pair["number"], action, version, TEXTS)


def send(browser, pair, action: str, **data: str):
    """Look the matter up, then use one of the forms on its page."""
    browser.fill_in("/status", pair)
    page = browser.send("/status", pair)
    version = re.search(r'name="version" value="(\d+)"', page.text)
    return browser.send(f"/status/{action}", pair | {"version": version[1]} | data)


def test_owner_due_date_and_how_it_was_counted_are_told(browser, parts, pair) -> None:
    page = browser.fill_in("/status", pair)
    assert "中共示例区委政法委员会" in page.text
    assert "登记：自 2026-11-20 起 1 个工作日，到 2026-11-23 止" in page.text
    go(parts, pair, *TO_DELIVERED[:4])
    page = browser.fill_in("/status", pair)
    assert "示例区人民法院" in page.text
    assert "到 2026-12-11 止" in page.text
    assert "答复</b>" not in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_the_answer_is_shown_once_delivered_and_rated_once(browser, parts, pair) -> None:
    go(parts, pair, *TO_DELIVERED)
    page = browser.fill_in("/status", pair)
    assert "&lt;b&gt;答复&lt;/b&gt;内容" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    without_reason = send(browser, pair, "rate", rating="dissatisfied", text=" ")
    assert without_reason.status == 422
    assert 'id="rate-reason-error"' in without_reason.text
    rated = send(browser, pair, "rate", rating="satisfied")
    assert rated.status == 200
    assert ledger_messages.PUBLIC_ACTION_LABELS["rate_satisfied"] in rated.text
    assert 'action="/status/rate"' not in rated.text
    again = send(browser, pair, "rate", rating="dissatisfied", text="改主意了")
    assert again.status == 409


def test_asked_for_a_supplement_the_visitor_sends_it(browser, parts, pair) -> None:
    go(parts, pair, TO_DELIVERED[0], (INTAKE, Action.ASK_SUPPLEMENT))
    assert "请补充合同" in browser.fill_in("/status", pair).text
    assert send(browser, pair, "supply", text="").status == 422
    assert send(browser, pair, "supply", text="合同编号 A-1").status == 200
    texts = [
        text
        for e in parts[MatterService].open(INTAKE, pair["number"]).events
        for _, text in e.texts
    ]
    assert "合同编号 A-1" in texts


def test_withdrawing_needs_a_tick(browser, pair) -> None:
    assert send(browser, pair, "withdraw").status == 422
    page = send(browser, pair, "withdraw", confirm="y")
    assert submission_messages.STATE_LABELS["withdrawn"] in page.text
    assert send(browser, pair, "withdraw", confirm="y").status == 409


def test_a_consent_is_taken_back(browser, pair) -> None:
    page = send(browser, pair, "consent", key="consent_case")
    assert messages.STATUS_CONSENT_WITHDRAWN in page.text
    assert send(browser, pair, "consent", key="consent_case").status == 409
    assert send(browser, pair, "consent", key="x" * 500).status == 409


@pytest.mark.parametrize("action", ["rate", "supply", "withdraw", "consent"])
def test_a_wrong_code_or_no_token_does_nothing(browser, pair, action: str) -> None:
    wrong = pair | {"query_code": "0000-0000-0000-0000", "version": "1", "confirm": "y"}
    browser.fill_in("/status", pair)
    assert browser.send(f"/status/{action}", wrong).status == 404
    browser.hidden = {}
    assert browser.send(f"/status/{action}", pair | {"version": "1"}).status == 400
    assert submission_messages.STATE_LABELS["received"] in browser.fill_in("/status", pair).text


def test_the_printed_receipt_carries_a_signature_that_holds(browser, parts, pair) -> None:
    browser.open_form("/status")
    page = browser.send("/receipt", pair)
    assert page.status == 200
    assert page.code(1) == pair["query_code"]
    assert "data:image/svg+xml" in page.text
    link = html.unescape(re.search(r'class="break">([^<]+)<', page.text)[1])
    key = browser.get("/receipt/key.json").response.json["public_key"]
    assert verify_receipt(link, key).number == pair["number"]
    assert pair["query_code"] not in link
    assert browser.send("/receipt", pair | {"query_code": "0"}).status == 404
    html5lib.HTMLParser(strict=True).parse(page.text)
