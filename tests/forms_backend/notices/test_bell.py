"""提醒: the bell tells by the same rules as the mails, and needs no mail server; on both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from district import load_site_config
from forms_backend.accounts.tables import Staff
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.matters.service import MatterService
from forms_backend.notices.bell import KEPT, BellService
from forms_backend.notices.writer import NoticeWriter
from forms_backend.outbox.service import Outbox
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from tests.forms_backend.office import (
    HANDLER,
    HANDLER_2,
    INTAKE,
    POLICE,
    REVIEWER,
    SUPERVISOR,
    TO_HANDLING,
    Office,
)
from tests.reference import SITE_CONFIG

CIPHER = PayloadCipher(bytes(32))


@pytest.fixture
def rung(office, database, clock) -> Office:
    """The office without a mail server."""
    config = load_site_config(SITE_CONFIG)
    notices = NoticeWriter(Outbox(CIPHER, set()), CIPHER, CodeKey(bytes(32)), config.site)
    matters = MatterService(database, CIPHER, office.rules, config, clock, notices)
    return replace(office, matters=matters)


@pytest.fixture
def bell(database, clock) -> BellService:
    return BellService(database, clock)


@pytest.fixture
def known(database, office) -> dict[str, int]:
    with database.read() as work:
        return {row.login: row.id for row in work.scalars(select(Staff))}


def signed_in(known: dict[str, int], person: Person) -> Person:
    return replace(person, id=known[person.login])


def told(bell: BellService, known: dict[str, int], person: Any) -> list[Action]:
    found = bell.rings(signed_in(known, person))
    return [one.action for one in reversed(found)]


def test_each_hears_of_what_is_handed_over_returned_or_supervised(
    rung, bell, known, receipt
) -> None:
    rung.go(receipt.number, *TO_HANDLING, (HANDLER, Action.SUBMIT_ANSWER))
    assert told(bell, known, INTAKE) == []  # what comes in stands in the lists
    assert told(bell, known, HANDLER_2) == [Action.ASSIGN]
    assert told(bell, known, REVIEWER) == [Action.SUBMIT_ANSWER]
    rung.go(
        receipt.number, (REVIEWER, Action.RETURN_ANSWER), (SUPERVISOR, Action.SUPERVISE),
    )  # fmt: skip
    rung.act(REVIEWER, receipt.number, Action.GIVE_TO_HANDLER, handler="chengban2")
    assert told(bell, known, HANDLER)[1:] == [Action.RETURN_ANSWER, Action.SUPERVISE]
    assert told(bell, known, HANDLER_2)[1:] == [Action.GIVE_TO_HANDLER]


def test_new_until_the_matter_was_opened_or_all_was_read(rung, bell, known, submit, ledger) -> None:
    first, second = submit(), submit(title="乙事")
    for one in (first, second):
        rung.go(one.number, *TO_HANDLING[:3])
    handler = signed_in(known, HANDLER)
    assert bell.unseen(handler) == 2
    bell.see(handler, first.number)
    assert [one.is_new for one in bell.rings(handler)] == [True, False]
    assert bell.unseen(signed_in(known, HANDLER_2)) == 2  # everybody's own marks
    bell.see(handler)
    assert bell.unseen(handler) == 0
    assert ledger.verify().is_intact


def test_nothing_of_a_matter_that_went_elsewhere(rung, bell, known, receipt) -> None:
    rung.go(receipt.number, *TO_HANDLING[:3])
    rung.act(SUPERVISOR, receipt.number, Action.REASSIGN, unit="police")
    assert told(bell, known, HANDLER) == []
    assert bell.unseen(signed_in(known, HANDLER)) == 0
    assert told(bell, known, POLICE) == [Action.REASSIGN]


def test_what_is_old_is_forgotten(rung, bell, known, submit, clock) -> None:
    first = submit()
    rung.go(first.number, *TO_HANDLING[:3])
    clock.now += KEPT + (KEPT / 90)
    rung.go(submit(title="乙事").number, *TO_HANDLING[:3])
    assert len(told(bell, known, HANDLER)) == 1
