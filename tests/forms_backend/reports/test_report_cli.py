"""`fabu report` and `fabu ledger verify --head` as an operator uses them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from fabu import cli
from forms_backend.ledger.published_head import head_record
from forms_backend.ledger.service import LedgerService
from tests.reference import make_project

PERIOD = "2026年10月"


@pytest.fixture
def run(parts, monkeypatch):
    monkeypatch.setattr("forms_backend.reports.cli.open_parts", lambda: parts)
    monkeypatch.setattr("forms_backend.ledger.cli.open_parts", lambda: parts)
    return lambda *arguments: CliRunner().invoke(cli, [str(a) for a in arguments])


def test_one_file_by_its_suffix(run, tmp_path) -> None:
    out = tmp_path / "r.json"
    result = run("report", "monthly", "--out", out)
    assert result.exit_code == 0, result.output
    assert f"{PERIOD}：{out}" in result.output
    assert json.loads(out.read_text(encoding="utf-8"))["subtitle"] == PERIOD


def test_a_directory_gets_every_format_or_the_asked_one(run, tmp_path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    asked = ("--as-of", "2026-11-13", "--out", folder)
    assert run("report", "weekly", *asked, "--unit", "区法院").exit_code == 0
    assert {p.name for p in folder.iterdir()} == {
        f"weekly-2026-11-12-court.{e}" for e in ("docx", "xlsx", "csv", "txt", "json")
    }
    assert run("report", "two-lists", *asked, "--format", "csv").exit_code == 0
    assert (folder / "two-lists-2026-10-31.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["monthly", "--out", "x.pdf"], 2),
        (["monthly", "--out", "x"], 2),
        (["monthly"], 2),
        (["monthly", "--as-of", "yesterday", "--out", "x.csv"], 2),
        (["monthly", "--as-of", "0001-01-01", "--out", "x.csv"], 2),
        (["monthly", "--unit", "nobody", "--out", "x.csv"], 1),
        (["monthly", "--as-of", "2027-05-05", "--out", "x.csv"], 1),
    ],
)
def test_wrong_use_is_told(run, arguments, code, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(make_project(tmp_path))
    result = run("report", *arguments)
    assert result.exit_code == code
    assert not list(tmp_path.glob("x*"))


def test_public_statistics_are_a_file_for_the_site(run, tmp_path) -> None:
    out = tmp_path / "statistics.json"
    assert run("report", "public", "--out", out).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8")) == {
        "version": 1,
        "as_of": None,
        "smallest": 3,
        "months": [],
    }


def test_the_ledger_is_compared_with_a_published_head(run, parts, tmp_path) -> None:
    head = tmp_path / "head.json"
    record = head_record(parts[LedgerService].head(), parts.ground.clock())
    head.write_text(json.dumps(record), encoding="utf-8")
    assert run("ledger", "verify", "--head", head).exit_code == 0
    head.write_text(json.dumps(record | {"sequence": 7}), encoding="utf-8")
    result = run("ledger", "verify", "--head", head)
    assert (result.exit_code, "公布过的行被删去" in result.output) == (1, True)
