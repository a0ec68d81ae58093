"""更正、保密、改派、提请会议: what was a mistake is put right with a reason, and proved; both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from forms_backend.identity.errors import InvalidInputError, MatterNotFoundError, NotAllowedError
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.corrections import choices_of, read_standing
from forms_backend.matters.routing import MatterText, accusing_words
from forms_backend.reports.repository import ReportRepository
from forms_backend.submissions.state import State
from tests.forms_backend.office import (
    HANDLER,
    INPUTS,
    INTAKE,
    POLICE,
    REVIEWER,
    SUPERVISOR,
    TO_HANDLING,
    other_person,
)

AS_IT_IS = {"kind": "complaint.enforcement", "region": "park", "accused": "market"}
PETITION = other_person(INTAKE, login="xinfang", unit="petition")
PETITION_SUPERVISOR = other_person(SUPERVISOR, login="xinfang2", unit="petition")
TO_ASSIGNED = TO_HANDLING[:3]


def last_detail(office, person, number: str) -> dict[str, str]:
    detail: dict[str, str] = json.loads(office.view(person, number).events[-1].detail)
    return detail


def test_the_intake_desk_corrects_what_the_visitor_chose(office, receipt, ledger) -> None:
    changed = AS_IT_IS | {"kind": "complaint.payment", "region": "town", "accused": "-"}
    office.act(INTAKE, receipt.number, Action.CORRECT, **changed)
    view = office.view(INTAKE, receipt.number)
    assert view.standing == read_standing("complaint.payment", "town", "-")
    assert view.row.category == "payment"
    detail = last_detail(office, INTAKE, receipt.number)
    assert (detail["former_matter_kind"], detail["matter_kind"]) == (
        "complaint.enforcement", "complaint.payment",
    )  # fmt: skip
    assert (detail["former_accused"], detail["accused"]) == ("market", "-")
    assert view.events[-1].texts
    sent = {answer.key: answer.value for answer in view.answers}
    assert (sent["category"], sent["region"]) == ("enforcement", "park")
    assert ledger.verify().is_intact


def test_another_kind_brings_its_deadlines_from_the_first_day_on(office, receipt, clock) -> None:
    office.go(receipt.number, *TO_HANDLING)
    before = office.view(INTAKE, receipt.number).clocks[0]
    clock.now += timedelta(days=2)
    kinds = office.rules.choices.kinds
    wanted = next(key for key in kinds if key.startswith("consultation."))
    office.act(INTAKE, receipt.number, Action.CORRECT, **AS_IT_IS | {"kind": wanted})
    after = office.view(INTAKE, receipt.number).clocks[0]
    days = {f: office.rules.deadlines.for_form(f).answer for f in ("complaint", "consultation")}
    assert days["complaint"] != days["consultation"]
    assert after.due_on != before.due_on
    assert after.explanation[:20] == before.explanation[:20]  # the same first day


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({}, "kind"),
        ({"kind": "complaint.nothing"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"region": "moon"}, "region"),
        ({"accused": ""}, "accused"),
        ({"region": "town", "basis": ""}, "basis"),
    ],
)
def test_what_cannot_be_corrected_so_is_told_by_its_place(office, receipt, typed, place) -> None:
    with pytest.raises(InvalidInputError) as caught:
        office.act(INTAKE, receipt.number, Action.CORRECT, **AS_IT_IS | typed)
    assert set(caught.value.problems) == {place}


def test_units_correct_nothing(office, receipt) -> None:
    office.go(receipt.number, *TO_HANDLING)
    for person in (HANDLER, REVIEWER):
        with pytest.raises(NotAllowedError):
            office.act(person, receipt.number, Action.CORRECT, **AS_IT_IS | {"region": "town"})


def test_confidential_takes_it_from_the_unit_that_is_accused(office, submit, ledger) -> None:
    number = submit(unit="court").number
    office.go(number, *TO_HANDLING)
    office.act(INTAKE, number, Action.SET_CONFIDENTIAL)
    view = office.view(SUPERVISOR, number)
    assert (view.facts.confidential, view.facts.unit, view.facts.state) == (
        True, None, State.COORDINATING,
    )  # fmt: skip
    with pytest.raises(MatterNotFoundError):
        office.view(HANDLER, number)
    with pytest.raises(NotAllowedError):
        office.act(INTAKE, number, Action.LIFT_CONFIDENTIAL)
    office.act(SUPERVISOR, number, Action.DECIDE, unit="police")
    with pytest.raises(InvalidInputError):  # the unit that has it cannot become the accused one
        office.act(INTAKE, number, Action.CORRECT, **AS_IT_IS | {"accused": "police"})
    office.act(SUPERVISOR, number, Action.LIFT_CONFIDENTIAL)
    assert not office.view(POLICE, number).facts.confidential
    assert ledger.verify().is_intact


CONDUCT = AS_IT_IS | {"kind": "complaint.conduct"}


def test_what_is_corrected_to_an_accusation_is_confidential_as_if_it_had_come_so(
    office, submit, database
) -> None:
    number = submit(unit="zhengfawei").number
    office.act(INTAKE, number, Action.CORRECT, **CONDUCT | {"accused": "zhengfawei"})
    with pytest.raises(MatterNotFoundError):
        office.view(INTAKE, number)
    facts = office.view(PETITION, number).facts
    assert (facts.confidential, facts.lead_unit) == (True, "petition")
    detail = last_detail(office, PETITION, number)
    assert (detail["former_confidential"], detail["confidential"]) == ("no", "yes")
    office.act(PETITION_SUPERVISOR, number, Action.LIFT_CONFIDENTIAL)
    changed = CONDUCT | {"accused": "market"}  # lifted by a person: another column sets nothing
    office.act(SUPERVISOR, number, Action.CORRECT, **changed)
    assert not office.view(SUPERVISOR, number).facts.confidential


def test_no_accusation_while_the_unit_that_it_accuses_has_the_matter(office, submit) -> None:
    number = submit(unit="court").number
    office.go(number, *TO_HANDLING)
    accusing = CONDUCT | {"accused": "court"}
    with pytest.raises(InvalidInputError) as caught:
        office.act(INTAKE, number, Action.CORRECT, **accusing)
    assert set(caught.value.problems) == {"kind"}
    assert not office.view(HANDLER, number).facts.confidential
    office.act(INTAKE, number, Action.SET_CONFIDENTIAL)
    office.act(INTAKE, number, Action.CORRECT, **accusing)
    assert office.view(INTAKE, number).facts.confidential


def test_what_accuses_the_lead_unit_goes_to_the_other_one_and_back(office, submit) -> None:
    number = submit(unit="zhengfawei").number
    office.act(INTAKE, number, Action.SET_CONFIDENTIAL)
    with pytest.raises(MatterNotFoundError):
        office.view(INTAKE, number)
    assert office.view(PETITION, number).facts.state is State.RECEIVED
    assert last_detail(office, PETITION, number)["lead_unit"] == "petition"
    office.act(PETITION_SUPERVISOR, number, Action.LIFT_CONFIDENTIAL)
    assert office.view(INTAKE, number).facts.lead_unit == "zhengfawei"


def joined_to(office, submit, **first: str) -> tuple[str, str, str]:
    """A carrier with what was joined to it: one as it is, one archived since."""
    carrier, *later = (
        submit(title=title, **first).number for title in ("第一件", "第二件", "第三件")
    )
    office.act(INTAKE, carrier, Action.REGISTER)
    for number in later:
        office.act(INTAKE, number, Action.REGISTER)
        version, typed = office.view(SUPERVISOR, number).version, INPUTS | {"number": carrier}
        office.matters.act(SUPERVISOR, number, Action.MERGE, version, typed)
    office.act(INTAKE, later[1], Action.ARCHIVE)
    return carrier, later[0], later[1]


def hidden_from(office, person, *numbers: str) -> list[bool]:
    return [not office.matters.is_visible(person, number) for number in numbers]


@pytest.mark.parametrize("by_correction", [False, True])
def test_what_was_joined_is_hidden_with_its_carrier_and_shown_with_it(
    office, submit, database, ledger, clock, by_correction
) -> None:
    cut = datetime(2026, 11, 21, tzinfo=UTC)
    carrier, merged, archived = joined_to(office, submit, unit="zhengfawei")
    clock.now = datetime(2026, 11, 24, 2, tzinfo=UTC)
    if by_correction:
        office.act(INTAKE, carrier, Action.CORRECT, **CONDUCT | {"accused": "zhengfawei"})
    else:
        office.act(INTAKE, carrier, Action.SET_CONFIDENTIAL)
    everything = (carrier, merged, archived)
    assert hidden_from(office, INTAKE, *everything) == [True] * 3
    assert hidden_from(office, PETITION, *everything) == [False] * 3
    detail = last_detail(office, PETITION, merged)
    assert (detail["joined_to"], detail["former_lead_unit"]) == (carrier, "zhengfawei")
    with database.read() as work:
        then = {one.number: one for one in work[ReportRepository].intakes(cut)}
    assert (then[merged].confidential, then[merged].lead_unit) == (False, "zhengfawei")
    office.act(PETITION_SUPERVISOR, carrier, Action.LIFT_CONFIDENTIAL)
    assert hidden_from(office, INTAKE, *everything) == [False] * 3
    assert not any(office.view(INTAKE, number).facts.confidential for number in everything)
    assert ledger.verify().is_intact


def test_what_was_joined_follows_when_the_accused_unit_is_corrected(office, submit) -> None:
    carrier, merged, _ = joined_to(office, submit, category="conduct", unit="market")
    office.act(INTAKE, carrier, Action.CORRECT, **CONDUCT | {"accused": "zhengfawei"})
    assert hidden_from(office, INTAKE, carrier, merged) == [True, True]
    office.act(PETITION_SUPERVISOR, carrier, Action.LIFT_CONFIDENTIAL)
    assert office.matters.is_visible(INTAKE, carrier)
    assert office.view(PETITION, merged).facts.confidential  # so by itself


@pytest.mark.parametrize(
    ("text", "confidential", "found"),
    [
        ("执法人员索贿两次，吃拿卡要", False, ("索贿", "吃拿卡要")),
        ("执法人员索贿两次", True, ()),
        ("三个月内重复检查同一事项", False, ()),
    ],
)
def test_words_let_the_desk_think_of_an_accusation(casework_rules, text, confidential, found):
    matter = MatterText("complaint", "enforcement", None, "market", confidential, text)
    assert accusing_words(matter, casework_rules.routing) == found


def test_the_desk_sees_the_words_until_it_is_confidential(office, submit) -> None:
    number = submit(description="检查人员向我索贿，不给就停产半天，已有四次。").number
    assert office.view(INTAKE, number).doubts == ("索贿",)
    assert office.matters.propose(INTAKE, number).doubts == ("索贿",)
    office.act(INTAKE, number, Action.SET_CONFIDENTIAL)
    assert office.view(INTAKE, number).doubts == ()


def test_the_supervisor_moves_a_matter_to_another_unit_in_one_step(office, receipt, clock) -> None:
    office.go(receipt.number, *TO_HANDLING)
    with pytest.raises(InvalidInputError) as caught:
        office.act(SUPERVISOR, receipt.number, Action.REASSIGN, unit="court")
    assert set(caught.value.problems) == {"unit"}
    answer = {c.kind: c.due_on for c in office.view(SUPERVISOR, receipt.number).clocks}
    clock.now += timedelta(days=3)
    office.act(SUPERVISOR, receipt.number, Action.REASSIGN, unit="police")
    view = office.view(POLICE, receipt.number)
    assert (view.facts.state, view.facts.handler) == (State.ASSIGNED, None)
    now = {c.kind: c for c in view.clocks}
    assert {kind: now[kind].due_on for kind in answer} == answer  # the visitor waits no longer
    with pytest.raises(MatterNotFoundError):
        office.view(HANDLER, receipt.number)


def test_a_new_unit_has_the_whole_time_for_taking_it(office, receipt, clock) -> None:
    office.go(receipt.number, *TO_ASSIGNED)

    def take_due(person):
        return office.view(person, receipt.number).facts.take_sure_on

    first = take_due(HANDLER)
    clock.now += timedelta(days=3)
    office.act(SUPERVISOR, receipt.number, Action.REASSIGN, unit="police")
    assert take_due(POLICE) > first


def test_a_decided_matter_is_not_bounced_a_third_time(office, receipt) -> None:
    office.go(receipt.number, *TO_ASSIGNED)
    office.act(HANDLER, receipt.number, Action.BOUNCE)
    office.act(INTAKE, receipt.number, Action.ASSIGN)
    office.act(HANDLER, receipt.number, Action.BOUNCE)
    office.act(SUPERVISOR, receipt.number, Action.DECIDE)
    with pytest.raises(NotAllowedError):
        office.act(HANDLER, receipt.number, Action.BOUNCE)
    office.act(HANDLER, receipt.number, Action.APPEAL)
    view = office.view(SUPERVISOR, receipt.number)
    assert (view.facts.state, view.facts.unit) == (State.COORDINATING, "court")
    office.act(SUPERVISOR, receipt.number, Action.DECIDE)
    for action in (Action.BOUNCE, Action.APPEAL):
        with pytest.raises(NotAllowedError):
            office.act(HANDLER, receipt.number, action)


def test_a_report_on_the_time_before_a_correction_stays_as_it_was(
    database, office, receipt, clock
) -> None:
    cut = datetime(2026, 11, 21, tzinfo=UTC)
    clock.now = datetime(2026, 11, 24, 2, tzinfo=UTC)
    changed = AS_IT_IS | {"kind": "complaint.payment", "region": "town"}
    office.act(INTAKE, receipt.number, Action.CORRECT, **changed)
    office.act(INTAKE, receipt.number, Action.CORRECT, **AS_IT_IS | {"kind": "complaint.policy"})
    office.act(INTAKE, receipt.number, Action.SET_CONFIDENTIAL)
    with database.read() as work:
        then, now = (work[ReportRepository].intakes(at)[0] for at in (cut, None))
    assert (then.category, then.region, then.confidential) == ("enforcement", "park", False)
    assert (now.category, now.region, now.confidential) == ("policy", "park", True)
    assert then.hidden
    assert now.hidden


def test_every_form_offers_its_kinds(forms) -> None:
    choices = choices_of(forms)
    assert {key.partition(".")[0] for key in choices.kinds} == set(forms)
    assert {"-", "market", "unknown"} <= set(choices.accused)
    assert {"-", "park"} <= set(choices.regions)


def test_of_two_people_one_closes_what_the_other_answered(office, receipt) -> None:
    """One intake clerk, one supervisor: who upheld an answer after a complaint may close it."""
    office.go(
        receipt.number, *TO_HANDLING, (HANDLER, Action.SUBMIT_ANSWER),
        (REVIEWER, Action.APPROVE_ANSWER), (REVIEWER, Action.DELIVER),
    )  # fmt: skip
    office.visitor_acts(receipt, Action.RATE_DISSATISFIED)
    office.go(receipt.number, (SUPERVISOR, Action.UPHOLD), (SUPERVISOR, Action.CLEAR))
    former = other_person(HANDLER, role=Role.SUPERVISOR, unit="zhengfawei")
    assert Action.CLEAR not in {t.action for t in office.view(former, receipt.number).actions}
