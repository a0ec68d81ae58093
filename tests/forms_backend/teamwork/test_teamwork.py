"""协办 and 内部讨论: who may ask, see, contribute, and be told; on both databases."""

from __future__ import annotations

import json
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.exc import OperationalError

from district import load_site_config
from forms_backend.accounts.leaving import Leaving
from forms_backend.accounts.tables import Staff
from forms_backend.attachments import wiring as attachments
from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.assist_repository import AssistRepository
from forms_backend.matters.handing_over import hand_over_matters
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.states.permissions import Asked, Facts, assists
from forms_backend.matters.tables import Assist, Matter, Writing
from forms_backend.notices.bell import BellService
from forms_backend.notices.writer import NoticeWriter
from forms_backend.outbox.service import Outbox
from forms_backend.running.clock import local_date
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.state import State
from forms_backend.teamwork.daily import assist_sections, mentioned_in
from forms_backend.teamwork.service import TeamworkService
from forms_backend.worklists.lists import Selection, WorkList
from forms_backend.worklists.repository import assisted
from tests.forms_backend.grounds import bare_parts
from tests.forms_backend.office import (
    HANDLER,
    HANDLER_2,
    INTAKE,
    POLICE,
    REVIEWER,
    SUPERVISOR,
    TO_HANDLING,
    account_of,
)
from tests.reference import SITE_CONFIG

CIPHER = PayloadCipher(bytes(32))
POLICE_2 = Person("fenju", Role.HANDLER, "police", name="民警二")
AT_ONCE = {"sqlite": {"timeout": 0}, "postgresql": {}}
TOGETHER = (Action.ASSIST_ASKED.value, Action.DISCUSSED.value)
WORDS = "甲公司的检查记录在你处，请核对次数"


@pytest.fixture
def writer() -> NoticeWriter:
    site = load_site_config(SITE_CONFIG).site
    return NoticeWriter(Outbox(CIPHER, set()), CIPHER, CodeKey(bytes(32)), site)


@pytest.fixture
def team(office, database, clock, tmp_path, writer) -> TeamworkService:
    parts = bare_parts(database, clock, tmp_path)
    attachments.build(parts)
    config = load_site_config(SITE_CONFIG)
    return TeamworkService(database, CIPHER, config, clock, writer, parts[AttachmentService])


@pytest.fixture
def number(office, receipt) -> str:
    office.go(receipt.number, *TO_HANDLING)
    return receipt.number


@pytest.fixture
def told(database, clock):
    """`told(person)`: what the bell says, the oldest first."""

    def rings(person: Person) -> list[Action]:
        with database.read() as work:
            id_ = work.scalars(select(Staff.id).where(Staff.login == person.login)).one()
        found = BellService(database, clock).rings(replace(person, id=id_))
        return [one.action for one in reversed(found)]

    return rings


def due(clock, days: int = 3) -> str:
    return (local_date(clock()) + timedelta(days=days)).isoformat()


def request(clock, **changes: str) -> dict[str, str]:
    return {"unit": "police", "person": "", "due_on": due(clock), "text": WORDS} | changes


def only(team, person, number):
    [found] = team.view(person, number).assists
    return found


def test_asked_given_sent_back_and_given_again(
    team, office, number, clock, told, database, ledger
) -> None:
    with pytest.raises(MatterNotFoundError):
        office.view(POLICE, number)
    version = office.view(HANDLER, number).version
    team.ask(HANDLER, number, request(clock))
    first = only(team, POLICE, number)
    assert (first.unit, first.is_awaited, first.may_give) == ("police", True, True)
    assert WORDS in str(office.view(POLICE, number).events)
    assert not office.view(POLICE, number).actions  # the matter stays with the court
    assert told(POLICE) == [Action.ASSIST_ASKED]
    team.give(POLICE, number, first.id, {"text": "共四次，见台账"})
    assert told(HANDLER)[-1] is Action.ASSIST_GIVEN
    with pytest.raises(StaleMatterError):
        team.give(POLICE, number, first.id, {"text": "又一次"})
    team.send_back(HANDLER, number, first.id, {"text": "缺九月", "due_on": due(clock, 5)})
    before, again = team.view(POLICE, number).assists
    assert (before.ended.label, again.is_awaited, again.may_give) == ("已退回", True, True)
    clock.move(days=8)
    team.give(POLICE, number, again.id, {"text": "九月一次"})
    assert team.view(HANDLER, number).assists[-1].late_days == 3
    assert office.view(HANDLER, number).version == version  # nobody's page is out of date
    assert ledger.verify().is_intact
    with database.read() as work:
        details = [e.detail for e in work.scalars(select(LedgerEvent)) if "assist" in e.action]
        assert len(details) == 4
        assert not any(WORDS in one or "四次" in one for one in details)
        assert {json.loads(one)["assist_unit"] for one in details} == {"police"}
        raw = b"".join(
            bytes(v) for v in work.execute(text("SELECT payload FROM writings")).scalars()
        )
        assert WORDS.encode() not in raw
        records = [e.records or "" for e in work.scalars(select(LedgerEvent))]
        assert sum('"assists"' in one for one in records) == 4  # rows are proved


def _discusses(team, number, clock) -> None:
    team.discuss(HANDLER, number, {"text": "已核对台账"})


def _asks(team, number, clock) -> None:
    team.ask(HANDLER, number, request(clock))


@pytest.mark.parametrize("does", [_discusses, _asks])
def test_who_loses_sight_of_a_matter_while_waiting_for_it_writes_nothing(
    team, number, clock, database, monkeypatch, does
) -> None:
    real = MatterRepository.lock
    hidden = text("UPDATE matters SET confidential = true, accused_unit = 'court'")

    def hide_first(self, matter) -> None:
        other = create_engine(database.engine.url, connect_args=AT_ONCE[database.engine.name])
        with suppress(OperationalError), other.begin() as connection:
            connection.execute(hidden)  # SQLite lets nobody in between
        other.dispose()
        real(self, matter)

    monkeypatch.setattr(MatterRepository, "lock", hide_first)
    lets_others_in = database.engine.name == "postgresql"
    with pytest.raises(MatterNotFoundError) if lets_others_in else nullcontext():
        does(team, number, clock)
    with database.read() as work:
        written = work.scalars(select(Writing).where(Writing.action.in_(TOGETHER))).all()
    assert bool(written) is not lets_others_in


def test_who_was_let_go_sees_it_no_more(team, office, number, clock, told) -> None:
    team.ask(SUPERVISOR, number, request(clock, person="jingguan"))
    asked = only(team, SUPERVISOR, number)
    with pytest.raises(NotAllowedError):
        team.withdraw(POLICE, number, asked.id, {"text": "不想办"})
    team.withdraw(REVIEWER, number, asked.id, {"text": "请错了"})
    with pytest.raises(MatterNotFoundError):
        team.give(POLICE, number, asked.id, {"text": "来迟了"})
    assert told(POLICE) == []


def test_a_confidential_matter_is_shown_to_the_very_person_alone(
    team, office, number, clock, database
) -> None:
    with database.write() as work:
        work.execute(update(Matter).values(confidential=True, accused_unit="market"))
    for typed, input_ in (
        ({"person": ""}, "person"), ({"unit": "market", "person": ""}, "unit"),
    ):  # fmt: skip
        with pytest.raises(InvalidInputError) as error:
            team.ask(HANDLER, number, request(clock, **typed))
        assert input_ in error.value.problems
    team.ask(HANDLER, number, request(clock, unit="", person="jingguan"))
    assert office.view(POLICE, number).row.number == number
    for other in (POLICE_2, Person("suozhang", Role.REVIEWER, "police")):
        with pytest.raises(MatterNotFoundError):
            office.view(other, number)
    stand_in = replace(POLICE_2, stands_for=frozenset({"jingguan"}))
    assert office.view(stand_in, number).row.number == number


@pytest.mark.parametrize(
    ("confidential", "successor", "is_asked"),
    [
        (False, None, [True, True]),  # the unit, its handlers and reviewers
        (False, "fenju", [True, True]),
        (True, "fenju", [True, False]),
        (True, None, [False, False]),  # nobody could see it: it ends, and who asked is told
    ],
)
def test_what_was_asked_of_who_leaves_never_waits_for_nobody(
    team, number, clock, database, told, writer, confidential, successor, is_asked
) -> None:
    with database.write() as work:
        work.add(account_of(POLICE_2, clock()))
        work.execute(update(Matter).values(confidential=confidential, accused_unit="market"))
    team.ask(HANDLER, number, request(clock, person="jingguan"))
    leaving = Leaving("jingguan", successor, "staff:admin", clock())
    with database.write() as work:
        assert hand_over_matters(work, leaving, writer) == 1
    chief = Person("suozhang", Role.REVIEWER, "police")
    assert [bool(team.owed_line(one)) for one in (POLICE_2, chief)] == is_asked
    ends = confidential and successor is None
    assert only(team, HANDLER, number).is_awaited is not ends
    assert (Action.HANDED_OVER in told(HANDLER)) is ends
    with database.read() as work:
        done = select(LedgerEvent.action).order_by(LedgerEvent.sequence.desc())
        last = work.scalars(done).first()
    assert last == ("assist_withdrawn" if ends else "handed_over")


def test_what_was_asked_in_a_closed_matter_stays_as_it_was(team, number, clock, database) -> None:
    team.ask(HANDLER, number, request(clock, person="jingguan"))
    with database.write() as work:
        work.execute(update(Matter).values(closed_at=clock()))
    with database.write() as work:
        assert hand_over_matters(work, Leaving("jingguan", None, "staff:admin", clock())) == 0
    with database.read() as work:
        assert work.scalars(select(Assist.login)).all() == ["jingguan"]


@pytest.mark.parametrize(
    ("changes", "input_"),
    [
        ({"unit": "nowhere"}, "unit"),
        ({"unit": "court"}, "unit"),
        ({"unit": "court", "person": "chengban"}, "person"),
        ({"person": "chengban2"}, "person"),
        ({"person": "nobody"}, "person"),
        ({"due_on": "2026-11-19"}, "due_on"),
        ({"due_on": "2027-11-20"}, "due_on"),
        ({"due_on": "明天"}, "due_on"),
        ({"text": " "}, "text"),
    ],
)
def test_a_wrong_request_is_told_at_its_input(team, number, clock, changes, input_) -> None:
    with pytest.raises(InvalidInputError) as error:
        team.ask(HANDLER, number, request(clock, **changes))
    assert list(error.value.problems) == [input_]


def test_the_same_is_not_asked_twice_and_only_by_who_has_it_in_hand(team, number, clock) -> None:
    team.ask(HANDLER, number, request(clock))
    with pytest.raises(InvalidInputError):
        team.ask(REVIEWER, number, request(clock))
    for person in (HANDLER_2, INTAKE, POLICE):
        with pytest.raises(NotAllowedError):
            team.ask(person, number, request(clock, person="jingguan"))
    team.ask(HANDLER, number, request(clock, unit="court", person="chengban2"))
    assert [one.may_give for one in team.view(HANDLER_2, number).assists] == [False, True]


def test_who_is_named_in_the_discussion_is_told_and_nobody_else(
    team, office, number, clock, told, database
) -> None:
    team.discuss(HANDLER, number, {"text": "@承办员二 看看；@shenhe 也看看"})
    assert told(HANDLER_2)[-1] is Action.DISCUSSED
    assert told(REVIEWER) == [Action.DISCUSSED]
    assert Action.DISCUSSED not in told(HANDLER)
    for words in ("@民警 看看", "@谁也不是", ""):
        with pytest.raises(InvalidInputError):
            team.discuss(HANDLER, number, {"text": words})
    said = [e for e in office.view(REVIEWER, number).events if e.action is Action.DISCUSSED]
    assert len(said) == 1
    with database.write() as work:
        id_ = work.scalars(select(Staff.id).where(Staff.login == HANDLER_2.login)).one()
        named = replace(HANDLER_2, id=id_)
        assert mentioned_in(work, named) == [number]
        work.execute(update(Matter).values(confidential=True, accused_unit=HANDLER_2.unit))
    with database.read() as work:  # the unit is complained of, as it turned out: no mail names it
        assert mentioned_in(work, named) == []
    assert not Action.DISCUSSED.is_public
    assert not Action.FILES_SHARED.is_public


def test_lists_and_the_daily_list_show_what_is_awaited_and_late(
    team, office, number, clock, database
) -> None:
    def listed(person: Person) -> list[str]:
        selection = Selection(WorkList.ASSIST)
        page = office.lists.page(person, selection, number=1, size=20)
        assert page.counts[WorkList.ASSIST] == page.total == len(page.rows)
        return [
            f"{r.number} {page.assists[r.number].late_days}"
            for r in page.rows
            if r.number in page.titles
        ]

    def sections(person: Person) -> list[str]:
        today = local_date(clock())
        with database.read() as work:
            found = work[AssistRepository].open(today)
        return [s.heading for s in assist_sections(person, found, (), today, str)]

    everybody = (HANDLER, SUPERVISOR, POLICE, POLICE_2)
    assert [listed(one) for one in everybody] == [[], [], [], []]
    team.ask(HANDLER, number, request(clock))
    assert [listed(one) for one in everybody] == [[f"{number} 0"]] * 4
    assert team.owed_line(POLICE) == "等您提交协办意见 1 件，其中逾期 0 件"
    assert team.owed_line(HANDLER) == ""
    clock.move(days=5)
    assert [listed(one) for one in everybody] == [[f"{number} 2"]] * 4
    assert sections(POLICE) == ["等您协办"]
    assert sections(HANDLER) == sections(SUPERVISOR) == ["请人协办，还没有提交"]
    assert sections(INTAKE) == []
    team.give(POLICE, number, only(team, POLICE, number).id, {"text": "四次"})
    assert [listed(one) for one in everybody] == [[], [], [], []]


def test_the_database_and_the_rules_agree_on_who_assists(office, submit, database, clock) -> None:
    submit()
    with database.write() as work:
        row = Assist(submission_id=1, unit="police", asked_by="chengban", asked_at=clock(),
                     due_on=date(2026, 12, 1))  # fmt: skip
        work.add(row)
        work.flush()
        for login, secret, accused, is_over in product(
            (None, "jingguan"), (False, True), (None, "police"), (False, True)
        ):
            work.execute(update(Matter).values(confidential=secret, accused_unit=accused))
            row.login, row.ended_at = login, clock() if is_over else None
            work.flush()
            asked = frozenset() if is_over else frozenset({Asked("police", login)})
            facts = Facts(State.RECEIVED, "zhengfawei", None, None, accused, secret, asked=asked)
            for role, unit, own in product(Role, ("police", "court"), ("jingguan", "x")):
                for person in (
                    Person(own, role, unit),
                    Person(own, role, unit, stands_for=frozenset({"jingguan"})),
                ):
                    seen = work.execute(select(Matter.version).where(assisted(person))).first()
                    assert (seen is not None) == assists(person, facts), (person, facts)
