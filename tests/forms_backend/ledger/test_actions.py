"""What of the ledger the visitor sees."""

from __future__ import annotations

import pytest

from forms_backend.ledger.actions import READINGS, Action


def test_a_visitor_sees_what_happened_and_not_who_looked() -> None:
    assert Action.RECEIVED.is_public
    assert Action.RECEIVED.public_label == "已收到您的提交"
    assert not any(reading.is_public for reading in READINGS)
    with pytest.raises(KeyError):
        _ = Action.REVEALED.public_label


def test_every_action_has_a_word_for_staff_and_a_public_one_for_visitors() -> None:
    assert all(action.label for action in Action)
    assert all(action.public_label for action in Action if action.is_public)
