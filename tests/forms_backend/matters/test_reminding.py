"""微信提醒: bound with number and code, told number and state, forgotten in every way one can be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text

from forms_backend.keeping.erasing import ERASERS, Erasure
from forms_backend.keeping.expiry_repository import ExpiryRepository
from forms_backend.ledger.actions import Action
from forms_backend.matters.reminding import WECHAT_CONSENT, ReminderService
from forms_backend.matters.service import MatterService
from forms_backend.notices.writer import NoticeWriter
from forms_backend.outbox.service import Envelope, Outbox, OutboxChannel, unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.tables import Submission, WechatReminder
from tests.forms_backend.office import INTAKE, TO_DELIVERED
from tests.reference import reference_config

CIPHER, CODE_KEY = PayloadCipher(bytes(32)), CodeKey(bytes(32))
READER, OTHER = "oLi4si_0123456789abcdefghijk", "oAnother_reader"
WRONG = "7K3M-9QXT-0ABC-DEFG"


@pytest.fixture
def outbox() -> Outbox:
    return Outbox(CIPHER, {OutboxChannel.WECHAT})


@pytest.fixture
def reminders(database: Any, service: Any, outbox: Outbox, clock: Any) -> ReminderService:
    return ReminderService(database, CIPHER, CODE_KEY, service, outbox, clock)


@pytest.fixture
def desk(office: Any, database: Any, clock: Any, outbox: Outbox) -> Any:
    """An office that tells in WeChat."""
    whole = reference_config()
    notices = NoticeWriter(outbox, CIPHER, CODE_KEY, whole.site)
    matters = MatterService(database, CIPHER, office.rules, whole, clock, notices)
    return replace(office, matters=matters)


def waiting(database: Any) -> list[Envelope]:
    with database.read() as work:
        rows = work.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert not any(READER in row.dedupe_key for row in rows)
        return [unseal(CIPHER, row.dedupe_key, row.envelope or b"") for row in rows]


def kept(database: Any) -> list[bytes]:
    """The sealed openids."""
    with database.read() as work:
        return list(work.scalars(select(WechatReminder.openid)))


def test_the_reader_gets_number_and_state_and_nothing_else(
    desk, database, reminders, receipt, complaint
) -> None:
    assert not reminders.ask(receipt.number, WRONG, READER)
    assert not reminders.ask("TS202611-999999", receipt.query_code, READER)
    assert reminders.ask(receipt.number, receipt.query_code, READER)
    assert reminders.ask(receipt.number, receipt.query_code, READER)
    (sealed,) = kept(database)
    assert READER.encode() not in sealed
    desk.go(receipt.number, *TO_DELIVERED)
    found = waiting(database)
    assert [(one.recipient, one.subject, one.body) for one in found] == [
        (READER, receipt.number, "已受理"),
        (READER, receipt.number, "已反馈办理结果"),
    ]
    with database.read() as work:
        events = work.execute(text("SELECT action, detail FROM ledger_events")).all()
    assert [action for action, _ in events].count(Action.CONSENT_GIVEN) == 1
    assert READER not in str(events)
    assert desk.ledger.verify().is_intact


@pytest.mark.parametrize("how", ["word", "page", "erased"])
def test_who_takes_it_back_is_forgotten_with_what_was_to_leave(
    desk, database, reminders, receipt, how
) -> None:
    pair = (receipt.number, receipt.query_code)
    reminders.ask(*pair, READER)
    desk.go(receipt.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    assert len(waiting(database)) == 1
    if how == "word":
        assert (reminders.cancel(OTHER), reminders.cancel(READER)) == (0, 1)
    elif how == "page":
        desk.visitors.withdraw_consent(*pair, WECHAT_CONSENT)
    else:
        with database.write() as work:
            row = work.scalars(select(Submission)).one()
            ERASERS["wechat_reminders"](Erasure(work, row, CIPHER, None))  # type: ignore[arg-type]
            work[ExpiryRepository].delete_messages(receipt.number)
    assert (kept(database), waiting(database), reminders.cancel(READER)) == ([], [], 0)
    if how != "erased":
        (_, consent) = desk.visitors.look_up(*pair).consents
        assert consent.key == WECHAT_CONSENT
        assert consent.withdrawn_at is not None
        assert reminders.ask(*pair, READER)
        (_, consent) = desk.visitors.look_up(*pair).consents
        assert consent.withdrawn_at is None


def test_a_matter_reminds_the_last_who_asked(desk, database, reminders, receipt) -> None:
    pair = (receipt.number, receipt.query_code)
    reminders.ask(*pair, READER)
    desk.go(receipt.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    reminders.ask(*pair, OTHER)
    assert waiting(database) == []
    assert reminders.cancel(READER) == 0
    assert len(kept(database)) == 1


def test_where_the_channel_is_off_nobody_is_bound_but_let_go(
    database, service, clock, reminders, receipt
) -> None:
    reminders.ask(receipt.number, receipt.query_code, READER)
    off = ReminderService(database, CIPHER, CODE_KEY, service, Outbox(CIPHER, set()), clock)
    assert not off.ask(receipt.number, receipt.query_code, OTHER)
    assert off.cancel(READER) == 1
