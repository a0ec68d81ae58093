"""A complaint goes the whole way, on SQLite and on PostgreSQL; every step is one transaction."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from district.casework.deadlines import ClockKind
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.repository import RATINGS
from forms_backend.matters.states.transitions import Need
from forms_backend.submissions.state import State
from tests.forms_backend.office import (
    HANDLER,
    HANDLER_2,
    INPUTS,
    INTAKE,
    INTAKE_2,
    POLICE,
    REVIEWER,
    SUPERVISOR,
    TO_DELIVERED,
    TO_HANDLING,
    other_person,
)


def state(office, receipt) -> State:
    return office.visitors.look_up(receipt.number, receipt.query_code).state


def due(office, person, number, kind=ClockKind.ANSWER):
    return next(c for c in office.view(person, number).clocks if c.kind is kind)


def test_the_whole_way(office, receipt) -> None:
    number = receipt.number
    office.go(number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    accepted = due(office, INTAKE, number)
    assert accepted.due_on == date(2026, 12, 11)  # 15 working days after 20 November
    office.act(INTAKE, number, Action.ASSIGN, unit="police")
    office.act(POLICE, number, Action.BOUNCE, basis="不属于公安机关职权")
    assert state(office, receipt) is State.BOUNCED
    with pytest.raises(MatterNotFoundError):
        office.view(POLICE, number)
    office.act(INTAKE, number, Action.ASSIGN, unit="police")
    office.act(POLICE, number, Action.BOUNCE)
    assert state(office, receipt) is State.COORDINATING
    office.act(SUPERVISOR, number, Action.DECIDE, unit="court")
    assert due(office, HANDLER, number).due_on == accepted.due_on  # bounces stop no clock
    office.go(number, (HANDLER, Action.TAKE), (HANDLER, Action.REQUEST_EXTENSION))
    office.act(REVIEWER, number, Action.APPROVE_EXTENSION)
    extended = due(office, HANDLER, number)
    assert extended.due_on == date(2027, 1, 10)
    assert "经批准延长 30 日" in extended.explanation
    office.go(
        number,
        (HANDLER, Action.SUBMIT_ANSWER),
        (REVIEWER, Action.RETURN_ANSWER),
        (HANDLER, Action.SUBMIT_ANSWER),
        (REVIEWER, Action.APPROVE_ANSWER),
    )
    before = office.visitors.look_up(number, receipt.query_code)
    assert "answer" not in before.texts
    office.act(HANDLER, number, Action.DELIVER)
    seen = office.visitors.look_up(number, receipt.query_code)
    assert seen.texts["answer"] == INPUTS["answer"]
    assert seen.texts["extension"] == INPUTS["reason"]
    office.visitor_acts(receipt, Action.RATE_SATISFIED)
    office.act(SUPERVISOR, number, Action.CLEAR)
    assert state(office, receipt) is State.CLEARED
    assert office.view(SUPERVISOR, number).clocks == ()
    assert office.ledger.verify().is_intact


def test_every_transition_is_in_the_ledger_without_what_was_written(
    office, receipt, database
) -> None:
    office.go(receipt.number, *TO_DELIVERED)
    with database.read() as session:
        rows = session.execute(
            text("SELECT action, actor, detail FROM ledger_events WHERE number = :n"),
            {"n": receipt.number},
        ).all()
    done = [row.action for row in rows if row.action not in ("received", "revealed")]
    assert done == [action.value for _, action in TO_DELIVERED]
    submitted = json.loads(next(row.detail for row in rows if row.action == "submit_answer"))
    assert (submitted["before"], submitted["after"]) == ("handling", "reviewing")
    assert len(submitted["answer_digest"]) == 64
    everything = " ".join(row.detail for row in rows)
    assert INPUTS["answer"] not in everything
    assert INPUTS["basis"] not in everything


def test_texts_are_encrypted_in_the_database(office, receipt, database) -> None:
    office.go(receipt.number, *TO_HANDLING)
    with database.read() as session:
        payloads = session.execute(text("SELECT payload FROM writings")).scalars().all()
    assert payloads
    assert all(INPUTS["basis"].encode() not in bytes(payload) for payload in payloads)


def test_what_must_be_given_is_asked_for_all_at_once_and_nothing_is_written(
    office, receipt
) -> None:
    office.go(receipt.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    version = office.view(INTAKE, receipt.number).version
    with pytest.raises(InvalidInputError) as caught:
        office.matters.act(INTAKE, receipt.number, Action.ASSIGN, version, {"unit": "nowhere"})
    assert set(caught.value.problems) == {Need.UNIT.value, Need.BASIS.value}
    assert office.view(INTAKE, receipt.number).version == version
    assert state(office, receipt) is State.ACCEPTED


@pytest.mark.parametrize("basis", ["", "  \n ", "x" * 5001, "a\ufffdb"])
def test_a_bounce_without_a_readable_basis_is_refused(office, receipt, basis: str) -> None:
    office.go(receipt.number, *TO_HANDLING[:3])
    with pytest.raises(InvalidInputError):
        office.act(HANDLER, receipt.number, Action.BOUNCE, basis=basis)


def test_a_bounce_after_its_days_is_refused(office, receipt, clock) -> None:
    office.go(receipt.number, *TO_HANDLING[:3])
    clock.move(days=8)
    with pytest.raises(NotAllowedError):
        office.act(HANDLER, receipt.number, Action.BOUNCE)
    office.act(HANDLER, receipt.number, Action.TAKE)


def test_an_extension_after_expiry_is_refused(office, receipt, clock) -> None:
    office.go(receipt.number, *TO_HANDLING)
    clock.now = datetime(2026, 12, 12, 1, tzinfo=UTC)
    with pytest.raises(NotAllowedError):
        office.act(HANDLER, receipt.number, Action.REQUEST_EXTENSION)


def test_only_the_handler_answers_and_a_colleague_takes_over_first(office, receipt) -> None:
    office.go(receipt.number, *TO_HANDLING)
    with pytest.raises(NotAllowedError):
        office.act(HANDLER_2, receipt.number, Action.SUBMIT_ANSWER)
    office.go(receipt.number, (HANDLER_2, Action.TAKE_OVER), (HANDLER_2, Action.SUBMIT_ANSWER))
    assert state(office, receipt) is State.REVIEWING


def test_who_answered_cannot_review_after_changing_post(office, receipt) -> None:
    office.go(receipt.number, *TO_HANDLING, (HANDLER, Action.SUBMIT_ANSWER))
    promoted = other_person(HANDLER, role=REVIEWER.role)
    with pytest.raises(NotAllowedError):
        office.act(promoted, receipt.number, Action.APPROVE_ANSWER)


def test_nothing_is_cleared_before_the_answer_was_delivered(office, receipt) -> None:
    office.go(receipt.number, *TO_DELIVERED[:-1])
    with pytest.raises(NotAllowedError):
        office.act(SUPERVISOR, receipt.number, Action.CLEAR)


def test_after_rework_a_visitor_rates_again_once_and_both_ratings_are_kept(office, receipt) -> None:
    number = receipt.number
    office.go(number, *TO_DELIVERED)
    with pytest.raises(InvalidInputError):
        office.visitor_acts(receipt, Action.RATE_DISSATISFIED, reason="")
    office.visitor_acts(receipt, Action.RATE_DISSATISFIED, reason="没有说明依据")
    office.act(SUPERVISOR, number, Action.REWORK)
    view = office.visitors.look_up(number, receipt.query_code)
    assert view.state is State.HANDLING
    assert "answer" not in view.texts
    with pytest.raises(NotAllowedError):
        office.visitor_acts(receipt, Action.RATE_SATISFIED)
    office.go(number, *TO_DELIVERED[-3:])
    office.visitor_acts(receipt, Action.RATE_SATISFIED)
    with pytest.raises(NotAllowedError):
        office.visitor_acts(receipt, Action.RATE_DISSATISFIED, reason="又改主意了")
    steps = [step.action for step in office.visitors.look_up(number, receipt.query_code).steps]
    assert [s for s in steps if s in RATINGS] == [Action.RATE_DISSATISFIED, Action.RATE_SATISFIED]
    office.go(number, (SUPERVISOR, Action.CLEAR))
    assert state(office, receipt) is State.CLEARED


def test_an_event_tells_the_date_of_the_answer_beside_the_more_urgent_one(
    office, receipt, database
) -> None:
    """What nobody takes is late with its answer, too: reports read it from the ledger alone."""
    office.go(receipt.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    with database.read() as work:
        detail = json.loads(work[LedgerRepository].events_of(receipt.number)[-1].detail)
    assert detail["clock"] == "assign"
    assert detail["answer_due_on"] > detail["due_on"]
    assert detail["answer_provisional"] in {"yes", "no"}


def test_a_refusal_is_approved_by_another_person_and_told_with_reason_and_remedy(
    office, receipt
) -> None:
    number = receipt.number
    office.go(number, (INTAKE, Action.REGISTER), (INTAKE, Action.PROPOSE_REFUSAL))
    assert "refusal" not in office.visitors.look_up(number, receipt.query_code).texts
    with pytest.raises(NotAllowedError):
        office.act(other_person(INTAKE, role=SUPERVISOR.role), number, Action.APPROVE_REFUSAL)
    office.go(number, (SUPERVISOR, Action.APPROVE_REFUSAL), (INTAKE_2, Action.DELIVER_REFUSAL))
    told = office.visitors.look_up(number, receipt.query_code)
    assert told.state is State.REFUSAL_DELIVERED
    assert told.texts["refusal"] == f"{INPUTS['reason']}\n\n{INPUTS['remedy']}"


def test_a_supplement_is_asked_once_and_the_visitor_supplies_it(office, receipt) -> None:
    number = receipt.number
    office.go(number, (INTAKE, Action.REGISTER), (INTAKE, Action.ASK_SUPPLEMENT))
    assert office.visitors.look_up(number, receipt.query_code).texts["asked"] == INPUTS["text"]
    office.visitor_acts(receipt, Action.SUPPLY, text="补充合同编号")
    assert state(office, receipt) is State.REGISTERED
    with pytest.raises(NotAllowedError):
        office.act(INTAKE, number, Action.ASK_SUPPLEMENT)


def test_supervision_is_counted_and_leaves_the_state(office, receipt) -> None:
    office.go(
        receipt.number, *TO_HANDLING, (SUPERVISOR, Action.URGE), (SUPERVISOR, Action.SUPERVISE)
    )
    view = office.view(SUPERVISOR, receipt.number)
    assert (view.row.state, view.row.supervisions) == (State.HANDLING, 2)
    public = office.visitors.look_up(receipt.number, receipt.query_code)
    shown = [step.action for step in public.steps]
    assert Action.SUPERVISE in shown
    assert Action.URGE not in shown


def test_internal_notes_never_reach_the_visitor(office, receipt) -> None:
    office.go(receipt.number, *TO_DELIVERED)
    office.visitor_acts(receipt, Action.RATE_DISSATISFIED)
    office.act(SUPERVISOR, receipt.number, Action.NOTE, text="内部研判意见")
    view = office.visitors.look_up(receipt.number, receipt.query_code)
    assert "内部研判" not in repr(view)
    assert all(person.login not in repr(view) for person in (HANDLER, REVIEWER, INTAKE))


def test_withdrawing_closes_the_matter_and_stops_its_clocks(office, receipt) -> None:
    office.go(receipt.number, *TO_HANDLING)
    office.visitor_acts(receipt, Action.WITHDRAW)
    view = office.view(HANDLER, receipt.number)
    assert (view.row.state, view.clocks, view.actions) == (State.WITHDRAWN, (), ())


def test_after_delivery_it_cannot_be_withdrawn(office, receipt) -> None:
    office.go(receipt.number, *TO_DELIVERED)
    with pytest.raises(NotAllowedError):
        office.visitor_acts(receipt, Action.WITHDRAW)


def test_a_consent_is_withdrawn_once(office, receipt) -> None:
    pair = (receipt.number, receipt.query_code)
    office.visitors.withdraw_consent(*pair, "consent_case")
    assert office.visitors.look_up(*pair).consents[0].withdrawn_at is not None
    for key in ("consent_case", "consent_public_answer", "nonsense"):
        with pytest.raises(NotAllowedError):
            office.visitors.withdraw_consent(*pair, key)


def test_a_wrong_code_does_nothing(office, receipt) -> None:
    assert office.visitors.look_up(receipt.number, "0000-0000-0000-0000") is None
    with pytest.raises(MatterNotFoundError):
        office.visitors.act(receipt.number, "0000", Action.WITHDRAW, 1, {})
    with pytest.raises(MatterNotFoundError):
        office.visitors.withdraw_consent(receipt.number, "0000", "consent_case")


# Two at once


def test_of_two_who_act_on_the_same_version_one_wins(office, receipt) -> None:
    office.go(receipt.number, *TO_HANDLING[:3])
    version = office.view(HANDLER, receipt.number).version
    start = threading.Barrier(2)

    def take(person) -> str:
        start.wait()
        try:
            office.matters.act(person, receipt.number, Action.TAKE, version, {})
        except StaleMatterError:
            return "told"
        return person.login

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(take, (HANDLER, HANDLER_2)))
    assert results.count("told") == 1
    winner = next(r for r in results if r != "told")
    assert office.view(REVIEWER, receipt.number).facts.handler == winner
    assert office.ledger.verify().is_intact


def test_an_old_page_is_told_instead_of_overwriting(office, receipt) -> None:
    old = office.view(INTAKE, receipt.number).version
    office.act(INTAKE_2, receipt.number, Action.REGISTER)
    with pytest.raises(StaleMatterError):
        office.matters.act(INTAKE, receipt.number, Action.REGISTER, old, {})


def test_submissions_from_before_casework_get_an_owner_and_a_clock(
    office, submit, forms, database
) -> None:
    receipt = submit(category="conduct", unit="court")
    with database.write() as session:
        for table in ("matter_clocks", "matters"):
            session.execute(text(f"DELETE FROM {table}"))
    assert office.submissions.open_missing_matters(forms) == 1
    assert office.submissions.open_missing_matters(forms) == 0
    view = office.view(INTAKE, receipt.number)
    assert view.facts.accused_unit == "court"
    assert [clock.kind for clock in view.clocks] == [ClockKind.ACKNOWLEDGE]


def test_a_wrong_transfer_is_recalled_with_a_reason(office, receipt) -> None:
    office.go(receipt.number, *TO_HANDLING[:3])
    office.act(INTAKE, receipt.number, Action.RECALL, basis="选错了单位")
    view = office.view(INTAKE, receipt.number)
    assert (view.row.state, view.row.unit) == (State.ACCEPTED, None)
    assert any(text == "选错了单位" for e in view.events for _, text in e.texts)
    with pytest.raises(MatterNotFoundError):
        office.view(HANDLER, receipt.number)
    office.act(INTAKE, receipt.number, Action.ASSIGN, unit="police")
    assert office.view(POLICE, receipt.number).row.unit == "police"


def test_the_supervisor_takes_a_matter_from_a_unit_that_handles_it(office, receipt) -> None:
    office.go(receipt.number, *TO_HANDLING)
    with pytest.raises(NotAllowedError):
        office.act(INTAKE, receipt.number, Action.RECALL)
    office.act(SUPERVISOR, receipt.number, Action.RECALL)
    office.act(SUPERVISOR, receipt.number, Action.DECIDE, unit="police")
    view = office.view(POLICE, receipt.number)
    assert (view.row.state, view.row.unit, view.row.handler) == (State.ASSIGNED, "police", None)


def test_the_head_of_the_unit_changes_the_handler(office, receipt) -> None:
    office.go(receipt.number, *TO_HANDLING)
    for login in ("nobody", POLICE.login, REVIEWER.login, HANDLER.login, ""):
        with pytest.raises(InvalidInputError) as error:
            office.act(REVIEWER, receipt.number, Action.GIVE_TO_HANDLER, handler=login)
        assert set(error.value.problems) == {"handler"}
    office.act(REVIEWER, receipt.number, Action.GIVE_TO_HANDLER, handler=HANDLER_2.login)
    assert office.view(HANDLER_2, receipt.number).row.handler == HANDLER_2.login
    with pytest.raises(NotAllowedError):
        office.act(HANDLER, receipt.number, Action.SUBMIT_ANSWER)
    office.act(HANDLER_2, receipt.number, Action.SUBMIT_ANSWER)
