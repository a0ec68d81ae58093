"""Ends of the ledger that are written down outside of it, and what they are good for."""

from __future__ import annotations

import json
import os
import threading
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from forms_backend.keeping.backup import write_backup
from forms_backend.keeping.restore import examine, restore
from forms_backend.ledger import cli
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import PublishedHead
from forms_backend.ledger.errors import PublishedHeadError
from forms_backend.ledger.heads_log import HeadsLog, Occasion, read_heads
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.service import LedgerService
from forms_backend.ledger.wiring import EVERY_SECONDS, FIRST_AFTER_SECONDS, heads_written_down
from forms_backend.reports.periods import ReportKind, period_with
from forms_backend.reports.service import ReportService
from forms_backend.sealing.sealed_file import BackupKey
from tests.forms_backend.ledger.test_proved_records import without_guards

LOCK = BackupKey(bytes(32))


@pytest.fixture
def noted(database, clock, tmp_path: Path) -> LedgerService:
    return LedgerService(database, clock, HeadsLog(tmp_path / "noted"))


def write_events(database, clock, count: int = 1) -> None:
    for n in range(count):
        with database.write() as work:
            work[LedgerRepository].append(
                Action.NOTE, number=f"TS-{n}", actor="visitor", at=clock(), detail={}
            )


def lines(ledger_folder: Path) -> list[dict[str, object]]:
    written = (ledger_folder / "heads.log").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in written]


def test_a_task_writes_each_new_end_once_and_within_a_minute(
    database, clock, noted, tmp_path
) -> None:
    task = heads_written_down(noted)
    assert max(FIRST_AFTER_SECONDS, EVERY_SECONDS) <= 60
    assert task.in_every_process
    task.work(lambda: False)
    assert not (tmp_path / "noted").exists()  # nothing happened yet
    write_events(database, clock, 2)
    task.work(lambda: False)
    task.work(lambda: False)
    write_events(database, clock)
    task.work(lambda: False)
    assert [(line["sequence"], line["for"]) for line in lines(tmp_path / "noted")] == [
        (2, "serving"),
        (3, "serving"),
    ]
    assert (tmp_path / "noted" / "heads.log").stat().st_mode & 0o777 == 0o600
    assert noted.verify().anchors == 2


def test_events_cut_off_and_a_rewritten_chain_are_found_without_being_told_a_head(
    database, clock, noted
) -> None:
    write_events(database, clock, 5)
    noted.write_head_down(Occasion.SERVING)
    assert noted.verify().is_intact
    without_guards(
        database,
        "DELETE FROM ledger_events WHERE sequence > 3",
        "UPDATE ledger_head SET sequence = 3, hash = (SELECT hash FROM ledger_events "
        "WHERE sequence = 3)",
    )
    report = noted.verify()
    assert (report.broken_at, report.reason) == (4, "公布过的行被删去")
    write_events(database, clock, 2)
    report = noted.verify()
    assert (report.broken_at, report.reason) == (5, "与公布过的末条哈希不一致")


def test_other_events_in_the_place_of_those_cut_off_are_found(database, clock, noted) -> None:
    write_events(database, clock, 3)
    noted.write_head_down(Occasion.SERVING)
    without_guards(
        database,
        "DELETE FROM ledger_events WHERE sequence > 2",
        "UPDATE ledger_head SET sequence = 2, hash = (SELECT hash FROM ledger_events "
        "WHERE sequence = 2)",
    )
    with database.write() as work:
        work[LedgerRepository].append(
            Action.NOTE, number="TS-2", actor="someone else", at=clock(), detail={}
        )
    report = noted.verify()
    assert (report.broken_at, report.reason) == (3, "与公布过的末条哈希不一致")


def test_what_the_public_gets_is_written_down(client, parts) -> None:
    write_events(parts.ground.database, parts.ground.clock)
    sequence = client.get("/ledger/head.json").get_json()["sequence"]
    client.get("/ledger/head.json")
    found = lines(parts.ground.settings.var_dir)
    assert [(line["sequence"], line["for"]) for line in found] == [(sequence, "head.json")]


def test_a_disk_that_takes_no_line_does_not_hide_the_head(client, parts) -> None:
    write_events(parts.ground.database, parts.ground.clock)
    (parts.ground.settings.var_dir / "heads.log").mkdir()
    assert client.get("/ledger/head.json").status_code == 200


def test_an_issued_report_writes_down_the_end_that_it_prints(parts, clock) -> None:
    clock.move(days=-40)
    write_events(parts.ground.database, clock, 3)
    clock.move(days=40)
    period = period_with(ReportKind.MONTHLY, date(2026, 10, 31))
    reports = parts[ReportService]
    reports.mark_issued(ReportKind.MONTHLY, period, actor="staff:duban")
    [line] = lines(parts.ground.settings.var_dir)
    head = reports.head_before(period.cut)
    assert (line["sequence"], line["hash"], line["for"]) == (head.sequence, head.hash, "report")


def test_backup_and_restore_write_it_down_and_a_restore_begins_anew(parts, clock, tmp_path) -> None:
    ground = parts.ground
    var_dir = ground.settings.var_dir
    write_events(ground.database, clock, 2)
    path = tmp_path / "backups" / "a.fabu-backup"
    write_backup(ground.database, ground.settings, path, LOCK, clock())
    assert [line["for"] for line in lines(var_dir)] == ["backup"]
    write_events(ground.database, clock, 2)
    ledger = parts[LedgerService]
    ledger.write_head_down(Occasion.SERVING)
    restore(examine(path, LOCK), ground.database, var_dir, clock(), actor="system", replace=True)
    assert [(line["sequence"], line["for"]) for line in lines(var_dir)] == [(2, "restore")]
    [aside] = var_dir.glob("heads-before-*.log")
    assert [head.sequence for head in read_heads(aside)] == [2, 4]
    assert ledger.verify().is_intact
    assert not ledger.verify(*read_heads(aside)).is_intact  # what was lost is not hidden


def test_lines_of_several_threads_do_not_mix(clock, tmp_path) -> None:
    log = HeadsLog(tmp_path)

    def write(first: int) -> None:
        for n in range(first, first + 20):
            log.add(PublishedHead(n, f"{n:064x}"), Occasion.SERVING, clock())

    threads = [threading.Thread(target=write, args=(first,)) for first in (1, 101, 201)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(log.all()) == 60


def test_a_line_that_was_cut_by_a_power_failure_is_left_out_any_other_is_named(
    clock, tmp_path
) -> None:
    log = HeadsLog(tmp_path)
    for n in (1, 2):
        log.add(PublishedHead(n, f"{n:064x}"), Occasion.SERVING, clock())
    whole = log.path.read_text(encoding="utf-8")
    log.path.write_text(whole[:-30], encoding="utf-8")
    assert [head.sequence for head in log.all()] == [1]
    assert log.last() is None
    log.path.write_text(whole.replace('"sequence": 1', '"sequence": "1"'), encoding="utf-8")
    with pytest.raises(PublishedHeadError, match="第 1 行"):
        log.all()


def test_verify_takes_heads_from_other_machines(
    database, clock, noted, tmp_path, monkeypatch
) -> None:
    write_events(database, clock, 2)
    elsewhere = HeadsLog(tmp_path / "elsewhere")
    elsewhere.add(noted.head(), Occasion.SERVING, clock())
    wrong = tmp_path / "head.json"
    wrong.write_text(json.dumps({"sequence": 2, "hash": "0" * 64, "algorithm": "sha256"}))
    monkeypatch.setattr(cli, "open_parts", lambda: {LedgerService: noted})
    good = CliRunner().invoke(cli.ledger, ["verify", "--head", str(elsewhere.path)])
    assert good.exit_code == 0, good.output
    assert "1 个末条一致" in good.output
    assert [line for line in good.output.splitlines() if "公布的第 2 条一致" in line]
    both = ["verify", "--head", str(elsewhere.path), "--head", str(wrong)]
    bad = CliRunner().invoke(cli.ledger, both)
    assert bad.exit_code == 1
    assert "第 2 条" in bad.output
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO number_counters VALUES ('TS', '202611', 1)"  # unproved: says nothing
            )
        )
    assert CliRunner().invoke(cli.ledger, ["verify"]).exit_code == 0


def test_a_line_that_was_cut_short_spoils_no_later_one(database, clock, noted, tmp_path) -> None:
    log = tmp_path / "noted" / "heads.log"
    write_events(database, clock)
    noted.write_head_down(Occasion.SERVING)
    with log.open("ab") as file:
        file.write(b'{"sequence": 2, "ha')
    assert noted.verify().anchors == 1
    write_events(database, clock)
    noted.write_head_down(Occasion.SERVING)
    assert noted.verify().anchors == 2
    assert noted.verify().is_intact


def test_a_line_that_did_not_fit_on_the_disk_is_told(clock, tmp_path, monkeypatch) -> None:
    heads, write = HeadsLog(tmp_path), os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:20]))
    with pytest.raises(OSError, match=r"heads\.log"):
        heads.add(PublishedHead(1, "a" * 64), Occasion.SERVING, clock())
    monkeypatch.undo()
    heads.add(PublishedHead(2, "b" * 64), Occasion.SERVING, clock())
    assert [head.sequence for head in heads.all()] == [2]


def test_a_line_is_on_disk_and_its_file_closed_when_it_was_added(
    clock, tmp_path, monkeypatch
) -> None:
    synced: list[int] = []
    closed: list[int] = []
    for name, files in (("fsync", synced), ("close", closed)):
        does = getattr(os, name)
        monkeypatch.setattr(os, name, lambda file, f=files, d=does: f.append(file) or d(file))
    HeadsLog(tmp_path / "new" / "var").add(PublishedHead(1, "a" * 64), Occasion.BACKUP, clock())
    monkeypatch.undo()
    assert synced
    assert synced == closed
    assert (tmp_path / "new" / "var").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("left", [b"", b'{"sequence": 1, "ha'], ids=["nothing", "half a line"])
def test_a_log_whose_very_first_line_did_not_get_there_holds_no_head(left, clock, tmp_path) -> None:
    heads = HeadsLog(tmp_path)
    heads.path.write_bytes(left)
    assert heads.all() == []
    assert heads.last() is None
    heads.add(PublishedHead(2, "b" * 64), Occasion.SERVING, clock())
    assert [head.sequence for head in heads.all()] == [2]


def test_a_log_set_aside_is_named_and_one_that_is_not_there_cannot_be(clock, tmp_path) -> None:
    heads = HeadsLog(tmp_path)
    assert heads.set_aside(clock()) is None
    heads.add(PublishedHead(1, "a" * 64), Occasion.BACKUP, clock())
    aside = heads.set_aside(clock())
    assert aside is not None
    assert [head.sequence for head in read_heads(aside)] == [1]
    assert heads.all() == []


def test_the_auditor_is_told_of_a_log_that_cannot_be_read(database, clock, noted, tmp_path) -> None:
    write_events(database, clock)
    noted.write_head_down(Occasion.SERVING)
    log = tmp_path / "noted" / "heads.log"
    log.write_bytes(log.read_bytes() + b"{}\n" + log.read_bytes())
    lines_read, report = noted.audit(10, actor="staff:auditor")
    assert len(lines_read) == report.checked == 2
    assert not report.is_intact
    assert "heads.log" in report.verdict()
    assert "第 2 行" in report.verdict()
    with pytest.raises(PublishedHeadError):
        noted.verify()
