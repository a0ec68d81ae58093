"""Old ledgers in a database: taken in whole, once, provably, and counted as far as they tell."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from district.casework.retention import load_retention
from district.layers import NATIONAL
from fabu import cli
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.repository import MatterRepository
from forms_backend.office_files.sheet_reading import read_sheet
from forms_backend.old_ledgers.map_file import OldLedgerMap
from forms_backend.old_ledgers.old_matter import OldMatter, past_keeping
from forms_backend.old_ledgers.reading import read_old_ledger
from forms_backend.old_ledgers.service import NO_NOTICE, OldLedgerService
from forms_backend.reports.files.plain_files import to_json
from forms_backend.reports.periods import ReportKind, last_complete
from forms_backend.reports.repository import ReportRepository
from forms_backend.reports.service import ReportService
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.state import State
from forms_backend.worklists.lists import Filters, Selection, WorkList
from tests.forms_backend.grounds import parts_with_reports
from tests.forms_backend.office import HANDLER, INTAKE
from tests.forms_backend.old_ledgers.test_old_ledger_rows import HEAD, MAP, TERMS, row
from tests.reference import make_project

NAME = MAP["name"]
OPEN = {"办结": None, "结果": None, "满意度": None}


@pytest.fixture
def desk(database, clock, casework_rules) -> OldLedgerService:
    cipher, key = PayloadCipher(bytes(32)), CodeKey(bytes(32))
    return OldLedgerService(database, cipher, key, casework_rules, clock)


def book(*rows: list[Any]) -> io.BytesIO:
    made = openpyxl.Workbook()
    for one in (HEAD, *rows):
        made.active.append(one)
    stream = io.BytesIO()
    made.save(stream)
    stream.seek(0)
    return stream


def matters(*rows: list[Any]) -> tuple[OldMatter, ...]:
    read = read_old_ledger(
        OldLedgerMap.model_validate(MAP), read_sheet(book(*rows), 100), TERMS, date(2026, 11, 20)
    )
    assert read.problems == ()
    return read.matters


def test_what_is_taken_in_is_proved_found_and_opened(desk, office, ledger) -> None:
    closed, still_open = desk.take_in(
        NAME, matters(row(), row(编号="X-2", 事由="拆迁补偿迟迟不落实", **OPEN)), actor="cli:x"
    ).numbers
    assert (closed, still_open) == ("TS202503-000001", "TS202503-000002")
    assert ledger.verify().is_intact
    view = office.view(INTAKE, closed)
    assert (view.row.state, view.actions, view.clocks) == (State.ARCHIVED, (), ())
    assert [event.action for event in view.events] == [Action.IMPORTED]
    found = office.lists.page(
        INTAKE, Selection(WorkList.ALL, Filters(), text="拆迁补偿"), number=1, size=10
    )
    assert [one.number for one in found.rows] == [still_open]
    handled = office.view(HANDLER, still_open)
    assert handled.row.state is State.ASSIGNED
    assert {clock.due_on for clock in handled.clocks} >= {date(2025, 4, 1)}
    office.go(still_open, (HANDLER, Action.TAKE), (HANDLER, Action.SUBMIT_ANSWER))
    assert ledger.verify().is_intact


def test_its_record_says_that_nobody_read_a_notice(desk, database) -> None:
    (number,) = desk.take_in(NAME, matters(row()), actor="cli:x").numbers
    with database.read() as work:
        submission = work[MatterRepository].get(number)[0]
        record = json.loads(PayloadCipher(bytes(32)).decrypt(number, submission.payload))
        assert record["notice_version"] == submission.notice_version == NO_NOTICE


def test_the_same_rows_are_not_taken_twice_and_changed_ones_are_told(desk, database) -> None:
    desk.take_in(NAME, matters(row(), row(编号="X-2")), actor="cli:x")
    again = matters(row(), row(编号="X-2", 备注="另写"), row(编号="X-3"))
    assert desk.look_at(NAME, again).numbers == ()
    outcome = desk.take_in(NAME, again, actor="cli:x")
    assert (len(outcome.taken), outcome.known, outcome.changed) == (1, 2, (3,))
    assert desk.take_in(NAME, again, actor="cli:x").numbers == ()
    other = desk.take_in("另一份台账", matters(row()), actor="cli:x")
    assert len(other.numbers) == 1


def test_a_failure_half_way_leaves_nothing(desk, database, ledger, monkeypatch) -> None:
    rows = matters(row(), row(编号="X-2"))
    writes = desk._write

    def fail(work: Any, name: str, keyed: Any, *more: Any) -> str:
        if keyed.matter.number == "X-2":
            raise RuntimeError
        return str(writes(work, name, keyed, *more))

    monkeypatch.setattr(desk, "_write", fail)
    with pytest.raises(RuntimeError):
        desk.take_in(NAME, rows, actor="cli:x")
    with database.read() as work:
        assert work[ReportRepository].intakes() == []
        assert work[LedgerRepository].head().sequence == 0


def test_reports_count_it_by_its_own_days_and_only_by_those_that_are_known(
    desk, office, clock, database, casework_rules, tmp_path
) -> None:
    clock.now = clock.now.replace(month=12, day=2)
    reports = parts_with_reports(database, clock, tmp_path, casework_rules)[ReportService]
    november = last_complete(ReportKind.MONTHLY, date(2026, 12, 2))
    before = to_json(reports.report(ReportKind.MONTHLY, november))
    undated = dict.fromkeys(("到期", "满意度"))
    desk.take_in(
        NAME,
        _december(undated),
        actor="cli:x",
    )
    assert to_json(reports.report(ReportKind.MONTHLY, november)) == before
    clock.now = clock.now.replace(year=2027, month=1)
    december = last_complete(ReportKind.MONTHLY, date(2027, 1, 2))
    report = reports.report(ReportKind.MONTHLY, december)
    counts = {line[0]: line[1].cell for line in report.tables[0].body}
    assert (counts["上期结转"], counts["收件"], counts["办结"]) == (3, 1, 3)
    assert counts["期末在办"] == 1
    rates = {line[0]: (line[2].cell, line[3].cell) for line in report.tables[1].body}
    assert rates["按时办结率"] == (1, 2)
    assert rates["解决率"] == (2, 2)
    assert rates["反馈率"] == (0, 0)
    notes = {line[-1] for line in report.ledger.plain_rows}
    assert notes == {"旧台账导入"}
    assert any("4 件由旧台账导入" in note for note in report.notes)


def _december(undated: dict[str, None]) -> tuple[OldMatter, ...]:
    rows = (
        row(收件="2026-12-01", 受理="2026-12-01", 到期="2026-12-20", 办结="2026-12-02"),
        row(编号="2", 收件="2026-11-03", 受理="2026-11-04", 办结="2026-12-01", **undated),
        row(编号="3", 收件="2026-11-03", 受理="2026-11-04", 到期="2026-11-20", 办结="2026-12-02"),
        row(编号="4", 收件="2025-11-03", 受理=None, 到期=None, 办结="2025-12-01"),
        row(编号="5", 收件="2026-11-03", 受理=None, 到期=None, 单位=None, **OPEN),
    )
    found = OldLedgerMap.model_validate(MAP)
    return read_old_ledger(found, read_sheet(book(*rows), 100), TERMS, date(2026, 12, 2)).matters


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(make_project(tmp_path))
    for arguments in (["init"], ["migrate"]):
        assert CliRunner().invoke(cli, arguments).exit_code == 0
    (tmp_path / "map.yml").write_text(
        yaml.safe_dump(MAP, allow_unicode=True, sort_keys=False), "utf-8"
    )
    return tmp_path


def run(here: Path, content: bytes, *options: str) -> Any:
    (here / "old.xlsx").write_bytes(content)
    arguments = ["ledger", "import", "old.xlsx", "--map", "map.yml", *options]
    return CliRunner().invoke(cli, arguments)


def test_the_command_says_what_it_would_do_then_does_it_and_not_again(here: Path) -> None:
    content = book(row(), row(编号="X-2", **OPEN)).getvalue()
    dry = run(here, content, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "2 行：将导入 2 件（已办结 1 件，在办 1 件）" in dry.output
    assert "试运行" in dry.output
    assert "保存期已满" not in dry.output
    assert "编号 TS202503-000001 至 TS202503-000002。" in run(here, content).output
    assert "以前导入过的 2 件没有动" in run(here, content).output
    assert CliRunner().invoke(cli, ["ledger", "verify"]).exit_code == 0


def test_what_is_past_its_keeping_is_told_before_it_is_made_anonymous(here: Path) -> None:
    old = {"收件": "2015.3.5", "受理": None, "到期": None, "办结": "2015-03-28"}
    content = book(row(**old), row(编号="X-2", **OPEN)).getvalue()
    for options in (("--dry-run",), ()):
        told = run(here, content, *options).output
        assert "其中 1 件保存期已满，今晚就会匿名化。" in told
    assert "保存期已满" not in run(here, content).output  # nothing is taken again
    periods = load_retention(NATIONAL).submissions
    [matter] = matters(row())
    for day, past in ((date(2030, 3, 28), 0), (date(2030, 3, 29), 1)):
        assert past_keeping([matter], periods, day) == past


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (book(row(来源="口信")).getvalue(), "C2（来源）：“口信”对不上"),
        (b"no workbook", "读不出这个文件"),
    ],
)
def test_the_command_tells_what_is_wrong_and_takes_nothing(
    here: Path, content: bytes, said: str
) -> None:
    result = run(here, content)
    assert result.exit_code == 1
    assert said in str(result.exception)
