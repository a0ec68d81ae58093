"""How long is kept what: counted by the calendar, promised on the forms, for every table."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from district import NATIONAL, ConfigError
from district.casework.retention import Period, load_retention
from forms_backend.keeping.database_copy import known_tables
from forms_backend.keeping.erasing import ERASERS, WITHOUT_PERSONAL_DATA


def test_every_table_about_a_submission_is_erased_or_says_why_not() -> None:
    about = {
        table.name
        for table in known_tables()
        for key in table.foreign_keys
        if key.column.table.name == "submissions"
    }
    assert about | {"submissions"} == set(ERASERS) | set(WITHOUT_PERSONAL_DATA)
    assert not set(ERASERS) & set(WITHOUT_PERSONAL_DATA)


def test_forms_promise_what_is_done(forms: Any) -> None:
    """PIPL 17: the period that the visitor reads is the one that counts."""
    for form in forms.values():
        assert f"保存 {load_retention().submissions.of(form.id).label}" in form.notice.retention


@pytest.mark.parametrize(
    ("period", "start"),
    [
        ({"years": 5}, date(2021, 2, 28)),
        ({"years": 4}, date(2022, 2, 28)),
        ({"months": 1}, date(2026, 1, 28)),
        ({"months": 14}, date(2024, 12, 28)),
        ({"days": 30}, date(2026, 1, 29)),
    ],
)
def test_periods_count_back_by_the_calendar(period: dict[str, int], start: date) -> None:
    assert Period(basis="依据", **period).start_of(date(2026, 2, 28)) == start


def test_the_29th_of_february_becomes_the_28th() -> None:
    assert Period(years=1, basis="依据").start_of(date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{years: 5,", "{years: 5, days: 3,", "只写一个"),
        ("{years: 5,", "{", "只写一个"),
        ("{years: 5,", "{years: 0,", "default.years"),
        ("{years: 1,", "{days: 30,", "六个月"),
        ("staff_sessions", "staff_session", "records"),
    ],
)
def test_a_wrong_period_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    original = (NATIONAL / "retention.yml").read_text("utf-8")
    path = tmp_path / "retention.yml"
    path.write_text(original.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        load_retention(tmp_path)
