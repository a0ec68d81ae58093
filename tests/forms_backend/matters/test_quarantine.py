"""What came in a burst: nowhere among the work until people have looked at it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from forms_backend.database.limits import DETAIL_LENGTH, NUMBER_LENGTH
from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.happening import NO_NOTICES, MatterNotices
from forms_backend.matters.quarantine import _NAMED_AT_ONCE, SHOWN_CHARACTERS, QuarantineService
from forms_backend.notices.digest import digest_text, held_section
from forms_backend.reports.repository import ReportRepository
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.quarantine_repository import QuarantineRepository
from forms_backend.submissions.repository import SubmissionRepository
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import ERASED
from forms_backend.worklists.lists import Selection, WorkList
from tests.forms_backend.office import HANDLER, INTAKE, SUPERVISOR


class Told(MatterNotices):
    def __init__(self) -> None:
        self.numbers: list[str] = []

    def tell(self, work, submission, matter, what) -> None:
        self.numbers.append(submission.number)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def quarantine(database, clock, opener, office, told) -> QuarantineService:
    return QuarantineService(database, PayloadCipher(bytes(32)), clock, opener, told)


@pytest.fixture
def held(service, forms, complaint):
    """Sends a complaint in a burst."""

    def send(form: str = "complaint", **changes):
        answers = complaint | changes
        return service.accept(forms[form], answers, channel=Channel.WEB, in_burst=True)

    return send


def listed(office) -> int:
    selection = Selection(WorkList.ALL)
    return office.lists.page(INTAKE, selection, number=1, size=50).total


def test_it_stands_in_no_list_no_report_and_has_no_clock(
    office, held, service, forms, database
) -> None:
    receipt = held()
    assert listed(office) == 0
    with pytest.raises(MatterNotFoundError):
        office.view(INTAKE, receipt.number)
    with database.read() as work:
        assert work[ReportRepository].intakes() == []
        assert work.execute(text("SELECT count(*) FROM matter_clocks")).scalar_one() == 0
    assert service.open_missing_matters(forms) == 0, "a restart does not let it out"


def test_the_visitor_has_a_receipt_and_a_status_page_as_everybody(office, held, submit) -> None:
    receipt, usual = held(consent_case=True), submit(title="另一件")
    view = office.visitors.look_up(receipt.number, receipt.query_code)
    other = office.visitors.look_up(usual.number, usual.query_code)
    assert (view.state, view.owner) == (other.state, other.owner) == (State.RECEIVED, "zhengfawei")
    assert [s.action for s in view.steps] == [s.action for s in other.steps]
    assert not view.actions
    assert not view.discarded
    assert office.visitors.look_up(receipt.number, "0000-0000-0000-0000") is None
    office.visitors.withdraw_consent(receipt.number, receipt.query_code, view.consents[0].key)
    with pytest.raises(MatterNotFoundError):
        office.visitors.act(receipt.number, receipt.query_code, Action.WITHDRAW, 0, {})


def test_what_is_genuine_becomes_a_matter_with_its_periods_from_the_day_it_was_sent(
    office, held, quarantine, clock, told, database, submit
) -> None:
    usual = submit(title="同一天的另一件")
    receipts = [held(title=f"第{n}件") for n in range(3)]
    sent = clock()
    clock.move(days=3)
    wanted = {r.number for r in receipts[:2]}
    assert quarantine.release(SUPERVISOR, wanted) == 2
    assert told.numbers == sorted(wanted)
    assert listed(office) == 3
    view = office.view(INTAKE, receipts[0].number)
    expected = office.view(INTAKE, usual.number)
    assert [c.due_on for c in view.clocks] == [c.due_on for c in expected.clocks]
    public = office.visitors.look_up(receipts[0].number, receipts[0].query_code)
    assert [(s.action, s.at) for s in public.steps] == [(Action.RECEIVED, sent)]
    assert quarantine.count() == 1
    assert quarantine.release(SUPERVISOR, wanted) == 0, "once"
    office.act(INTAKE, receipts[0].number, Action.REGISTER)


def test_a_past_report_does_not_change_when_something_is_let_out(
    held, quarantine, clock, database
) -> None:
    receipt = held()
    cut = clock() + timedelta(days=1)
    clock.move(days=3)
    quarantine.release(INTAKE, {receipt.number})
    with database.read() as work:
        reports = work[ReportRepository]
        assert len(reports.intakes()) == 1
        assert list(reports.events_before(cut)) == []
        actions = [e.action for e in reports.events_before(clock() + timedelta(days=1))]
    assert actions == [Action.RECEIVED.value]


def test_junk_is_discarded_in_one_step_with_an_event_each(
    office, held, quarantine, database
) -> None:
    receipts = [held(title=f"垃圾{n}") for n in range(60)]
    shown = quarantine.waiting(INTAKE)
    assert [h.number for h in shown] == [r.number for r in receipts]
    assert (
        shown[0].excerpt
        == "今年八月到十月，同一事项被检查四次，每次都要停产半天。"[:SHOWN_CHARACTERS]
    )
    assert quarantine.discard(INTAKE, {h.number for h in shown}) == 60
    assert quarantine.waiting(INTAKE) == []
    view = office.visitors.look_up(receipts[0].number, receipts[0].query_code)
    assert (view.discarded, view.owner) == (True, None)
    with database.read() as work:
        counted = work.execute(
            text("SELECT action, count(*) FROM ledger_events GROUP BY action")
        ).all()
    assert {tuple(row) for row in counted} >= {
        ("quarantined", 60), ("discarded", 60), ("quarantine_read", 1),
    }  # fmt: skip
    assert listed(office) == 0


def test_only_the_unit_that_would_lead_it_decides(held, quarantine) -> None:
    receipt = held()
    elsewhere = replace(INTAKE, unit="court")
    assert quarantine.count(INTAKE) == 1
    assert quarantine.count(elsewhere) == quarantine.count(HANDLER) == 0
    assert quarantine.waiting(elsewhere) == []
    assert quarantine.release(elsewhere, {receipt.number}) == 0
    assert quarantine.count(INTAKE) == 1


def test_an_accusation_waits_where_the_accused_unit_does_not_see_it(held, quarantine) -> None:
    held(category="report", unit="police")
    accused = replace(INTAKE, unit="police", role=Role.INTAKE)
    assert quarantine.count(accused) == 0
    assert quarantine.count() == 1


def test_a_repeat_is_given_the_same_receipt(service, forms, complaint) -> None:
    first, second = (
        service.accept(
            forms["complaint"],
            complaint,
            channel=Channel.WEB,
            idempotency_key="the-same",
            in_burst=True,
        )
        for _ in range(2)
    )
    assert (first.number, second.repeated) == (second.number, True)


def test_nobody_is_told_before(service, forms, complaint, monkeypatch) -> None:
    monkeypatch.setattr(type(NO_NOTICES), "tell", lambda *_: pytest.fail("somebody was told"))
    service.accept(forms["complaint"], complaint, channel=Channel.WEB, in_burst=True)


def test_that_they_were_read_names_each_however_many(
    held, quarantine, database, monkeypatch
) -> None:
    monkeypatch.setattr("forms_backend.matters.quarantine._NAMED_AT_ONCE", 2)
    numbers = [held(title=f"第{n}件").number for n in range(3)]
    quarantine.waiting(INTAKE)
    with database.read() as work:
        query = text("SELECT detail FROM ledger_events WHERE action = 'quarantine_read'")
        details = [json.loads(row) for row in work.execute(query).scalars()]
    assert details == [
        {"count": "2", "numbers": "、".join(numbers[:2])},
        {"count": "1", "numbers": numbers[2]},
    ]


def test_so_many_numbers_fit_into_one_event() -> None:
    detail = {"count": "999", "numbers": "、".join(["T" * NUMBER_LENGTH] * _NAMED_AT_ONCE)}
    assert len(json.dumps(detail, ensure_ascii=False)) <= DETAIL_LENGTH


def test_what_was_discarded_by_mistake_is_let_in_again(
    office, held, quarantine, clock, told, ledger
) -> None:
    wrong, junk = held(title="真的有事"), held(title="垃圾")
    quarantine.discard(INTAKE, {wrong.number, junk.number})
    clock.move(days=2)
    assert {h.number for h in quarantine.discarded(SUPERVISOR)} == {wrong.number, junk.number}
    assert quarantine.discarded(replace(INTAKE, unit="court")) == []
    assert quarantine.release(replace(INTAKE, unit="court"), {wrong.number}) == 0
    assert quarantine.release(SUPERVISOR, {wrong.number}) == 1
    assert (quarantine.count(), quarantine.count_discarded(INTAKE)) == (0, 1)
    assert told.numbers == [wrong.number]
    assert listed(office) == 1
    assert quarantine.discard(INTAKE, {wrong.number}) == 0, "it is a matter now"
    view = office.visitors.look_up(wrong.number, wrong.query_code)
    assert (view.discarded, view.state) == (False, State.RECEIVED)
    assert ledger.verify().is_intact


def test_what_was_anonymised_is_not_let_in(held, quarantine, database) -> None:
    receipt = held()
    quarantine.discard(INTAKE, {receipt.number})
    with database.read() as work:
        assert work[QuarantineRepository].count_discarded(INTAKE.unit) == 1
    with database.write() as work:
        submission = work[SubmissionRepository].find(receipt.number)
        submission.query_code_hash = ERASED
        work.flush()
        work[LedgerRepository].append(
            Action.ANONYMISED, number=receipt.number, actor="system", at=submission.received_at,
            detail={},
        )  # fmt: skip
    assert quarantine.discarded(INTAKE) == []
    assert quarantine.release(INTAKE, {receipt.number}) == 0


@pytest.mark.parametrize(
    ("person", "count", "shown"), [(INTAKE, 3, True), (INTAKE, 0, False), (HANDLER, 3, False)]
)
def test_the_digest_says_that_something_waits(person, count, shown) -> None:
    sections = held_section(person, count)
    assert bool(sections) is shown
    if shown:
        assert digest_text(sections, date(2026, 11, 20), str) == "隔离的来件，等核对（3 件）"
