"""An entry on its way: who may do what, what is asked for, what is proved and what stays secret."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from district.casework.retention import RecordKind, load_retention
from district.registers.models import FieldType, RegisterField
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.keeping.retention import RetentionService
from forms_backend.notices.daily_repository import open_entries
from forms_backend.notices.digest import digest_text, entry_sections
from forms_backend.registers.views import Which
from forms_backend.sealing.keys import PayloadCipher
from tests.forms_backend.attachments.sample_files import pdf
from tests.forms_backend.office import HANDLER, HANDLER_2, INTAKE, POLICE, REVIEWER, SUPERVISOR
from tests.forms_backend.registers.conftest import TASK, Desk

TODAY = date(2026, 11, 20)
AUDITOR = Person("shenji", Role.AUDITOR, "zhengfawei")


@pytest.fixture
def number(desk: Desk) -> str:
    return desk.service.enter(SUPERVISOR, "tasks", TASK)


def evidence(desk: Desk, name: str = "a.pdf") -> Any:
    content = pdf()
    return desk.attachments.receive(name, io.BytesIO(content), len(content), 20)


def step(
    desk: Desk, person: Person, number: str, key: str, note: str = "", files: Any = ()
) -> None:
    version = desk.reader.open(person, number).version
    desk.service.move(person, number, version, key, note, files)


def test_a_task_is_done_by_its_unit_and_cleared_by_another_person(
    desk: Desk, number: str, database: Any, ledger: Any, clock: Any
) -> None:
    assert number == "RW202611-000001"
    step(desk, HANDLER, number, "report", "已清理 12 件", [evidence(desk)])
    view = desk.reader.open(REVIEWER, number)
    assert (view.row.state, view.steps) == ("reported", ("close", "return"))
    assert view.row.due_on == date(2026, 11, 27)  # five working days to clear it
    step(desk, REVIEWER, number, "close", "核对无误")
    view = desk.reader.open(HANDLER, number)
    assert (view.row.is_over, view.steps, view.may_change) == (True, (), False)
    assert [move.name for move in view.history] == ["登记", "报完成", "销号"]
    assert view.history[1].note == "已清理 12 件"
    assert len(view.files) == 1
    found, content = desk.reader.file(REVIEWER, number, view.files[0].id)
    assert len(b"".join(content)) == found.size
    assert ledger.verify().is_intact
    clock.move(hours=3)
    desk.attachments.sweep()
    assert b"".join(desk.reader.file(REVIEWER, number, found.id)[1])


def test_whoever_reported_it_done_does_not_clear_it(desk: Desk) -> None:
    mine = desk.service.enter(INTAKE, "tasks", TASK | {"responsible_unit": "zhengfawei"})
    step(desk, SUPERVISOR, mine, "report", "办完", [evidence(desk)])
    with pytest.raises(InvalidInputError) as found:
        step(desk, SUPERVISOR, mine, "close", "销号")
    assert set(found.value.problems) == {"person"}
    checked = desk.service.enter(
        INTAKE, "progress",
        {"title": "法律明白人", "item": "adviser", "amount": "3", "done_on": "2026-11-19",
         "responsible_unit": "justice"},
    )  # fmt: skip
    step(desk, SUPERVISOR, checked, "verify", "", [evidence(desk)])


def test_who_gave_it_back_may_clear_what_another_reports_then(desk: Desk, number: str) -> None:
    step(desk, HANDLER, number, "report", "办完", [evidence(desk)])
    step(desk, REVIEWER, number, "return", "缺材料")
    step(desk, HANDLER, number, "report", "补好了")
    step(desk, REVIEWER, number, "close", "核对无误")
    assert desk.reader.open(HANDLER, number).row.is_over


def test_what_a_step_lacks_is_said_at_once(desk: Desk, number: str) -> None:
    with pytest.raises(InvalidInputError) as found:
        step(desk, HANDLER, number, "report")
    assert set(found.value.problems) == {"note", "files"}
    talk = desk.service.enter(
        HANDLER, "activities", {"title": "讲座", "kind": "lecture", "held_on": "2026-11-25"}
    )
    with pytest.raises(InvalidInputError, match="参加人数"):
        step(desk, HANDLER, talk, "hold", "", [evidence(desk)])


def test_units_see_their_own_and_auditors_nothing(desk: Desk, number: str) -> None:
    assert desk.reader.open(HANDLER, number).row.values["owner"] == "王五"
    for stranger in (POLICE, AUDITOR):
        with pytest.raises(MatterNotFoundError):
            desk.reader.open(stranger, number)
        assert desk.reader.rows(stranger, "tasks", Which.ALL, 1).rows == ()
        with pytest.raises(MatterNotFoundError):
            desk.service.move(stranger, number, 1, "report", "x")
    with pytest.raises(NotAllowedError):
        desk.service.enter(REVIEWER, "tasks", TASK)
    with pytest.raises(MatterNotFoundError):
        desk.service.enter(SUPERVISOR, "ufos", TASK)
    foreign = desk.service.enter(HANDLER, "tasks", TASK | {"responsible_unit": "police"})
    assert desk.reader.open(HANDLER, foreign).row.unit == "court"


def test_who_writes_for_the_own_unit_may_still_name_another_one(desk: Desk) -> None:
    register = desk.service.register("tasks")
    asked = RegisterField(type=FieldType.UNIT, label="配合单位")
    fields = {**register.fields, "helper": asked}
    widened = register.model_copy(update={"fields": fields})
    registers = desk.service.registers
    desk.service.registers = registers.model_copy(
        update={"registers": {**registers.registers, "tasks": widened}}
    )
    number = desk.service.enter(HANDLER, "tasks", TASK | {"helper": "police"})
    row = desk.reader.open(HANDLER, number).row
    assert (row.unit, row.values["helper"]) == ("court", "police")
    with pytest.raises(InvalidInputError) as found:
        desk.service.enter(HANDLER, "tasks", TASK | {"helper": "mars"})
    assert set(found.value.problems) == {"helper"}


def test_a_step_needs_the_state_and_the_role(desk: Desk, number: str) -> None:
    for person, key in ((HANDLER, "drop"), (SUPERVISOR, "close"), (SUPERVISOR, "fly")):
        with pytest.raises(NotAllowedError):
            desk.service.move(person, number, 1, key, "x")


def test_every_mistake_comes_at_once(desk: Desk) -> None:
    wrong = {"title": "", "list": "x", "due": "2026-13-01", "owner": "a\nb", "measure": "字" * 2001}
    with pytest.raises(InvalidInputError) as found:
        desk.service.enter(SUPERVISOR, "tasks", wrong)
    assert list(found.value.problems) == [
        "title", "list", "owner", "measure", "due", "responsible_unit",
    ]  # fmt: skip
    with pytest.raises(InvalidInputError, match="0 到"):
        desk.service.enter(
            INTAKE, "activities",
            {"title": "讲座", "kind": "lecture", "held_on": "2026-11-25", "people": "-3",
             "responsible_unit": "court"},
        )  # fmt: skip


def test_a_change_says_which_fields_and_two_do_not_overwrite_each_other(
    desk: Desk, number: str
) -> None:
    desk.service.change(HANDLER, number, 1, TASK | {"owner": "赵六", "due": "2026-12-01"})
    view = desk.reader.open(HANDLER, number)
    assert (view.row.values["owner"], view.row.due_on) == ("赵六", date(2026, 12, 1))
    assert view.history[-1].name == "修改：完成期限、责任人"
    with pytest.raises(StaleMatterError):
        desk.service.change(HANDLER, number, 1, TASK)
    with pytest.raises(StaleMatterError):
        desk.service.move(HANDLER, number, 1, "report", "x")


def test_texts_are_encrypted_and_not_in_the_ledger(
    desk: Desk, number: str, database: Any, ledger: Any
) -> None:
    step(desk, HANDLER, number, "report", "王五办完了", [evidence(desk)])
    with database.engine.connect() as connection:
        for table in ("register_entries", "register_moves", "register_files", "ledger_events"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            raw = b"".join(bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode()
                           for row in rows for c in row)  # fmt: skip
            assert rows
            assert "王五".encode() not in raw
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE register_entries SET state = 'closed'")
    assert not ledger.verify().is_intact


def test_lists_count_what_is_open_late_and_over(desk: Desk, number: str, clock: Any) -> None:
    clock.move(days=30)
    other = desk.service.enter(HANDLER_2, "tasks", TASK | {"due": "2027-01-20"})
    page = desk.reader.rows(HANDLER, "tasks", Which.OPEN, 1)
    assert [row.number for row in page.rows] == [number, other]
    assert page.rows[0].days_late(desk.service.today()) == 10
    assert dict(page.totals) == {Which.OPEN: 2, Which.LATE: 1, Which.OVER: 0, Which.ALL: 2}
    found = {one.key: (one.open, one.late, one.over) for one in desk.reader.overview(HANDLER)}
    assert found["tasks"] == (2, 1, 0)
    assert desk.reader.rows(HANDLER, "tasks", Which.LATE, 99).page == 1


def test_the_digest_names_what_is_due_without_what_it_says(
    desk: Desk, number: str, database: Any
) -> None:
    today = date(2026, 12, 12)
    with database.read() as work:
        entries = open_entries(work, desk.service.registers, today)
    sections = entry_sections(HANDLER, entries, today)
    text = digest_text(sections, today, lambda unit: unit or "")
    assert number in text
    assert "任务与整改" in text
    assert "逾期" in text or "超" in text
    assert "梳理" not in text
    assert entry_sections(POLICE, entries, today) == ()
    assert entry_sections(AUDITOR, entries, today) == ()
    assert entry_sections(SUPERVISOR, entries, today) != ()
    assert entry_sections(HANDLER, entries, date(2026, 12, 1)) == ()


def test_when_its_time_is_over_texts_and_evidence_go_and_figures_stay(
    desk: Desk, number: str, database: Any, clock: Any, ledger: Any
) -> None:
    open_one = desk.service.enter(SUPERVISOR, "tasks", TASK)
    step(desk, HANDLER, number, "report", "办完", [evidence(desk)])
    step(desk, REVIEWER, number, "close", "核对")
    retention = RetentionService(
        database, PayloadCipher(bytes(32)), load_retention(), desk.attachments, clock
    )
    assert retention.due_records()[RecordKind.REGISTERS] == 0
    clock.move(days=366 * 5)
    assert retention.due_records()[RecordKind.REGISTERS] == 1
    retention.run(actor="system")
    view = desk.reader.open(HANDLER, number)
    assert "title" not in view.row.values
    assert view.row.values["list"] == "rectify"
    assert {move.note for move in view.history} == {""}
    assert view.files == ()
    assert list((desk.store.root / "stored").rglob("*/*")) == []
    assert desk.reader.open(HANDLER, open_one).row.values["title"] == TASK["title"]
    assert retention.due_records()[RecordKind.REGISTERS] == 0
    assert ledger.verify().is_intact


def test_nothing_is_kept_of_files_when_the_step_is_refused(desk: Desk, number: str) -> None:
    staged = evidence(desk)
    with pytest.raises(InvalidInputError):
        step(desk, HANDLER, number, "report", "", [staged])
    assert desk.reader.open(HANDLER, number).files == ()
    step(desk, HANDLER, number, "report", "现在有说明", [staged])
    assert len(desk.reader.open(HANDLER, number).files) == 1
