"""Texts of laws in the digest: once a week, for whom site.yml names."""

from __future__ import annotations

import json
from datetime import date

import pytest

from forms_backend.notices.law_texts import is_first_working_day_of_week, law_section

FILE = {
    "in_force": [
        {"law": "公司法", "version": "2023年修订", "as_of": "2026-11-20"},
        {"law": "商标法", "version": "2019年修正", "as_of": "2026-10-01"},
        {"law": "劳动法", "version": "2018年修正", "as_of": None},
    ],
    "coming": [
        {"law": "商标法", "version": "2026年修订", "begins": "2027-01-01", "is_held": False},
    ],
    "missing": ["消防法"],
}
LINES = (
    "超过一个月没有核对：《劳动法》（2018年修正），文本截至 没有写明",
    "超过一个月没有核对：《商标法》（2019年修正），文本截至 2026-10-01",
    "2027-01-01 起施行：《商标法》（2026年修订），还没有条文",
    "引用了、还没有现行条文：《消防法》",
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "laws.json"
    path.write_text(json.dumps(FILE), encoding="utf-8")
    return path


def test_the_section_names_what_is_to_do(file) -> None:
    (section,) = law_section(file, date(2026, 11, 30))
    assert section.lines == LINES


def test_nothing_to_do_is_no_section(file) -> None:
    file.write_text('{"in_force": [], "coming": [], "missing": []}', encoding="utf-8")
    assert law_section(file, date(2026, 11, 30)) == ()
    file.unlink()
    assert law_section(file, date(2026, 11, 30)) == ()


def test_a_file_that_cannot_be_read_is_told(file) -> None:
    file.write_text("{", encoding="utf-8")
    (section,) = law_section(file, date(2026, 11, 30))
    assert "读不出" in section.lines[0]


@pytest.mark.parametrize(
    ("day", "is_first"),
    [
        (date(2026, 11, 30), True),  # Monday
        (date(2026, 12, 1), False),
        (date(2026, 10, 8), True),  # Thursday after the holidays
        (date(2026, 10, 9), False),
        (date(2026, 10, 5), False),  # a Monday in the holidays
    ],
)
def test_once_a_week_on_its_first_working_day(office, day, is_first) -> None:
    assert is_first_working_day_of_week(day, office.rules.calendar) is is_first
