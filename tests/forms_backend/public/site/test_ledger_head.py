"""`/ledger/head.json`, and what a head written down earlier is good for."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from forms_backend.ledger.chain import Entry
from forms_backend.ledger.errors import PublishedHeadError
from forms_backend.ledger.heads_log import read_heads
from forms_backend.ledger.published_head import head_record
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.submissions.channel import Channel


def send(parts, complaint, title: str) -> None:
    values = complaint | {"title": title}
    parts[SubmissionService].accept(parts.ground.forms["complaint"], values, channel=Channel.WEB)


def rewrite(database, number: int) -> None:
    """Change one event and make the whole chain fit again, as an administrator could."""
    with database.engine.begin() as connection:
        written = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(connection.execute(written).tuples().all())
        for trigger in triggers:
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(
            text("UPDATE ledger_events SET actor = 'x' WHERE sequence = :n"), {"n": number}
        )
    with database.read() as session:
        from forms_backend.ledger.repository import LedgerRepository

        entries = list(session[LedgerRepository]._entries())
    previous, rows = "0" * 64, []
    for entry, _ in entries:
        fixed = Entry(**{**vars(entry), "previous_hash": previous})
        rows.append((fixed.sequence, previous, fixed.hash()))
        previous = fixed.hash()
    with database.engine.begin() as connection:
        for sequence, before, digest in reversed(rows):
            connection.execute(
                text("UPDATE ledger_events SET previous_hash = :p, hash = :h WHERE sequence = :s"),
                {"p": before, "h": digest, "s": sequence},
            )
        connection.execute(text("UPDATE ledger_head SET hash = :h"), {"h": previous})
        for definition in triggers.values():
            connection.execute(text(definition))


def test_the_head_is_public_and_says_nothing_else(client, parts, complaint) -> None:
    send(parts, complaint, "甲事")
    response = client.get("/ledger/head.json")
    head = parts[LedgerService].head()
    assert response.get_json() == {
        "sequence": head.sequence,
        "hash": head.hash,
        "algorithm": "sha256",
        "time": "2026-11-20T15:30:00+08:00",
    }
    assert head.sequence >= 1
    assert response.headers["Cache-Control"] == "no-cache"


def test_a_rewritten_chain_does_not_fit_the_published_head(parts, complaint, tmp_path) -> None:
    send(parts, complaint, "甲事")
    file = tmp_path / "head.json"
    file.write_text(
        json.dumps(head_record(parts[LedgerService].head(), parts.ground.clock())), encoding="utf-8"
    )
    [published] = read_heads(file)
    send(parts, complaint, "乙事")
    assert parts[LedgerService].verify(published).is_intact
    rewrite(parts.ground.database, published.sequence)
    assert parts[LedgerService].verify().is_intact
    report = parts[LedgerService].verify(published)
    assert (report.broken_at, report.reason) == (published.sequence, "与公布过的末条哈希不一致")


def test_a_chain_cut_short_of_the_published_head_is_found(parts, complaint) -> None:
    send(parts, complaint, "甲事")
    head = parts[LedgerService].head()
    later = type(head)(head.sequence + 5, head.hash)
    report = parts[LedgerService].verify(later)
    assert (report.broken_at, report.reason) == (head.sequence + 1, "公布过的行被删去")


GOOD = {"sequence": 3, "hash": "ab" * 32, "algorithm": "sha256"}


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "\xff", json.dumps(GOOD | {"sequence": True}), json.dumps(GOOD | {"sequence": -1}),
        json.dumps(GOOD | {"hash": "AB" * 32}), json.dumps(GOOD | {"hash": 5}),
        json.dumps(GOOD | {"algorithm": "md5"}),
    ],
)  # fmt: skip
def test_a_file_that_is_no_head_is_refused(tmp_path, content: str) -> None:
    file = tmp_path / "head.json"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(PublishedHeadError, match=r"head\.json"):
        read_heads(file)
