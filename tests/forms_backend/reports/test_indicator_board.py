"""Indicators: targets of the documents, values by hand, every mistake at its input."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from district import ConfigError, load_site_config
from district.registers.indicators import load_indicators
from forms_backend.identity.errors import InvalidInputError
from forms_backend.reports.board import Measured, board, clean_entry, percent_text
from tests.reference import SITE_CONFIG

TODAY = date(2026, 11, 20)
GOOD = {"value": "89.5", "measured_on": "2026-10-31", "source": "区法院 10 月司法统计"}


def test_the_targets_are_those_of_the_document() -> None:
    targets = [
        one.target for one in load_indicators(load_site_config(SITE_CONFIG), SITE_CONFIG).values()
    ]
    assert targets == [89, 45, 45, 98, 23, 5, 5, 10]


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [("89", 8900), ("89.5%", 8950), ("89.25％", 8925), ("０.５", 50), ("100", 10000), ("0", 0)],
)
def test_a_percentage_is_kept_to_the_hundredth(typed: str, hundredths: int) -> None:
    assert clean_entry(GOOD | {"value": typed}, TODAY).hundredths == hundredths


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("value", v) for v in ("", "-1", "100.01", "1.234", "NaN", "Infinity", "九成", "1e9")),
        *(("measured_on", v) for v in ("", "2026-11-21", "2026-02-30", "昨天")),
        *(("source", v) for v in ("", "   ", "x" * 201, "两\n行")),
    ],
)
def test_a_mistake_is_told_at_its_input(name: str, value: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        clean_entry(GOOD | {name: value}, TODAY)
    assert set(error.value.problems) == {name}


def test_all_mistakes_come_at_once() -> None:
    with pytest.raises(InvalidInputError) as error:
        clean_entry({}, TODAY)
    assert set(error.value.problems) == {"value", "measured_on", "source"}


def test_a_line_is_reached_from_the_target_on() -> None:
    indicators = load_indicators(load_site_config(SITE_CONFIG), SITE_CONFIG)
    key = "simplified-procedure"

    def line(*values: int):
        measured = [Measured(v, TODAY, "x", "y", datetime(2026, 1, 1, tzinfo=UTC)) for v in values]
        return next(one for one in board(indicators, {key: measured}) if one.key == key)

    assert [line(8900).is_reached, line(8899, 9000).is_reached, line().is_reached] == [
        True,
        False,
        None,
    ]
    assert (line().target, percent_text(8925), percent_text(50)) == ("89%", "89.25%", "0.5%")


def test_mistakes_in_the_file_are_listed_together(tmp_path) -> None:
    path = tmp_path / "indicators.yml"
    path.write_text(
        "indicators:\n  A: {label: 甲, unit: court, target: 101, measure: 乙, basis: 丙}\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as error:
        load_indicators(load_site_config(SITE_CONFIG), tmp_path)
    assert len(error.value.problems) == 2
