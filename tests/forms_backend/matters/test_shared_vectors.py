"""The staff's clocks count working days as the calculators do: one set of vectors (tests/selfhelp)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from district import load_site_config
from district.casework.deadlines import DayCount, Deadline
from district.casework.working_days import load_working_calendar
from forms_backend.matters.due_dates import due_date
from forms_backend.matters.rules import load_casework_rules
from tests.reference import SITE_CONFIG

FILE = Path(__file__).parents[2] / "selfhelp/vectors/working-days.json"
VECTORS = [v for v in json.loads(FILE.read_text(encoding="utf-8")) if "last" in v.get("gives", {})]
LIGHTS = load_casework_rules(load_site_config(SITE_CONFIG), SITE_CONFIG).deadlines.lights


@pytest.mark.parametrize("vector", [v for v in VECTORS if int(v["given"]["count"]) <= 180])
def test_a_clock_ends_when_the_calculator_says(vector: dict[str, dict[str, str]]) -> None:
    rule = Deadline(days=int(vector["given"]["count"]), count=DayCount.WORKING, basis="依据")
    start = date.fromisoformat(vector["given"]["start"])
    due = due_date("办理", start, rule, load_working_calendar(), LIGHTS)
    assert vector["gives"]["last"].startswith(due.due_on.isoformat())
    assert due.provisional == vector.get("provisional", False)
