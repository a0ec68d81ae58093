"""台账: the chain of events. Pure: how an event is hashed and where a chain is broken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from forms_backend.limits import HASH_LENGTH

SHA256 = "sha256"
FIRST_PREVIOUS_HASH = "0" * HASH_LENGTH


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

    def hash(self) -> str:
        """Hexadecimal hash over every field and the hash before it."""
        if self.algorithm != SHA256:
            raise ValueError(f"unknown ledger algorithm {self.algorithm!r}")
        canonical = json.dumps(
            [
                self.sequence,
                self.number,
                self.action,
                self.actor,
                self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                self.detail,
                self.algorithm,
                self.previous_hash,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class ChainReport:
    """Result of checking a chain: how many events hold, and the first that does not."""

    checked: int
    broken_at: int | None
    reason: str = ""
    head: str = FIRST_PREVIOUS_HASH
    """Hash of the last event that holds."""

    @property
    def is_intact(self) -> bool:
        return self.broken_at is None


def check_chain(events: Iterable[tuple[Entry, str]], head: tuple[int, str] | None) -> ChainReport:
    """Walk `(entry, stored hash)` in order of sequence and compare the end with `head`."""
    expected, previous = 1, FIRST_PREVIOUS_HASH
    for entry, stored in events:
        if entry.sequence != expected:
            return ChainReport(expected - 1, expected, "缺少这一行")
        if entry.previous_hash != previous:
            return ChainReport(expected - 1, expected, "与上一行接不上")
        if entry.algorithm != SHA256 or entry.hash() != stored:
            return ChainReport(expected - 1, expected, "内容被改动过")
        expected, previous = expected + 1, stored
    count = expected - 1
    if head is not None and head != (count, previous):
        return ChainReport(count, expected, "末尾的行被删去")
    return ChainReport(count, None, head=previous)
