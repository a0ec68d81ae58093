"""The same page again, and the same text again, give the first receipt; nothing else does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from forms_backend.submissions.channel import Channel
from forms_backend.submissions.tables import Submission


@pytest.fixture
def send(service, forms):
    def send(form: str, values: dict[str, Any], key: str | None, channel: Channel = Channel.WEB):
        return service.accept(forms[form], values, channel=channel, idempotency_key=key)

    return send


def test_the_same_text_from_another_page_within_a_day_gives_the_first_receipt(
    send, clock, complaint
) -> None:
    first = send("complaint", complaint, "page-1")
    clock.move(hours=23, minutes=59)
    again = send("complaint", complaint, "page-2")
    assert again == first
    assert (first.repeated, again.repeated) == (False, True)


def test_after_a_day_the_same_text_is_a_new_matter(send, clock, complaint) -> None:
    first = send("complaint", complaint, "page-1")
    clock.move(hours=24, minutes=1)
    second = send("complaint", complaint, "page-2")
    assert second.number != first.number
    assert send("complaint", complaint, "page-3") == second


@pytest.mark.parametrize(
    "change", [{"phone": "13900139000"}, {"title": "另一件事"}, {"name": "张三"}]
)
def test_any_other_value_makes_it_another_matter(send, complaint, change) -> None:
    first = send("complaint", complaint, "page-1")
    assert send("complaint", complaint | change, "page-2").number != first.number


def test_equal_anonymous_texts_never_share_a_query_code(send, consultation) -> None:
    first = send("consultation", consultation, "page-1")
    other = send("consultation", consultation, "page-2")
    assert (other.number, other.query_code) != (first.number, first.query_code)
    assert other.number != first.number
    assert send("consultation", consultation, "page-1") == first


def test_what_was_withdrawn_can_be_sent_anew(send, database, clock, complaint) -> None:
    first = send("complaint", complaint, "page-1")
    with database.write() as session:
        session.query(Submission).filter_by(number=first.number).one().state = "withdrawn"
    second = send("complaint", complaint, "page-2")
    assert second.number != first.number
    assert send("complaint", complaint, "page-2") == second


def test_what_staff_or_programs_send_is_only_repeated_by_its_key(send, complaint) -> None:
    numbers = [send("complaint", complaint, None).number for _ in range(2)]
    numbers += [send("complaint", complaint, key, Channel.API).number for key in ("a", "b", "a")]
    assert len(set(numbers)) == 4
    assert numbers[2] == numbers[4]


def test_many_pages_at_once_with_the_same_text_are_one_matter(
    ledger, send, service, complaint
) -> None:
    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(lambda n: send("complaint", complaint, f"page-{n}"), range(12)))
    assert len({receipt.number for receipt in receipts}) == 1
    assert len(service.list_latest(20)) == 1
    assert len(ledger.audit(50, actor="test")[0]) == 2  # received once, and this look


def test_the_receipt_of_a_number_is_the_one_that_was_given(send, service, complaint) -> None:
    receipt = send("complaint", complaint, "page-1")
    assert service.receipt_of(receipt.number) == receipt
    assert service.receipt_of("TS202611-999999") is None
