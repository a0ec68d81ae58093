"""The end of the ledger as JSON: what is written is read back, and nothing else is taken for one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms_backend.ledger.chain import PublishedHead
from forms_backend.ledger.errors import PublishedHeadError
from forms_backend.ledger.heads_log import read_heads
from forms_backend.ledger.published_head import head_record, parse_head

MOMENT = datetime(2026, 11, 20, 7, 30, 1, 999_000, tzinfo=UTC)
GOOD = {"sequence": 3, "hash": "ab" * 32, "algorithm": "sha256"}


@pytest.mark.parametrize("sequence", [0, 3])
def test_what_is_written_is_read_back(sequence: int) -> None:
    head = PublishedHead(sequence, "ab" * 32, "sm3")
    record = head_record(head, MOMENT)
    assert record["time"] == "2026-11-20T15:30:01+08:00"
    assert parse_head(json.dumps(record)) == head


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ([GOOD], "JSON 对象"),
        (GOOD | {"sequence": -1}, "sequence"),
        (GOOD | {"sequence": True}, "sequence"),
        (GOOD | {"sequence": "3"}, "sequence"),
        (GOOD | {"sequence": None}, "sequence"),
        (GOOD | {"hash": "ab" * 31}, "64 位"),
        (GOOD | {"hash": "AB" * 32}, "64 位"),
        (GOOD | {"hash": "ab" * 32 + "a"}, "64 位"),
        (GOOD | {"hash": 7}, "64 位"),
        (GOOD | {"algorithm": "md5"}, "algorithm"),
        (GOOD | {"algorithm": ["sha256"]}, "algorithm"),
    ],
)
def test_what_is_no_head_is_refused_with_what_is_wrong(record: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_head(json.dumps(record))


@pytest.mark.parametrize(
    "written", [b"\xff\xfe", b"", b"[]", b"{}", b"[]\n", b"no\nhead\n"], ids=str
)
def test_a_file_without_a_head_is_named(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "head.json"
    path.write_bytes(written)
    with pytest.raises(PublishedHeadError, match=r"head\.json"):
        read_heads(path)


def test_a_saved_head_may_end_with_a_line_or_not_and_begin_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "head.json"
    for text in (json.dumps(GOOD), json.dumps(GOOD, indent=1) + "\n", "\ufeff" + json.dumps(GOOD)):
        path.write_text(text, encoding="utf-8")
        assert read_heads(path) == [PublishedHead(3, "ab" * 32)]
