"""The end of the ledger as the public gets it: as JSON, and read back from it."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

from forms_backend.database.limits import HASH_LENGTH
from forms_backend.ledger.chain import PublishedHead
from forms_backend.ledger.errors import PublishedHeadError
from forms_backend.running import cli_messages
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.sealing.ciphers import HASHES

_HASH = re.compile(rf"[0-9a-f]{{{HASH_LENGTH}}}")


def head_record(head: PublishedHead, at: datetime) -> dict[str, str | int]:
    """`/ledger/head.json`: nothing but the length of the chain and its last hash."""
    return {
        "sequence": head.sequence,
        "hash": head.hash,
        "algorithm": head.algorithm,
        "time": at.astimezone(LOCAL_ZONE).isoformat(timespec="seconds"),
    }


def parse_head(text: str) -> PublishedHead:
    """The head that `head_record` wrote as JSON. Raises ValueError with what is wrong."""
    record = json.loads(text)
    if not isinstance(record, dict):
        raise ValueError("应为 JSON 对象")
    sequence, digest = record.get("sequence"), record.get("hash")
    if not isinstance(sequence, int) or isinstance(sequence, bool) or sequence < 0:
        raise ValueError("sequence 应为不小于 0 的整数")
    if not isinstance(digest, str) or not _HASH.fullmatch(digest):
        raise ValueError(f"hash 应为 {HASH_LENGTH} 位小写十六进制")
    algorithm = record.get("algorithm")
    if not isinstance(algorithm, str) or algorithm not in HASHES:
        raise ValueError(f"algorithm 应为 {'、'.join(HASHES)}")
    return PublishedHead(sequence, digest, algorithm)


def unreadable(path: Path, reason: str) -> PublishedHeadError:
    """The error for a file that holds no heads."""
    return PublishedHeadError(
        cli_messages.CLI_LEDGER_HEAD_UNREADABLE.format(path=path, reason=reason)
    )
