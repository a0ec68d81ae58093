"""短信: who gets one, what stands in it, and where it stops; the real outbox, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, text, update

from district import load_site_config
from district.forms.reading import SMS_CONSENT, load_form_definitions
from forms_backend.accounts.address_book import ContactService, PhoneBook
from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.tables import Staff
from forms_backend.ledger.actions import Action
from forms_backend.matters.service import MatterService
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.notices.texting import PhoneTexting, by_day
from forms_backend.notices.writer import NoticeWriter
from forms_backend.outbox.service import Envelope, Outbox, OutboxChannel, unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.running.clock import local_date
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.tables import Consent
from tests.forms_backend.office import HANDLER, INTAKE, INTAKE_2, SUPERVISOR, TO_HANDLING
from tests.reference import SITE_CONFIG

CIPHER, CODE_KEY = PayloadCipher(bytes(32)), CodeKey(bytes(32))
STAFF_PHONE, PHONE = "13900139000", "13800138000"
WHOLE = load_site_config(SITE_CONFIG)
WITH_TEXTS = WHOLE.model_copy(update={"site": WHOLE.site.model_copy(update={"sms_notices": True})})


@pytest.fixture(scope="module")
def asking() -> Any:
    return load_form_definitions(WITH_TEXTS, SITE_CONFIG)["complaint"]


@pytest.fixture
def texting(office, database, clock, service, asking, complaint):
    """`texting(each=…)`: an office that sends texts, and a matter whose visitor consented."""

    def make(each: int = 10, together: int = 500, *, consents: bool = True) -> tuple[Any, str]:
        outbox = Outbox(CIPHER, {OutboxChannel.SMS})
        texts = PhoneTexting(outbox, CIPHER, CODE_KEY, "示例", each=each, together=together)
        notices = NoticeWriter(outbox, CIPHER, CODE_KEY, WHOLE.site, texts)
        matters = MatterService(database, CIPHER, office.rules, WHOLE, clock, notices)
        answers = complaint | ({SMS_CONSENT: True} if consents else {})
        receipt = service.accept(asking, answers, channel=Channel.WEB)
        contacts = ContactService(database, CIPHER, clock)
        contacts.set_phone("chengban", STAFF_PHONE, actor="staff:admin")
        visitors = VisitorService(
            database, CIPHER, office.rules, WHOLE, office.submissions, clock, notices
        )
        return replace(office, matters=matters, visitors=visitors), receipt.number

    return make


def written(database) -> list[Envelope]:
    with database.read() as work:
        rows = work.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert not any(PHONE in row.dedupe_key or STAFF_PHONE in row.dedupe_key for row in rows)
        return [unseal(CIPHER, row.dedupe_key, row.envelope or b"") for row in rows]


def test_number_and_state_for_who_consented_and_what_is_urgent_for_staff(
    texting, database, complaint
) -> None:
    office, number = texting()
    office.go(number, *TO_HANDLING, (SUPERVISOR, Action.URGE))
    assert [(one.recipient, one.subject, one.body) for one in written(database)] == [
        (PHONE, "", f"【示例】{number}：已受理。"),
        (STAFF_PHONE, "", f"【示例】{number}：已催办，请登录工作台办理。"),
    ]
    for secret in (complaint["name"], complaint["title"], complaint["firm"], HANDLER.name):
        assert not any(secret in one.body for one in written(database))


@pytest.mark.parametrize("how", ["never", "withdrawn", "no mobile phone"])
def test_without_consent_or_phone_no_visitor_gets_one(texting, database, clock, how) -> None:
    office, number = texting(consents=how != "never")
    if how == "withdrawn":
        with database.write() as work:
            work.execute(update(Consent).values(withdrawn_at=clock()))
    if how == "no mobile phone":
        with database.write() as work:
            row = work.execute(text("SELECT payload FROM submissions")).scalar_one()
            plain = CIPHER.decrypt(number, bytes(row)).replace(PHONE.encode(), b"010-66666666")
            sealed = CIPHER.encrypt(number, plain)
            work.execute(text("UPDATE submissions SET payload = :p"), {"p": sealed})
    office.go(number, (INTAKE, Action.REGISTER), (INTAKE_2, Action.ACCEPT))
    assert written(database) == []


def test_a_text_that_waits_for_the_morning_does_not_leave_without_consent(
    texting, database, clock, service, asking, complaint
) -> None:
    clock.move(hours=10)  # in the night
    office, number = texting()
    answers = complaint | {"title": "另一件反映的事情", SMS_CONSENT: True}
    other = service.accept(asking, answers, channel=Channel.WEB).number
    office.go(number, *TO_HANDLING, (SUPERVISOR, Action.URGE))
    office.go(other, *TO_HANDLING[:2])
    assert [one.recipient for one in written(database)] == [PHONE, STAFF_PHONE, PHONE]
    office.visitors.withdraw_consent(number, service.receipt_of(number).query_code, SMS_CONSENT)
    kept = [(one.recipient, one.body.partition("：")[0]) for one in written(database)]
    assert kept == [(STAFF_PHONE, f"【示例】{number}"), (PHONE, f"【示例】{other}")]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [({"each": 2}, 3), ({"together": 2}, 2), ({}, 4)],
)
def test_limits_of_a_phone_and_of_all(texting, database, clock, limits, expected) -> None:
    office, number = texting(**limits)
    office.go(number, *TO_HANDLING, *[(SUPERVISOR, Action.URGE)] * 3)
    assert len(written(database)) == expected
    clock.move(hours=25)
    office.act(SUPERVISOR, number, Action.SUPERVISE)
    assert len(written(database)) == expected + 1


@pytest.mark.parametrize(
    ("hour", "leaves"), [(8, (20, 8)), (20, (20, 20)), (21, (21, 8)), (3, (20, 8))]
)
def test_visitors_are_not_woken(hour: int, leaves: tuple[int, int]) -> None:
    at = datetime(2026, 11, 20 - (hour < 8), (hour - 8) % 24, tzinfo=UTC)
    local = by_day(at).astimezone(UTC)
    assert (local.day, (local.hour + 8) % 24) == leaves


def test_phones_of_staff_are_checked_encrypted_and_not_told(office, database, clock) -> None:
    contacts = ContactService(database, CIPHER, clock)
    for wrong in ("12345", "010-66666666", "1380013800x"):
        with pytest.raises(StaffError):
            contacts.set_phone("chengban", wrong, actor="staff:admin")
    contacts.set_phone("chengban", "139 0013 9000", actor="staff:admin")
    with database.read() as work:
        sealed = work.scalars(select(Staff.phone).where(Staff.login == "chengban")).one()
        details = work.execute(text("SELECT detail FROM ledger_events")).scalars().all()
    assert CIPHER.decrypt("phone:chengban", sealed or b"").decode() == STAFF_PHONE
    assert STAFF_PHONE not in " ".join(details)
    contacts.set_phone("chengban", "", actor="staff:admin")
    with database.read() as work:
        assert work.scalars(select(Staff.phone).where(Staff.login == "chengban")).one() is None
        assert PhoneBook(work, CIPHER, local_date(clock())).people == ()


def test_forms_ask_where_texts_are_sent_and_a_phone_is_asked_for(asking) -> None:
    assert asking.fields[-1].key == SMS_CONSENT
    assert load_form_definitions(WHOLE, SITE_CONFIG)["complaint"].field(SMS_CONSENT) is None
