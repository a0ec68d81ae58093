"""Limits of the database columns, written once: the tables and the code that fills them use these."""

from __future__ import annotations

NUMBER_LENGTH = 20
MAX_SEQUENCE = 999_999
HASH_LENGTH = 64
STATE_LENGTH = 20
ACTION_LENGTH = 40
ACTOR_LENGTH = 80
DETAIL_LENGTH = 4_000
MAX_PAYLOAD_BYTES = 1024 * 1024
IDEMPOTENCY_KEY_LENGTH = 200
