"""Subscriptions over a published file that tests rewrite, on both databases."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from forms_backend.database.transactions import Database
from forms_backend.outbox.service import Envelope, Outbox, OutboxChannel, unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.subscriptions import wiring
from forms_backend.subscriptions.payload import Subscriber
from forms_backend.subscriptions.wiring import SubscriptionOffice
from tests.forms_backend.grounds import bare_parts

CIPHER = PayloadCipher(bytes(32))
READER = "li.si@example.com"
_versions = count(1)


def document(id_: str, day: str, *, kind: str = "case", **facets: str) -> dict[str, Any]:
    return {
        "id": id_,
        "url": f"{kind}s/{id_}/",
        "kind": kind,
        "title": f"标题 {id_}",
        "text": "正文",
        "date": day,
        "facets": {name: [label] for name, label in facets.items()},
    }


def publish(site_dir: Path, *documents: dict[str, Any]) -> None:
    """What a build does, with a stamp of its own."""
    path = site_dir.parent / "documents.jsonl"
    lines = [json.dumps(d, ensure_ascii=False) for d in documents]
    path.write_text("\n".join(lines), encoding="utf-8")
    moment = 1_700_000_000 + next(_versions)
    os.utime(path, (moment, moment))


def token_in(body: str, step: str) -> str:
    found = re.search(rf"/subscriptions/{step}/(\S+)", body)
    assert found, body
    return found[1]


@dataclass
class PostRoom:
    """The office, and short ways to use it."""

    office: SubscriptionOffice
    database: Database
    site_dir: Path
    clock: Any

    def publish(self, *documents: dict[str, Any]) -> None:
        publish(self.site_dir, *documents)

    def mails(self, kind: str) -> list[Envelope]:
        """What the outbox holds of a kind, oldest first."""
        with self.database.read() as session:
            rows = session.scalars(
                select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
            )
            return [unseal(CIPHER, row.dedupe_key, row.envelope or b"") for row in rows]

    def ask(self, *topics: str, address: str = READER) -> str:
        """Ask; the token of the confirmation link that was mailed."""
        self.office.service.ask(Subscriber(address, topics))
        return token_in(self.mails("subscribe")[-1].body, "confirm")

    def subscribe(self, *topics: str, address: str = READER) -> None:
        assert self.office.service.confirm(self.ask(*topics, address=address))

    def next_monday(self) -> list[Envelope]:
        """A week later at ten; the mails that this issue brought."""
        before = len(self.mails("news"))
        local = self.clock.now
        self.clock.move(days=7 - local.weekday(), hours=2 - local.hour, minutes=-local.minute)
        self.office.weekly.write()
        return self.mails("news")[before:]

    def rows(self, table: str) -> Sequence[Any]:
        with self.database.read() as session:
            return session.execute(text(f"SELECT * FROM {table}")).all()


@pytest.fixture
def post_room(database, site_dir, clock) -> PostRoom:
    parts = bare_parts(database, clock, site_dir.parent)
    parts.add(Outbox(CIPHER, {OutboxChannel.MAIL}))
    wiring.build(parts)
    office = parts[SubscriptionOffice]
    room = PostRoom(office, database, site_dir, clock)
    room.publish(document("old", "2026-11-10", area="劳动用工"))
    return room
