"""Somebody leaves a post: nothing stays in a drawer that nobody opens."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from district import load_site_config
from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.leaving import PostService
from forms_backend.identity.errors import StaleMatterError
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.handing_over import hand_over_matters
from tests.forms_backend.office import (
    HANDLER,
    HANDLER_2,
    INPUTS,
    REVIEWER,
    TO_DELIVERED,
    TO_HANDLING,
)
from tests.reference import SITE_CONFIG


@pytest.fixture
def posts(database, clock) -> PostService:
    service = PostService(database, load_site_config(SITE_CONFIG), clock)
    service.when_leaving(hand_over_matters)
    return service


def events(database, action: str) -> list[dict[str, str]]:
    with database.read() as work:
        rows = work.execute(
            text("SELECT detail FROM ledger_events WHERE action = :action"), {"action": action}
        )
        return [json.loads(detail) for (detail,) in rows]


def test_open_matters_go_to_the_colleague_who_is_named(office, submit, posts, database) -> None:
    first, second = submit(), submit(title="另一件")
    for receipt in (first, second):
        office.go(receipt.number, *TO_HANDLING)
    version = office.view(HANDLER, first.number).version
    assert posts.disable(HANDLER.login, actor="staff:admin", successor=HANDLER_2.login) == 2
    assert office.view(HANDLER_2, first.number).facts.handler == HANDLER_2.login
    with pytest.raises(StaleMatterError):
        office.matters.act(HANDLER, first.number, Action.SUBMIT_ANSWER, version, INPUTS)
    office.act(HANDLER_2, first.number, Action.SUBMIT_ANSWER)
    assert [(e["former_handler"], e["handler"]) for e in events(database, "handed_over")] == [
        (HANDLER.login, HANDLER_2.login)
    ] * 2


def test_without_a_name_they_go_back_to_the_unit(office, submit, posts) -> None:
    receipt = submit()
    office.go(receipt.number, *TO_HANDLING)
    assert posts.move(HANDLER.login, "police", Role.HANDLER, actor="staff:admin") == 1
    assert office.view(HANDLER_2, receipt.number).facts.handler is None
    office.act(HANDLER_2, receipt.number, Action.TAKE_OVER)


def test_what_is_closed_stays_with_who_closed_it(office, submit, posts) -> None:
    receipt = submit()
    office.go(receipt.number, *TO_DELIVERED)
    office.visitor_acts(receipt, Action.RATE_SATISFIED)
    assert posts.disable(HANDLER.login, actor="staff:admin") == 1, "not cleared yet"


@pytest.mark.parametrize("wrong", ["nobody", HANDLER.login, REVIEWER.login, "jingguan"])
def test_nobody_inherits_who_could_not_go_on_with_it(office, submit, posts, wrong) -> None:
    receipt = submit()
    office.go(receipt.number, *TO_HANDLING)
    with pytest.raises(StaffError, match="不能接手"):
        posts.disable(HANDLER.login, actor="staff:admin", successor=wrong)
    assert office.view(HANDLER, receipt.number).facts.handler == HANDLER.login, "nothing happened"


def test_a_move_is_an_event_and_the_person_is_of_the_new_post(office, posts, database) -> None:
    posts.move(HANDLER.login, "police", Role.REVIEWER, actor="staff:admin")
    account = next(a for a in office.staff.accounts() if a.login == HANDLER.login)
    assert (account.unit, account.role) == ("police", Role.REVIEWER)
    assert events(database, "staff_moved") == [
        {"former_role": "handler", "former_unit": "court", "login": HANDLER.login,
         "role": "reviewer", "unit": "police"}
    ]  # fmt: skip
    for login, unit in (("nobody", "court"), (HANDLER.login, "nowhere"), (HANDLER.login, "police")):
        with pytest.raises(StaffError):
            posts.move(login, unit, Role.REVIEWER, actor="staff:admin")
