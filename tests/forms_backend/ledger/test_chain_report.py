"""What a check of the ledger says, and how far it says that the chain holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from forms_backend.ledger.chain import FIRST_PREVIOUS_HASH, Entry, PublishedHead, check_chain
from forms_backend.ledger.report import ChainReport, Fault, RecordFault

WHOLE = ChainReport(5, None)
ROW = RecordFault("matters", "7", Fault.CHANGED, 3)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (replace(WHOLE, broken_at=3, reason="内容被改动过"), ("3", "内容被改动过")),
        (replace(WHOLE, record=ROW), ("matters", "7", "被改动过", "3")),
        (replace(WHOLE, record=replace(ROW, made_by=None)), ("matters", "7", "被改动过")),
        (replace(WHOLE, missing_guards=("one", "two")), ("one、two",)),
        (replace(WHOLE, unread="读不出"), ("读不出",)),
    ],
)
def test_what_was_found_is_said_and_nothing_of_it_is_whole(report: ChainReport, said) -> None:
    assert not report.is_intact
    assert all(word in report.verdict() for word in said)
    assert WHOLE.is_intact
    assert WHOLE.verdict() == ""


def chained(count: int) -> list[tuple[Entry, str]]:
    events, previous = [], FIRST_PREVIOUS_HASH
    for sequence in range(1, count + 1):
        at = datetime(2026, 11, 20, tzinfo=UTC)
        entry = Entry(sequence, None, "note", "li", at, "{}", "sha256", previous)
        events.append((entry, previous := entry.hash()))
    return events


def test_events_before_the_first_wrong_one_are_counted() -> None:
    events = chained(4)
    assert check_chain(events, None).checked == 4
    missing = check_chain([*events[:2], events[3]], None)
    assert (missing.checked, missing.broken_at) == (2, 3)
    other = (replace(events[2][0], previous_hash="0" * 63 + "1"), events[2][1])
    moved = check_chain([*events[:2], other], None)
    assert (moved.checked, moved.broken_at) == (2, 3)
    changed = (replace(events[2][0], actor="wang"), events[2][1])
    assert check_chain([*events[:2], changed], None).checked == 2
    elsewhere = PublishedHead(3, "ab" * 32)
    assert check_chain(events, None, [elsewhere]).checked == 2
    assert check_chain(events, None, [PublishedHead(5, "ab" * 32)]).checked == 4


def test_an_algorithm_that_nobody_knows_is_no_hash() -> None:
    entry = replace(chained(1)[0][0], algorithm="md5")
    with pytest.raises(ValueError, match="md5"):
        entry.hash()
    assert check_chain([(entry, "x")], None).broken_at == 1
