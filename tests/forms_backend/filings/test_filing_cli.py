"""`fabu filing` as an operator uses it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from fabu import cli


@pytest.fixture
def run(parts, monkeypatch):
    monkeypatch.setattr("forms_backend.filings.cli.open_parts", lambda: parts)
    return lambda *arguments: CliRunner().invoke(cli, [str(a) for a in arguments])


def test_who_is_missing_is_listed_and_told_by_the_exit(run, clock) -> None:
    late = run("filing", "missing")
    assert late.exit_code == 1
    # The weeks that fell due on 6 and 13 November; today is the Friday of the third.
    assert late.output.count("到期") == 2 * 5
    assert "周报 2026年11月06日至11月12日　区法院　2026-11-13 到期" in late.output
    clock.move(days=-19)
    nobody = run("filing", "missing")
    assert (nobody.exit_code, nobody.output) == (0, "没有逾期未报的。\n")


def test_points_become_a_file(run, tmp_path) -> None:
    for ending in ("docx", "xlsx"):
        out = tmp_path / f"points.{ending}"
        result = run("filing", "assessment", "--as-of", "2026-11-20", "--out", out)
        assert result.exit_code == 0, result.output
        assert "2026年第三季度" in result.output
        assert out.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--out", "points.pdf"], 2),
        (["--as-of", "0001-01-01", "--out", "points.xlsx"], 2),
        (["--as-of", "2027-05-05", "--out", "points.xlsx"], 1),
        ([], 2),
    ],
)
def test_wrong_use_is_told(run, arguments, code, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("filing", "assessment", *arguments)
    assert result.exit_code == code
    assert not list(tmp_path.glob("points.*"))
