"""复查、复核、并案、转纪检、归档, on both databases."""

from __future__ import annotations

import pytest

from forms_backend.identity.errors import InvalidInputError, MatterNotFoundError, NotAllowedError
from forms_backend.ledger.actions import Action
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State
from tests.forms_backend.office import (
    HANDLER,
    INTAKE,
    REVIEWER,
    SUPERVISOR,
    TO_DELIVERED,
    TO_HANDLING,
    other_person,
)

SECOND = other_person(SUPERVISOR, login="duban2")
OPINION = {"opinion": "复查认为原答复事实清楚，予以维持。"}


def look(office, receipt):
    view = office.visitors.look_up(receipt.number, receipt.query_code)
    assert view is not None
    return view


def test_a_visitor_asks_twice_at_most_and_each_time_another_person_decides(
    office, receipt, clock
) -> None:
    office.go(receipt.number, *TO_DELIVERED)
    view = look(office, receipt)
    assert view.review_until is not None
    assert (view.review_until.isoformat(), Action.ASK_VERIFICATION in view.actions) == (
        "2026-12-20",
        False,
    )
    office.visitor_acts(receipt, Action.ASK_REEXAMINATION)
    assert look(office, receipt).dues[0].due_on.isoformat() == "2026-12-20"
    office.act(SUPERVISOR, receipt.number, Action.REEXAMINE, **OPINION)
    view = look(office, receipt)
    assert view.texts["opinion"] == OPINION["opinion"]
    assert Action.ASK_REEXAMINATION not in view.actions
    office.visitor_acts(receipt, Action.ASK_VERIFICATION)
    with pytest.raises(NotAllowedError):
        office.act(SUPERVISOR, receipt.number, Action.VERIFY, **OPINION)
    office.act(SECOND, receipt.number, Action.VERIFY, **OPINION)
    view = look(office, receipt)
    assert view.state is State.DONE
    assert not {Action.ASK_REEXAMINATION, Action.ASK_VERIFICATION} & view.actions


def test_an_answer_to_a_question_is_not_looked_at_again(
    office, service, forms, consultation
) -> None:
    asked = service.accept(forms["consultation"], consultation, channel=Channel.WEB)
    office.go(asked.number, *TO_DELIVERED)
    view = look(office, asked)
    assert view.review_until is None
    assert Action.RATE_SATISFIED in view.actions
    assert Action.ASK_REEXAMINATION not in view.actions
    with pytest.raises(NotAllowedError):
        office.visitor_acts(asked, Action.ASK_REEXAMINATION)


@pytest.mark.parametrize(("days", "possible"), [(30, True), (31, False)])
def test_thirty_days_then_the_matter_may_be_archived(
    office, receipt, clock, days: int, possible: bool
) -> None:
    office.go(receipt.number, *TO_DELIVERED)
    office.visitor_acts(receipt, Action.RATE_SATISFIED)
    office.act(SUPERVISOR, receipt.number, Action.CLEAR)
    clock.move(days=days)
    assert (Action.ASK_REEXAMINATION in look(office, receipt).actions) is possible
    archive = [t.action for t in office.view(INTAKE, receipt.number).actions]
    assert (Action.ARCHIVE in archive) is not possible


def test_a_cleared_matter_opens_again_and_is_worked_on_when_the_answer_was_wrong(
    office, receipt
) -> None:
    office.go(receipt.number, *TO_DELIVERED)
    office.visitor_acts(receipt, Action.RATE_SATISFIED)
    office.act(SUPERVISOR, receipt.number, Action.CLEAR)
    office.visitor_acts(receipt, Action.ASK_REEXAMINATION)
    office.act(SECOND, receipt.number, Action.REWORK)
    view = office.view(HANDLER, receipt.number)
    assert view.row.state is State.HANDLING
    assert view.clocks
    office.go(
        receipt.number,
        (HANDLER, Action.SUBMIT_ANSWER),
        (REVIEWER, Action.APPROVE_ANSWER),
        (HANDLER, Action.DELIVER),
    )
    assert Action.ASK_VERIFICATION in look(office, receipt).actions


def join(office, later: str, first: str) -> None:
    version = office.matters.open(SUPERVISOR, later).version
    typed = {"number": first, "basis": "同一人反映同一件事"}
    office.matters.act(SUPERVISOR, later, Action.MERGE, version, typed)


def test_the_first_carries_the_later_one_and_its_visitor_sees_how_it_goes(office, submit) -> None:
    first, later = submit(), submit(title="另一人反映同一件事")
    office.go(first.number, *TO_HANDLING)
    office.go(later.number, (INTAKE, Action.REGISTER))
    join(office, later.number, first.number)
    view = look(office, later)
    assert (view.state, view.dues) == (State.MERGED, ())
    assert view.joined is not None
    assert (view.joined.state, view.joined.owner) == (State.HANDLING, "court")
    assert view.joined.dues
    assert office.view(SUPERVISOR, first.number).carries == (later.number,)
    assert office.view(SUPERVISOR, later.number).joined_to == first.number
    assert Action.WITHDRAW not in look(office, first).actions


def test_what_was_joined_follows_when_its_first_is_joined_in_turn(office, submit) -> None:
    oldest, middle, newest = submit(), submit(title="第二件同样的事"), submit(title="第三件")
    for receipt in (oldest, middle, newest):
        office.act(INTAKE, receipt.number, Action.REGISTER)
    join(office, newest.number, middle.number)
    join(office, middle.number, oldest.number)
    assert office.view(SUPERVISOR, oldest.number).carries == (middle.number, newest.number)


@pytest.mark.parametrize("target", ["itself", "later", "closed", "nothing", "nonsense", "secret"])
def test_only_an_earlier_open_matter_can_carry_another(office, submit, target: str) -> None:
    first = submit()
    secret = submit(title="保密的一件", category="conduct", unit="police")
    later, latest = submit(title="后来的一件"), submit(title="最后的一件")
    numbers = {
        "itself": later.number,
        "later": latest.number,
        "closed": first.number,
        "nothing": "TS202611-999999",
        "nonsense": "上一件",
        "secret": secret.number,
    }
    if target == "closed":
        office.visitor_acts(first, Action.WITHDRAW)
    office.act(INTAKE, later.number, Action.REGISTER)
    with pytest.raises(InvalidInputError) as caught:
        join(office, later.number, numbers[target])
    assert set(caught.value.problems) == {"number"}
    assert office.view(SUPERVISOR, later.number).row.state is State.REGISTERED


def test_an_accusation_goes_to_discipline_inspection_by_two_people_and_no_unit_is_named(
    office, submit
) -> None:
    receipt = submit(category="conduct", unit="court")
    number = receipt.number
    office.act(INTAKE, number, Action.REGISTER)
    office.act(INTAKE, number, Action.PROPOSE_TRANSFER, basis="反映干警违纪，属于纪检监察机关管辖")
    office.act(SUPERVISOR, number, Action.APPROVE_TRANSFER)
    office.act(INTAKE, number, Action.DELIVER_TRANSFER)
    view = look(office, receipt)
    assert view.state is State.TRANSFER_TOLD
    assert "纪检" not in "".join(view.texts.values())
    with pytest.raises(MatterNotFoundError):
        office.view(HANDLER, number)
    office.act(INTAKE, number, Action.ARCHIVE)
    assert look(office, receipt).state is State.ARCHIVED


def test_what_accuses_nobody_is_not_transferred(office, receipt) -> None:
    office.act(INTAKE, receipt.number, Action.REGISTER)
    with pytest.raises(NotAllowedError):
        office.act(INTAKE, receipt.number, Action.PROPOSE_TRANSFER)


INTERNAL = {need: f"内部{need}不得外传" for need in ("basis", "text", "reason", "outcome")}


def test_internal_notes_never_reach_the_visitor(office, receipt) -> None:
    """Notes, urging, reasons to bounce or return: nothing of it is in what `/status` is made of."""
    number = receipt.number
    for person, action in (
        (INTAKE, Action.NOTE),
        (INTAKE, Action.REGISTER),
        (INTAKE, Action.ACCEPT),
        (INTAKE, Action.ASSIGN),
        (SUPERVISOR, Action.URGE),
        (HANDLER, Action.BOUNCE),
        (INTAKE, Action.ASSIGN),
        (HANDLER, Action.TAKE),
        (HANDLER, Action.NOTE),
        (HANDLER, Action.SUBMIT_ANSWER),
        (REVIEWER, Action.RETURN_ANSWER),
        (HANDLER, Action.SUBMIT_ANSWER),
        (REVIEWER, Action.APPROVE_ANSWER),
        (HANDLER, Action.DELIVER),
        (INTAKE, Action.CALL_BACK),
        (SUPERVISOR, Action.CLEAR),
    ):
        office.act(person, number, action, **INTERNAL)
        assert "不得外传" not in repr(look(office, receipt)), action
