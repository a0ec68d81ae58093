"""laws.json: what the build says of the texts of laws, judged on the day it is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from law.registry import load_registry
from law.texts.importing import keep
from law.texts.pack import NO_PACK, Pack, load_pack
from law.texts.standing import standing
from law.texts.standing_file import Noted, as_json, noted, read_standing, write_standing
from tests.law.texts.test_law_text_pack import LAWS, OLD, read

CITED = ["示例市便民条例", "中华人民共和国公司法"]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "laws.yml").write_text(LAWS, encoding="utf-8")
    registry = load_registry(tmp_path / "config")
    folder = tmp_path / "laws"
    keep(read(tmp_path, OLD, registry, Pack(folder), "2026-11-01"), Pack(folder))
    found = standing(load_pack(folder), registry, CITED, date(2026, 11, 5))
    write_standing(found, tmp_path / "laws.json")
    return tmp_path / "laws.json"


@pytest.mark.parametrize(
    ("today", "old", "coming"),
    [
        (date(2026, 11, 5), [], ["2027-01-01"]),
        (date(2026, 12, 2), [], ["2027-01-01"]),
        (date(2026, 12, 3), ["2026-11-01"], ["2027-01-01"]),
        (date(2027, 1, 1), ["2026-11-01"], []),
    ],
)
def test_old_and_coming_are_judged_on_the_day_of_reading(written, today, old, coming) -> None:
    found = read_standing(written)
    assert [text.as_of for text in found.old_on(today)] == old
    assert [text.begins for text in found.coming_on(today)] == coming
    assert found.missing == ("公司法",)


def test_without_any_text_nothing_is_missing() -> None:
    assert noted(standing(NO_PACK, load_registry(), CITED[1:], date(2026, 11, 5))).missing == ()


def test_the_file_holds_what_was_read(written) -> None:
    assert as_json(read_standing(written)) == written.read_text(encoding="utf-8")
    assert not list(written.parent.glob("*.partial"))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"in_force": [{"law": "甲"}], "coming": [], "missing": []}',
     '{"in_force": [], "coming": [{"law": "甲", "version": "2020", "begins": "明年", "is_held": true}],'
     ' "missing": []}'],
)  # fmt: skip
def test_a_damaged_file_is_told(tmp_path, text) -> None:
    file = tmp_path / "laws.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r".+"):
        read_standing(file)


def test_before_the_first_build_there_is_nothing(tmp_path) -> None:
    assert read_standing(tmp_path / "laws.json") == Noted()
