"""台账: the chain of events. Pure: how an event is hashed and where a chain is broken."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from forms_backend.database.limits import HASH_LENGTH
from forms_backend.ledger.report import ChainReport
from forms_backend.sealing.ciphers import HASHES, HashName

FIRST_PREVIOUS_HASH = "0" * HASH_LENGTH

_quoted = json.encoder.encode_basestring
"""A text as JSON has it, Chinese as it is."""


@dataclass(frozen=True)
class Entry:
    """One event before and after it is chained. `detail` is JSON text without personal data."""

    sequence: int
    number: str | None
    action: str
    actor: str
    at: datetime
    detail: str
    algorithm: str
    previous_hash: str
    records: str | None = None
    """The rows that this event's transaction wrote, see `proved`; None where it wrote none."""

    def hash(self) -> str:
        """Hexadecimal hash over every field and the hash before it."""
        if self.algorithm not in HASHES:
            raise ValueError(f"unknown ledger algorithm {self.algorithm!r}")
        return HASHES[self.algorithm](self.canonical().encode())

    def canonical(self) -> str:
        """All fields as one JSON list without spaces, put together by hand: the encoder takes
        three times as long, and a whole ledger has a hundred thousand of them."""
        number = "null" if self.number is None else _quoted(self.number)
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        records = "" if self.records is None else f",{_quoted(self.records)}"
        return (
            f"[{self.sequence},{number},{_quoted(self.action)},{_quoted(self.actor)},"
            f"{_quoted(moment)},{_quoted(self.detail)},{_quoted(self.algorithm)},"
            f"{_quoted(self.previous_hash)}{records}]"
        )


@dataclass(frozen=True)
class PublishedHead:
    """The end of the chain as it was made public (/ledger/head.json, a monthly report)."""

    sequence: int
    hash: str
    algorithm: str = HashName.SHA256.value


def check_chain(
    events: Iterable[tuple[Entry, str]],
    head: tuple[int, str] | None,
    published: Collection[PublishedHead] = (),
) -> ChainReport:
    """Walk `(entry, stored hash)` in order of sequence and compare the end with `head`.

    `published` are heads that were made known earlier: who rewrites the whole chain, hashes and
    all, cannot rewrite what others have written down.
    """
    anchors = _by_sequence(published)
    expected, previous = 1, FIRST_PREVIOUS_HASH
    for entry, stored in events:
        if entry.sequence != expected:
            return ChainReport(expected - 1, expected, "缺少这一行")
        if entry.previous_hash != previous:
            return ChainReport(expected - 1, expected, "与上一行接不上")
        if entry.algorithm not in HASHES or entry.hash() != stored:
            return ChainReport(expected - 1, expected, "内容被改动过")
        if expected in anchors and anchors[expected] != {stored}:
            return ChainReport(expected - 1, expected, "与公布过的末条哈希不一致")
        expected, previous = expected + 1, stored
    count = expected - 1
    if head is not None and head != (count, previous):
        return ChainReport(count, expected, "末尾的行被删去")
    if any(sequence > count for sequence in anchors):
        return ChainReport(count, expected, "公布过的行被删去")
    return ChainReport(count, None, head=previous)


def _by_sequence(published: Collection[PublishedHead]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for anchor in published:
        found.setdefault(anchor.sequence, set()).add(anchor.hash)
    return found
