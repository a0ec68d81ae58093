"""Signed receipts: any change is noticed, without network and without database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forms_backend.submissions.receipts import ReceiptSigner, verify_receipt

SIGNER = ReceiptSigner(bytes(32), "https://fabu.example/")
WHEN = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
LINK = SIGNER.link("TS202611-000001", WHEN)


def test_a_receipt_of_ours_says_number_and_moment() -> None:
    found = verify_receipt(f" {LINK}\n", SIGNER.public_key)
    assert found is not None
    assert (found.number, found.received_at) == ("TS202611-000001", WHEN)


def test_the_link_opens_the_status_page_and_holds_no_query_code() -> None:
    assert LINK.startswith("https://fabu.example/status?number=TS202611-000001#1.")


@pytest.mark.parametrize("place", range(LINK.index("=") + 1, len(LINK) - 1))
def test_a_changed_character_is_noticed(place: int) -> None:
    changed = LINK[:place] + ("A" if LINK[place] != "A" else "B") + LINK[place + 1 :]
    assert verify_receipt(changed, SIGNER.public_key) is None


@pytest.mark.parametrize(
    "link",
    ["", "x", "https://a/status?number=TS1", LINK.split("#")[0] + "#1.99999999999999999.x",
     LINK.split("#")[0] + "#1.x.y", "http://[", LINK.replace("#1.", "#2.")],
)  # fmt: skip
def test_nonsense_is_no_receipt(link: str) -> None:
    assert verify_receipt(link, SIGNER.public_key) is None


def test_another_key_is_no_proof() -> None:
    assert verify_receipt(LINK, ReceiptSigner(b"x" * 32, "").public_key) is None
    assert verify_receipt(LINK, "no key") is None
