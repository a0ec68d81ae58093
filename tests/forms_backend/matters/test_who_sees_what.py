"""Who may open a matter and in whose lists it stands; each reading is an event."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
)
from forms_backend.ledger.actions import Action
from forms_backend.worklists.lists import Selection, WorkList
from tests.forms_backend.office import (
    HANDLER,
    HANDLER_2,
    INTAKE,
    POLICE,
    REVIEWER,
    TO_HANDLING,
    other_person,
)


def test_each_reading_is_an_event(office, receipt, database) -> None:
    office.view(INTAKE, receipt.number)
    office.view(INTAKE, receipt.number)
    with database.read() as session:
        readers = (
            session.execute(text("SELECT actor FROM ledger_events WHERE action = 'revealed'"))
            .scalars()
            .all()
        )
    assert readers == [INTAKE.actor, INTAKE.actor]


def test_other_units_and_a_refused_reading_leave_nothing(office, receipt) -> None:
    for person in (HANDLER, POLICE, other_person(INTAKE, unit="petition")):
        with pytest.raises(MatterNotFoundError):
            office.view(person, receipt.number)
        with pytest.raises(MatterNotFoundError):
            office.matters.act(person, receipt.number, Action.REGISTER, 1, {})
        assert office.lists.page(person, Selection(WorkList.UNIT), number=1, size=9).total == 0


def test_a_report_against_a_unit_is_hidden_from_it_and_cannot_be_assigned_to_it(
    office, submit
) -> None:
    receipt = submit(category="conduct", unit="court", description="某法官长期不开庭，判决拖延。")
    view = office.view(INTAKE, receipt.number)
    assert view.row.confidential
    office.go(receipt.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    proposal = office.view(INTAKE, receipt.number).proposal
    assert proposal.unit is None
    assert any("不转被检举单位" in reason for reason in proposal.reasons)
    with pytest.raises(InvalidInputError, match="检举"):
        office.act(INTAKE, receipt.number, Action.ASSIGN, unit="court")
    for which in WorkList:
        assert office.lists.page(HANDLER, Selection(which), number=1, size=9).total == 0


def test_a_report_against_the_lead_unit_is_led_by_another(office, submit) -> None:
    receipt = submit(category="conduct", unit="zhengfawei")
    with pytest.raises(MatterNotFoundError):
        office.view(INTAKE, receipt.number)
    assert office.view(other_person(INTAKE, unit="petition"), receipt.number)


def test_lists_show_what_waits_for_whom(office, submit) -> None:
    first, second = submit(), submit(title="另一件事")
    office.go(first.number, *TO_HANDLING)

    def numbers(person, which) -> list[str]:
        rows = office.lists.page(person, Selection(which), number=1, size=50).rows
        return [row.number for row in rows]

    assert numbers(INTAKE, WorkList.MINE) == [second.number]
    assert numbers(INTAKE, WorkList.UNIT) == [second.number, first.number]  # the earlier due first
    assert numbers(HANDLER, WorkList.MINE) == [first.number]
    assert numbers(HANDLER_2, WorkList.MINE) == []
    assert numbers(HANDLER_2, WorkList.UNIT) == [first.number]
    office.act(HANDLER, first.number, Action.SUBMIT_ANSWER)
    assert numbers(REVIEWER, WorkList.MINE) == numbers(REVIEWER, WorkList.REVIEW) == [first.number]


def test_overdue_soon_and_closed(office, receipt, clock) -> None:
    office.go(receipt.number, *TO_HANDLING)

    def counts():
        return office.lists.page(HANDLER, Selection(WorkList.UNIT), number=1, size=1).counts

    assert (counts()[WorkList.SOON], counts()[WorkList.OVERDUE]) == (0, 0)
    clock.now = datetime(2026, 12, 11, 1, tzinfo=UTC)
    assert (counts()[WorkList.SOON], counts()[WorkList.OVERDUE]) == (1, 0)
    clock.now = datetime(2026, 12, 12, 1, tzinfo=UTC)
    assert (counts()[WorkList.SOON], counts()[WorkList.OVERDUE]) == (0, 1)
    office.visitor_acts(receipt, Action.WITHDRAW)
    assert (counts()[WorkList.CLOSED], counts()[WorkList.UNIT]) == (1, 0)
