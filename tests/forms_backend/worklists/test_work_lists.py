"""Which matters a list shows, to whom, in what order; search, saved filters, steps on several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from sqlalchemy import select, update

from forms_backend.accounts.tables import Staff
from forms_backend.database.limits import MAX_FILTERS
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.due_dates import Light
from forms_backend.matters.states.permissions import Facts, has_in_hand
from forms_backend.matters.tables import Matter
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.search_repository import SearchRepository
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import SearchEntry, Submission
from forms_backend.worklists.bulk_service import BulkService, Chosen, Outcome
from forms_backend.worklists.errors import FilterError
from forms_backend.worklists.index_service import IndexService
from forms_backend.worklists.lists import Filters, Selection, Sort, WorkList
from forms_backend.worklists.repository import ListRepository, visible
from forms_backend.worklists.saved_filters import FilterService
from tests.forms_backend.office import HANDLER, INTAKE, POLICE, REVIEWER, SUPERVISOR, TO_HANDLING


@pytest.fixture
def numbers(office):
    """`numbers(person, which, text=…, state=…)`: what the list shows."""

    def shown(person: Person, which: WorkList = WorkList.ALL, **how) -> list[str]:
        sort, text = how.pop("sort", None), how.pop("text", "")
        selection = Selection(which, Filters(**how), sort, text)
        page = office.lists.page(person, selection, number=1, size=50)
        assert page.total == len(page.rows)
        return [row.number for row in page.rows]

    return shown


def test_the_database_and_the_rules_agree_on_who_sees_what(office, submit, database) -> None:
    submit()
    units = ("zhengfawei", "court", "police")
    with database.write() as session:
        for lead, unit, accused, secret in product(
            units, (*units, None), (*units, None), (False, True)
        ):
            facts = Facts(State.RECEIVED, lead, unit, None, accused, secret)
            session.execute(
                update(Matter).values(
                    lead_unit=lead, unit=unit, accused_unit=accused, confidential=secret
                )
            )
            for role, own in product(Role, units):
                person = Person("x", role, own)
                seen = session.execute(select(Matter.version).where(visible(person))).first()
                assert (seen is not None) == has_in_hand(person, facts), (person, facts)


def test_lists_open_on_what_is_due(office, numbers, submit, database) -> None:
    first, second, third = (submit(title=f"第{n}件").number for n in "一二三")
    with database.write() as session:
        due = {first: date(2026, 12, 3), second: date(2026, 12, 1), third: date(2026, 12, 2)}
        for row in session.scalars(select(Submission)):
            session.get_one(Matter, row.id).sure_on = due[row.number]
    assert numbers(INTAKE, WorkList.MINE) == [second, third, first]
    assert numbers(INTAKE, WorkList.MINE, sort=Sort.NEWEST) == [third, second, first]
    assert numbers(INTAKE, sort=Sort.OLDEST) == [first, second, third]


def test_what_is_over_stands_behind_what_is_due(office, numbers, submit, receipt) -> None:
    open_one = submit(title="还在办").number
    office.visitor_acts(receipt, Action.WITHDRAW)
    assert numbers(INTAKE) == [open_one, receipt.number]
    assert numbers(INTAKE, WorkList.CLOSED) == [receipt.number]


def test_what_needs_attention(office, numbers, receipt, database) -> None:
    calm = {"supervisions": 0, "bounces": 0, "satisfied": None, "posted_on": date(2026, 11, 21)}
    for changes, in_list in (
        ({}, False),
        ({"supervisions": 1}, True),
        ({"bounces": 1}, False),
        ({"bounces": 2}, True),
        ({"satisfied": False}, True),
        ({"satisfied": True}, False),
        ({"posted_on": date(2026, 11, 20)}, True),
    ):
        with database.write() as session:
            session.execute(update(Matter).values(**calm | changes))
        assert bool(numbers(INTAKE, WorkList.ATTENTION)) == in_list, changes


def test_the_filter_by_light_agrees_with_the_light_that_is_shown(
    office, numbers, receipt, database
) -> None:
    for shown, (yellow, sure, posted) in {
        Light.GREEN: (21, 22, 23),
        Light.YELLOW: (20, 21, 22),
        Light.RED: (19, 20, 21),
        Light.POSTED: (18, 19, 20),
    }.items():
        days = {"yellow_on": yellow, "sure_on": sure, "posted_on": posted}
        with database.write() as session:
            dates = {name: date(2026, 11, day) for name, day in days.items()}
            session.execute(update(Matter).values(**dates))
        assert office.view(INTAKE, receipt.number).row.light is shown
        for light in Light:
            assert bool(numbers(INTAKE, light=light)) == (light is shown), (shown, light)


def test_each_filter(office, numbers, receipt) -> None:
    for right, wrong in (
        ({"form_id": "complaint"}, {"form_id": "consultation"}),
        ({"category": "enforcement"}, {"category": "payment"}),
        ({"state": State.RECEIVED}, {"state": State.HANDLING}),
        ({"channel": Channel.WEB}, {"channel": Channel.API}),
        ({"received_from": date(2026, 11, 20)}, {"received_from": date(2026, 11, 21)}),
        ({"received_to": date(2026, 11, 20)}, {"received_to": date(2026, 11, 19)}),
        ({}, {"unit": "court"}),
    ):
        assert numbers(INTAKE, **right) == [receipt.number], right
        assert numbers(INTAKE, **wrong) == [], wrong
    office.go(receipt.number, *TO_HANDLING)
    assert numbers(INTAKE, unit="court") == [receipt.number]
    assert numbers(INTAKE, unit="police") == []


def test_the_day_of_receipt_is_the_districts(office, numbers, submit, clock) -> None:
    clock.now = clock.now.replace(hour=16, minute=30)  # 00:30 of the 21st in the district
    late = submit().number
    assert numbers(INTAKE, received_from=date(2026, 11, 21)) == [late]
    assert numbers(INTAKE, received_to=date(2026, 11, 20)) == []


# Search


def test_search_finds_answers_notes_and_supplements_as_they_come(office, numbers, receipt) -> None:
    number = receipt.number
    assert numbers(INTAKE, text="示例童装") == numbers(INTAKE, text="张三丰") == [number]
    assert numbers(INTAKE, text="传唤记录") == []
    office.act(INTAKE, number, Action.NOTE, text="已调取传唤记录")
    assert numbers(INTAKE, text="传唤记录") == [number]
    assert numbers(INTAKE, text="传唤记录 停产") == [number]
    assert numbers(INTAKE, WorkList.CLOSED, text="传唤记录") == []
    assert numbers(INTAKE, text="传唤记录", state=State.HANDLING) == []


def test_search_shows_only_what_the_person_may_see(office, numbers, receipt) -> None:
    number = receipt.number
    assert numbers(HANDLER, text="停产") == []
    office.go(number, *TO_HANDLING)
    assert numbers(HANDLER, text="停产") == numbers(REVIEWER, text="停产") == [number]
    assert numbers(POLICE, text="停产") == []


def test_search_hides_an_accusation_from_the_unit_it_accuses(office, numbers, submit) -> None:
    secret = submit(category="conduct", unit="zhengfawei").number
    for person in (INTAKE, SUPERVISOR, replace(HANDLER, unit="zhengfawei")):
        assert numbers(person, text="停产") == []
        assert office.lists.search(person, secret).number is None


def test_a_number_opens_its_matter_and_words_lead_to_results(office, receipt) -> None:
    typed = receipt.number.lower().replace("-", "－")
    assert office.lists.search(INTAKE, f" {typed} ").number == receipt.number
    assert office.lists.search(HANDLER, receipt.number).number is None
    sealed = office.lists.search(INTAKE, "停产  半天").sealed
    assert office.lists.unseal(INTAKE, sealed) == "停产 半天"
    assert office.lists.unseal(SUPERVISOR, sealed) is None
    for nonsense in ("", "x", "中文", sealed[:-4], "AAAA" * 20):
        assert office.lists.unseal(INTAKE, nonsense) is None


def test_a_search_is_in_the_ledger_without_its_words(office, receipt, database) -> None:
    for text in ("张三丰", "张三丰", "停产"):
        office.lists.search(INTAKE, text)
    office.lists.search(INTAKE, "，")
    with database.read() as session:
        events = session.scalars(
            select(LedgerEvent).where(LedgerEvent.action == Action.SEARCHED.value)
        ).all()
        details = [event.detail for event in events]
        assert len(session[LedgerRepository].latest(1)) == 1
    assert len(details) == 3
    assert details[0] == details[1] != details[2]
    assert "张" not in "".join(details)
    assert office.ledger.verify().is_intact


def test_the_index_can_be_built_again_and_completed(office, numbers, receipt, database) -> None:
    index = IndexService(database, PayloadCipher(bytes(32)))
    office.act(INTAKE, receipt.number, Action.NOTE, text="已调取传唤记录")

    def entries() -> dict[int, bytes]:
        with database.read() as session:
            return {e.submission_id: e.codewords for e in session.scalars(select(SearchEntry))}

    before = entries()
    with database.write() as session:
        session[SearchRepository].forget(min(before))
    assert numbers(INTAKE, text="传唤记录") == []
    assert index.index_missing() == 1
    assert index.index_missing() == 0
    assert entries() == before
    with database.write() as session:
        session.execute(update(SearchEntry).values(codewords=b"wrong"))
    assert index.reindex() == 1
    assert entries() == before


def test_a_few_matters_and_many_are_searched_alike(
    office, numbers, receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = numbers(INTAKE, text="停产")
    monkeypatch.setattr("forms_backend.worklists.repository._FEW", 0)
    assert numbers(INTAKE, text="停产") == few == [receipt.number]


def test_counts_are_those_of_the_lists(office, numbers, submit, database) -> None:
    receipts = [submit(title=f"第{n}件") for n in range(3)]
    office.go(receipts[0].number, *TO_HANDLING)
    office.act(SUPERVISOR, receipts[0].number, Action.URGE)
    office.visitor_acts(receipts[1], Action.WITHDRAW)
    with database.read() as session:
        for person in (INTAKE, SUPERVISOR, HANDLER, REVIEWER, POLICE):
            counts = session[ListRepository].counts(person, date(2026, 11, 20)).lists
            assert list(counts) == list(WorkList)
            assert counts == {which: len(numbers(person, which)) for which in WorkList}


# Saved filters

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what does not depend on the database: a PostgreSQL database takes a second to make."""


@pytest.fixture
def filters(office, database, clock) -> FilterService:
    return FilterService(database, clock)


@pytest.fixture
def people(office, database) -> dict[str, Person]:
    with database.read() as session:
        ids = {staff.login: staff.id for staff in session.scalars(select(Staff))}
    return {p.login: replace(p, id=ids[p.login]) for p in (INTAKE, HANDLER)}


@ON_SQLITE
def test_a_person_keeps_filters_that_nobody_else_touches(filters, people) -> None:
    intake, handler = people[INTAKE.login], people[HANDLER.login]
    filters.save(intake, "  检查  类 ", "list=all&kind=complaint")
    kept = filters.of(intake)
    assert [(one.name, one.query) for one in kept] == [("检查 类", "list=all&kind=complaint")]
    assert filters.of(handler) == []
    filters.save(handler, "检查 类", "list=mine")
    filters.delete(handler, kept[0].id)
    assert len(filters.of(intake)) == 1
    filters.delete(intake, kept[0].id)
    assert filters.of(intake) == []


@ON_SQLITE
def test_a_filter_that_cannot_be_kept(filters, people) -> None:
    intake = people[INTAKE.login]
    for name, query in (("", "x"), ("长" * 21, "x"), ("名", "x" * 501)):
        with pytest.raises(FilterError):
            filters.save(intake, name, query)
    for number in range(MAX_FILTERS):
        filters.save(intake, str(number), "list=mine")
        with pytest.raises(FilterError):
            filters.save(intake, str(number), "list=mine")
    with pytest.raises(FilterError, match="最多"):
        filters.save(intake, "又一个", "list=mine")


# Several matters at once


def accepted(office, submit, **changes) -> Chosen:
    number = submit(**changes).number
    office.go(number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    return Chosen(number, office.view(INTAKE, number).version)


@ON_SQLITE
def test_each_of_several_goes_its_own_way(office, submit) -> None:
    good, stale = accepted(office, submit), accepted(office, submit, title="另一件")
    office.act(INTAKE, stale.number, Action.NOTE)
    early = Chosen(submit(title="还没有受理").number, 1)
    unknown = Chosen("TS202611-999999", 1)
    bulk = BulkService(office.matters)
    results = bulk.assign(INTAKE, (good, stale, early, unknown), "police", "属于公安机关职权")
    assert [result.outcome for result in results] == [
        Outcome.DONE,
        Outcome.STALE,
        Outcome.NOT_ALLOWED,
        Outcome.NOT_FOUND,
    ]
    view = office.view(POLICE, good.number)
    assert (view.row.state, view.row.unit) == (State.ASSIGNED, "police")
    assert any("属于公安机关职权" in text for e in view.events for _, text in e.texts)
    assert office.ledger.verify().is_intact


@ON_SQLITE
def test_a_missing_basis_leaves_everything_as_it_was(office, submit) -> None:
    chosen = accepted(office, submit)
    (result,) = BulkService(office.matters).assign(INTAKE, (chosen,), "court", " ")
    assert result.outcome is Outcome.INVALID
    assert "依据" in result.why
    assert office.view(INTAKE, chosen.number).version == chosen.version


@ON_SQLITE
def test_proposals_are_accepted_with_their_basis(office, submit) -> None:
    chosen = accepted(office, submit)
    bulk = BulkService(office.matters)
    (proposed,) = bulk.proposals(INTAKE, (chosen,))
    assert proposed.proposal is not None
    (result,) = bulk.accept_proposals(INTAKE, (chosen,))
    assert result == replace(result, outcome=Outcome.DONE, unit=proposed.proposal.unit)
    view = office.view(INTAKE, chosen.number)
    assert view.row.unit == proposed.proposal.unit
    assert any(proposed.proposal.basis in text for e in view.events for _, text in e.texts)
    (again,) = bulk.accept_proposals(INTAKE, (chosen,))
    assert again.outcome is Outcome.NOT_ALLOWED
    assert bulk.proposals(HANDLER, (chosen,))[0].proposal is None
    assert bulk.proposals(INTAKE, (Chosen("TS202611-999999", 1),))[0].proposal is None


@ON_SQLITE
def test_what_several_units_share_goes_to_coordination_and_is_decided_together(
    office, submit
) -> None:
    chosen = accepted(
        office, submit, category="case-handling", description="公安查封在先，法院执行局没有动作"
    )
    bulk = BulkService(office.matters)
    (proposed,) = bulk.proposals(INTAKE, (chosen,))
    assert proposed.proposal is not None
    assert proposed.proposal.unit is None
    assert bulk.accept_proposals(INTAKE, (chosen,))[0].outcome is Outcome.DONE
    now = Chosen(chosen.number, office.view(SUPERVISOR, chosen.number).version)
    (result,) = bulk.assign(SUPERVISOR, (now,), "procuratorate", "会商确定")
    assert (result.outcome, result.unit) == (Outcome.DONE, "procuratorate")
