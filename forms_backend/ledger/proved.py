"""Which rows the ledger proves, and by what. Pure.

An event names the rows that its transaction wrote, each with a digest of its proved columns, so that
who changes, deletes or adds a row past the program is found out. Everything is proved but what stands
in UNPROVED. A column that is empty is no part of a digest: a new one that may be empty changes none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from forms_backend.sealing.ciphers import HASHES

UNPROVED: Mapping[str, str] = {
    "bell_entries": "point to actions, each of which is an event; forgotten after ninety days",
    "drafts": "what somebody has not sent yet; gone when it is sent or after thirty days",
    "ledger_events": "the ledger itself: chained by hash",
    "ledger_head": "the ledger itself: compared with the last event",
    "list_columns": "a person's own choice; it decides nothing",
    "number_counters": "a number given twice is refused where it is used, a gap shows there",
    "outbox_messages": "on their way, forgotten afterwards; what they tell is an event",
    "saved_filters": "a person's own lists; they decide nothing",
    "search_blocks": "made from the payloads, which are proved, and are made again by themselves",
    "search_entries": "made from the payload, which is proved, and may be made again",
    "sign_in_pauses": "follow from the failed sign-ins, each of which is an event",
    "staff_sessions": "seen at every request; signing in and out are events",
    "staff.totp_last_step": "moves with every sign-in, which is an event",
    "staff.failures": "counts failed sign-ins, each of which is an event",
    "subscription_requests": "not confirmed yet, gone after two days",
    "subscriptions.slot": "moves with every weekly mail",
    "subscriptions.told": "moves with every weekly mail",
}
"""Tables, and columns as table.column, that change without an event, each with the reason."""


def is_proved(table: str) -> bool:
    """Whether rows of this table are proved."""
    return table not in UNPROVED


def proved_columns(table: str, columns: Iterable[str]) -> list[str]:
    """Those of its columns that digests are made of, in the order of their names."""
    return sorted(name for name in columns if f"{table}.{name}" not in UNPROVED)


def record_digest(values: Mapping[str, Any], algorithm: str) -> str:
    """Hexadecimal hash of a row as it stands in the database: its proved columns by name."""
    digest_of = HASHES[algorithm]
    plain = {
        name: digest_of(value) if isinstance(value, bytes) else _as_json(value)
        for name, value in values.items()
        if value is not None
    }
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest_of(text.encode())


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def record_key(values: Iterable[Any]) -> str:
    """A primary key as events have it."""
    return "/".join(map(str, values))


def written_records(digests: Mapping[str, Mapping[str, str | None]]) -> str:
    """What an event says of rows: digests by table and key, None for a row that was deleted."""
    return json.dumps(digests, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
