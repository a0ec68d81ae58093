"""Who is told of what: the table, then on both databases what stands in the outbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select, text

from district import load_site_config
from forms_backend.accounts.address_book import ContactService, seal_address
from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.tables import Staff
from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.service import MatterService
from forms_backend.matters.states.permissions import Facts
from forms_backend.matters.states.transitions import STATES, TRANSITIONS
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.notices.rules import VISITOR_TOLD_OF, Audience, audiences, told
from forms_backend.notices.writer import NoticeWriter
from forms_backend.outbox import messages as notice_messages
from forms_backend.outbox.service import Envelope, Outbox, OutboxChannel, unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State
from tests.forms_backend.office import (
    HANDLER,
    HANDLER_2,
    INPUTS,
    INTAKE,
    INTAKE_2,
    PEOPLE,
    POLICE,
    REVIEWER,
    SUPERVISOR,
    TO_DELIVERED,
    TO_HANDLING,
    other_person,
)
from tests.reference import SITE_CONFIG

CIPHER = PayloadCipher(bytes(32))
LED = Facts(State.RECEIVED, "zhengfawei")


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda t: f"{t.action}")
def test_whoever_a_matter_is_handed_to_is_told(transition) -> None:
    for before in transition.before:
        after = transition.after or before
        facts = replace(LED, state=before, unit="court", handler="chengban")
        changed = replace(facts, state=after)
        moved = STATES[before].owner is not STATES[after].owner and STATES[after].is_open
        assert (Audience.OWNER in audiences(transition.action, facts, changed)) >= moved


@pytest.mark.parametrize(
    ("state", "handler", "expected"),
    [
        (State.REGISTERED, None, {INTAKE, INTAKE_2}),
        (State.COORDINATING, None, {SUPERVISOR}),
        (State.ASSIGNED, None, {HANDLER, HANDLER_2}),
        (State.HANDLING, "chengban", {HANDLER}),
        (State.REVIEWING, "chengban", {REVIEWER}),
        (State.CLEARED, None, set()),
    ],
)
def test_the_owner_of_each_side(state: State, handler: str | None, expected: set) -> None:
    facts = replace(LED, state=state, unit="court", handler=handler)
    assert set(told(PEOPLE, facts, frozenset({Audience.OWNER}))) == expected


def test_who_did_it_is_not_told_and_the_accused_unit_never() -> None:
    facts = replace(
        LED, state=State.ASSIGNED, unit="court", confidential=True, accused_unit="court"
    )
    assert told(PEOPLE, facts, frozenset(Audience)) == (SUPERVISOR,)
    accused_lead = other_person(SUPERVISOR, unit="petition")
    led_elsewhere = replace(facts, lead_unit="petition", accused_unit="petition")
    assert told((accused_lead,), led_elsewhere, frozenset(Audience)) == ()
    registered = replace(LED, state=State.REGISTERED)
    by_himself = told(PEOPLE, registered, frozenset(Audience), except_actor=INTAKE.actor)
    assert INTAKE not in by_himself


def test_whatever_a_visitor_is_told_is_public_and_has_its_words() -> None:
    for action in VISITOR_TOLD_OF:
        assert action.is_public
        assert "{number}" in notice_messages.VISITOR_SUBJECTS[action.value]
        assert "{number}" in notice_messages.VISITOR_BODIES[action.value]


@dataclass
class Mailed:
    """The office with a mail server, and what stands in its outbox."""

    office: Any
    database: Any

    def mails(self, kind: str | None = None) -> list[Envelope]:
        with self.database.read() as session:
            rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
            return [
                unseal(CIPHER, row.dedupe_key, row.envelope)
                for row in rows
                if kind in (None, row.kind)
            ]

    def clear(self) -> None:
        with self.database.write() as session:
            session.execute(text("DELETE FROM outbox_messages"))

    def told(self, kind: str | None = None) -> set[str]:
        return {mail.recipient.partition("@")[0] for mail in self.mails(kind)}


@pytest.fixture
def mailed(office, database, clock, opener) -> Mailed:
    config, code_key = load_site_config(SITE_CONFIG), CodeKey(bytes(32))
    outbox = Outbox(CIPHER, {OutboxChannel.MAIL})
    notices = NoticeWriter(outbox, CIPHER, code_key, config.site)
    submissions = SubmissionService(database, CIPHER, code_key, clock, opener, notices)
    with database.write() as session:
        for row in session.scalars(select(Staff)):
            row.email = seal_address(CIPHER, row.login, f"{row.login}@court.gov.cn")
    changed = replace(
        office,
        submissions=submissions,
        matters=MatterService(database, CIPHER, office.rules, config, clock, notices),
        visitors=VisitorService(
            database, CIPHER, office.rules, config, submissions, clock, notices
        ),
    )
    return Mailed(changed, database)


@pytest.fixture
def come_in(mailed, forms, complaint):
    def send(**changes: Any):
        return mailed.office.submissions.accept(
            forms["complaint"], complaint | changes, channel=Channel.WEB
        )

    return send


def test_the_whole_way_by_mail(mailed, come_in, complaint) -> None:
    receipt = come_in()
    assert mailed.told("work") == {"shouli", "shouli2"}
    assert mailed.told("visitor") == {"zhang"}
    expected = (
        (INTAKE, Action.REGISTER, set(), False),
        (INTAKE, Action.ACCEPT, set(), True),
        (INTAKE, Action.ASSIGN, {"chengban", "chengban2"}, False),
        (HANDLER, Action.TAKE, set(), False),
        (HANDLER, Action.REQUEST_EXTENSION, {"shenhe"}, False),
        (REVIEWER, Action.APPROVE_EXTENSION, {"chengban"}, True),
        (SUPERVISOR, Action.URGE, {"chengban"}, False),
        (HANDLER, Action.SUBMIT_ANSWER, {"shenhe"}, False),
        (REVIEWER, Action.APPROVE_ANSWER, {"chengban"}, False),
        (HANDLER, Action.DELIVER, {"shouli", "shouli2"}, True),
    )
    everything = mailed.mails()
    for person, action, staff, visitor_too in expected:
        mailed.clear()
        mailed.office.act(person, receipt.number, action)
        assert mailed.told() - {"zhang"} == staff, action
        assert ("zhang" in mailed.told()) is visitor_too, action
        everything += mailed.mails()
    _assert_nothing_personal(everything, complaint, receipt)


def _assert_nothing_personal(mails: list[Envelope], complaint: dict, receipt) -> None:
    secrets = [
        complaint[key] for key in ("name", "phone", "email", "firm", "uscc", "title", "description")
    ]
    for mail in mails:
        for secret in (*secrets, receipt.query_code, *INPUTS.values()):
            if secret not in ("court", "phone"):
                assert secret not in mail.subject + mail.body
        assert receipt.number in mail.body


def test_a_visitor_hears_what_to_do_and_where_to_look(mailed, come_in) -> None:
    receipt = come_in()
    mailed.office.go(receipt.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ASK_SUPPLEMENT))
    received, asked = mailed.mails("visitor")
    assert received.subject == f"【示例区法治营商网】{receipt.number} 已收到"
    assert asked.subject == f"【示例区法治营商网】{receipt.number} 需要您补充材料"
    assert asked.body == (
        f"办理 {receipt.number} 需要您补充材料，要补充什么请在网站上查看。\n\n"
        "打开 http://127.0.0.1:8000/status ，输入编号和查询码查看。"
        "查询码在您的回执上，本邮件不含查询码。\n\n"
        "示例区法治营商网\n本邮件由系统自动发出，不含来件内容，请勿回复。"
    )
    mailed.clear()
    mailed.office.visitor_acts(receipt, Action.SUPPLY)
    assert mailed.told() == {"shouli", "shouli2"}


def test_a_refusal_is_told_when_it_is_delivered_not_before(mailed, come_in) -> None:
    number = come_in().number
    mailed.office.go(
        number,
        (INTAKE, Action.REGISTER),
        (INTAKE, Action.PROPOSE_REFUSAL),
        (SUPERVISOR, Action.APPROVE_REFUSAL),
    )
    assert len(mailed.mails("visitor")) == 1
    mailed.office.act(INTAKE, number, Action.DELIVER_REFUSAL)
    assert mailed.mails("visitor")[-1].subject.endswith(f"{number} 不予受理")


def test_nobody_is_flooded_by_what_strangers_send(mailed, come_in, clock) -> None:
    for n in range(3):
        come_in(title=f"第 {n} 件", email="ZHANG@example.com" if n else "zhang@example.com")
    assert len(mailed.mails("work")) == 2  # one an hour for each at intake
    assert len(mailed.mails("visitor")) == 1  # one a day for each address
    clock.move(hours=1)
    come_in(title="一小时后")
    assert len(mailed.mails("work")) == 4
    clock.move(days=1)
    come_in(title="第二天")
    assert len(mailed.mails("visitor")) == 2


def test_without_an_address_nobody_is_written_to(mailed, come_in, database) -> None:
    with database.write() as session:
        session.execute(text("UPDATE staff SET email = NULL"))
        session.execute(text("UPDATE staff SET disabled_at = created_at WHERE login = 'duban'"))
    receipt = come_in(email="")
    mailed.office.act(INTAKE, receipt.number, Action.REGISTER)
    assert mailed.mails() == []


def test_a_withdrawn_matter_is_told_to_who_was_handling_it(mailed, come_in) -> None:
    receipt = come_in()
    mailed.office.go(receipt.number, *TO_HANDLING)
    mailed.clear()
    mailed.office.visitor_acts(receipt, Action.WITHDRAW)
    (mail,) = mailed.mails()
    assert mail.recipient.startswith("chengban@")
    assert mail.subject.endswith("已由来件人撤回，不再办理")


def test_a_bounced_matter_leaves_the_unit_and_its_mails(mailed, come_in) -> None:
    number = come_in().number
    mailed.office.go(number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    mailed.office.act(INTAKE, number, Action.ASSIGN, unit="police")
    mailed.clear()
    mailed.office.act(POLICE, number, Action.BOUNCE)
    assert mailed.told() == {"shouli", "shouli2"}


def test_a_refused_action_leaves_no_mail(mailed, come_in) -> None:
    number = come_in().number
    mailed.clear()
    with pytest.raises(MatterNotFoundError):
        mailed.office.act(HANDLER, number, Action.TAKE)
    assert mailed.mails() == []


def test_without_a_mail_server_nothing_is_written(office, submit, database) -> None:
    office.go(submit().number, *TO_DELIVERED)
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM outbox_messages")).scalar() == 0


def test_addresses_of_staff_are_encrypted_and_checked(office, database, clock) -> None:
    contacts = ContactService(database, CIPHER, clock)
    password = office.staff.add(
        "wang", "王五", "court", Role.HANDLER, actor="cli:test", email="wang@court.gov.cn"
    )
    assert password
    with pytest.raises(StaffError):
        contacts.set_email("wang", "not an address", actor="staff:admin")
    contacts.set_email("wang", "w5@court.gov.cn", actor="staff:admin")
    assert next(a for a in office.staff.accounts() if a.login == "wang").has_email
    with database.read() as session:
        sealed = session.execute(text("SELECT email FROM staff WHERE login = 'wang'")).scalar()
        details = session.execute(text("SELECT detail FROM ledger_events")).scalars().all()
    assert b"court.gov.cn" not in bytes(sealed)
    assert "court.gov.cn" not in " ".join(details)
    contacts.set_email("wang", "", actor="staff:admin")
    assert not next(a for a in office.staff.accounts() if a.login == "wang").has_email
