"""A booking office over a published file that tests rewrite, on both databases."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from district import load_site_config
from forms_backend.bookings import wiring
from forms_backend.bookings.contact import Contact
from forms_backend.bookings.service import BookingReceipt
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.database.transactions import Database
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.outbox.service import Outbox, OutboxChannel
from tests.forms_backend.grounds import bare_parts
from tests.reference import SITE_CONFIG

CLERK = Person("shuji", Role.HANDLER, "court", name="书记员")
SALE = {
    "id": "hearing-sale",
    "url": "hearings/hearing-sale/",
    "title": "某公司诉某公司买卖合同纠纷案旁听庭审",
    "cause": "买卖合同纠纷",
    "court": "court",
    "place": "示例区人民法院第三法庭",
    "directions": "地铁 2 号线法院站 B 口",
    "contact": "区法院诉讼服务中心 000-00000000",
    "starts": "2026-12-08T09:30:00+08:00",
    "ends": "2026-12-08T11:30:00+08:00",
    "book_until": "2026-12-05T17:00:00+08:00",
    "seats": 3,
    "state": "scheduled",
    "sequence": 0,
}
_versions = count(1)


def publish(site_dir: Path, *hearings: dict[str, Any]) -> None:
    """What a build does: hearings.json beside the site's folder, with a stamp of its own."""
    path = site_dir.parent / "hearings.json"
    path.write_text(json.dumps({"hearings": hearings}, ensure_ascii=False), encoding="utf-8")
    moment = 1_700_000_000 + next(_versions)
    os.utime(path, (moment, moment))


@dataclass
class House:
    """The office, and short ways to use it."""

    office: BookingOffice
    database: Database
    site_dir: Path
    clock: Any
    receipts: list[BookingReceipt] = field(default_factory=list)
    _phones: Any = field(default_factory=lambda: count(13800138000))

    def publish(self, *hearings: dict[str, Any]) -> None:
        publish(self.site_dir, *hearings)

    def book(
        self,
        people: int = 1,
        *,
        hearing: str = "hearing-sale",
        wait: bool = False,
        key: str | None = None,
        **contact: str,
    ) -> BookingReceipt:
        listing = self.office.service.listing(hearing)
        assert listing is not None
        typed = {"name": "张三丰", "phone": str(next(self._phones))} | contact
        receipt = self.office.service.book(
            listing, Contact(**typed), people, wait=wait, notice_version="1", idempotency_key=key
        )
        self.receipts.append(receipt)
        return receipt

    def state(self, receipt: BookingReceipt) -> str:
        return self.view(receipt).state.value

    def view(self, receipt: BookingReceipt) -> Any:
        return self.office.own.look_up(receipt.number, receipt.query_code)

    def left(self, hearing: str = "hearing-sale") -> int:
        listing = self.office.service.listing(hearing)
        assert listing is not None
        return self.office.service.counts(listing).left

    def events(self) -> list[str]:
        with self.database.read() as session:
            return [e.action for e in reversed(session[LedgerRepository].latest(10_000))]

    def ledger_text(self) -> str:
        with self.database.read() as session:
            return "".join(f"{e.actor}{e.detail}" for e in session[LedgerRepository].latest(10_000))


def make_house(database: Database, folder: Path, clock: Any, **rules: Any) -> House:
    config = load_site_config(SITE_CONFIG)
    fair = config.bookings.fairness.model_copy(update=rules)
    bookings = config.bookings.model_copy(update={"fairness": fair})
    changed = config.model_copy(update={"bookings": bookings})
    parts = bare_parts(database, clock, folder, config=changed)
    parts.add(Outbox(parts.ground.cipher, {OutboxChannel.MAIL}))
    wiring.build(parts)
    office = parts[BookingOffice]
    return House(office, database, folder / "site", clock)


@pytest.fixture
def house(database: Database, tmp_path: Path, clock: Any) -> House:
    made = make_house(database, tmp_path, clock)
    made.publish(SALE)
    return made
