"""One folder of tests/fixtures/library_bad/ for each finding code, with what it gives."""

from pathlib import Path

import pytest

from publisher.model.finding import CODES
from tests.publisher.mini_project import FIXTURES, findings_of

BAD = FIXTURES / "library_bad"


def test_every_code_has_a_folder_and_every_folder_a_code():
    assert {folder.name for folder in BAD.iterdir()} == set(CODES)


def test_there_are_at_least_25_codes():
    assert len(CODES) >= 25


@pytest.mark.parametrize("code", sorted(CODES))
def test_folder_gives_exactly_the_expected_lines_of_one_code_alone(code: str, tmp_path: Path):
    findings = findings_of(BAD / code, tmp_path)
    expected = (BAD / code / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert [str(finding) for finding in findings] == expected
    assert {finding.code for finding in findings} == {code}


def test_good_library_gives_no_finding(tmp_path: Path):
    assert findings_of(FIXTURES / "library_ok", tmp_path) == []
