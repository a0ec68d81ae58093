"""Following a submission with number and query code."""

from __future__ import annotations

import re

import pytest

from forms_backend.fields import messages
from forms_backend.ledger import messages as ledger_messages
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.submissions import messages as submission_messages


@pytest.fixture
def receipt(browser, complaint) -> tuple[str, str]:
    page = browser.fill_in("/forms/complaint", complaint)
    return page.code(0), page.code(1)


def look_up(browser, number: str, code: str):
    return browser.fill_in("/status", {"number": number, "query_code": code})


def test_the_right_pair_shows_the_timeline_in_plain_words(browser, receipt) -> None:
    page = look_up(browser, *receipt)
    assert page.status == 200
    assert ledger_messages.PUBLIC_ACTION_LABELS["received"] in page.text
    assert submission_messages.STATE_LABELS["received"] in page.text
    assert "2026-11-20 15:30" in page.text


def test_own_words_are_shown_and_who_wrote_them_is_not(browser, receipt, complaint) -> None:
    text = look_up(browser, *receipt).text
    for key in ("name", "phone", "email", "firm"):
        assert complaint[key] not in text
    for key in ("title", "description"):
        assert complaint[key] in text


def test_the_receipt_on_paper_holds_all_that_was_sent(browser, receipt, complaint) -> None:
    look_up(browser, *receipt)
    pair = dict(zip(("number", "query_code"), receipt, strict=True))
    text = browser.send("/receipt", pair).text
    for key in ("name", "phone", "title", "description"):
        assert complaint[key] in text


def test_reading_by_an_operator_is_not_shown_to_the_visitor(browser, parts, receipt) -> None:
    parts[SubmissionService].reveal(receipt[0], actor="cli:root")
    text = look_up(browser, *receipt).text
    assert ledger_messages.ACTION_LABELS["revealed"] not in text
    assert "cli:root" not in text


def test_how_the_code_is_typed_does_not_matter(browser, receipt) -> None:
    number, code = receipt
    typed = code.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert look_up(browser, f" {number.lower()} ", typed).status == 200


def test_a_wrong_pair_never_tells_whether_the_number_exists(browser, receipt) -> None:
    number, _ = receipt
    wrong_code = look_up(browser, number, "0000-0000-0000-0000")
    no_number = look_up(browser, "TS202611-999999", "0000-0000-0000-0000")
    assert wrong_code.status == no_number.status == 404
    assert messages.STATUS_WRONG_PAIR in wrong_code.text

    def without_echo(page, number: str) -> str:
        text = page.text.replace(number, "")  # the token holds the second at which it was made
        return re.sub(r'name="csrf_token" value="[^"]*"', "", text)

    assert dict(wrong_code.response.headers) == dict(no_number.response.headers) or (
        wrong_code.response.headers.keys() == no_number.response.headers.keys()
    )
    assert without_echo(wrong_code, number) == without_echo(no_number, "TS202611-999999")


def test_the_code_of_another_submission_does_not_open_this_one(browser, receipt, complaint) -> None:
    other = browser.fill_in("/forms/complaint", complaint | {"name": "李四"})
    assert other.code(1) != receipt[1]
    assert look_up(browser, receipt[0], other.code(1)).status == 404


@pytest.mark.parametrize(
    ("number", "code", "wrong"),
    [
        ("", "", {"number", "query_code"}),
        ("TS-1", "0000-0000-0000-0000", {"number"}),
        ("TS202611-000001", "123", {"query_code"}),
        ("TS202611-000001' OR 1=1", "<script>", {"number", "query_code"}),
        ("x" * 5000, "y" * 5000, {"number", "query_code"}),
        ("TS202611-000001\ufffd", "\ufffd", {"number", "query_code"}),
    ],
)
def test_a_mistake_of_form_is_shown_at_its_field(browser, number, code, wrong) -> None:
    page = look_up(browser, number, code)
    assert page.status == 422
    assert set(page.summary()) == wrong
    assert all(page.error_at(key) for key in wrong)
    assert "<script>" not in page.text


def test_the_number_in_the_address_fills_in_the_first_field(browser) -> None:
    page = browser.get("/status?number=ts202611-000001")
    assert 'value="TS202611-000001"' in page.text
    assert '"><b>' not in browser.get('/status?number="><b>').text


def test_the_code_is_never_put_back_into_the_page(browser, receipt) -> None:
    page = look_up(browser, "TS202611-999999", receipt[1])
    assert receipt[1] not in page.text


def test_tries_are_limited(make_app, open_browser) -> None:
    browser = open_browser(make_app(limit_status="3 per hour").test_client())
    tries = [look_up(browser, "TS202611-000001", "0000-0000-0000-0000") for _ in range(4)]
    assert [page.status for page in tries] == [404, 404, 404, 429]


def test_csrf_is_checked(browser, receipt) -> None:
    browser.hidden = {}
    page = browser.send("/status", {"number": receipt[0], "query_code": receipt[1]})
    assert page.status == 400
    assert messages.ERRORS["csrf_failed"][1] in page.text
