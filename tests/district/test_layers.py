"""What a district writes lies over what the nation has: one rule for every file of settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from district import ConfigError, ConfigProblem, load_site_config
from district.casework.answer_templates import load_prepared
from district.forms.reading import load_form_definitions
from district.layers import NATIONAL, Place, file_names, read_folder, read_layered
from tests.reference import SITE_CONFIG

NATION = """
plain: 1
listed: [a, b]
together: {days: 5, basis: law}
entries:
  one: {label: One, members: [x]}
  two: {label: Two, members: [y]}
"""


@pytest.fixture
def layers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A nation with one file and one folder; returns the district's folder, still empty."""
    nation, own = tmp_path / "nation", tmp_path / "own"
    (nation / "forms").mkdir(parents=True)
    (own / "forms").mkdir(parents=True)
    (nation / "rules.yml").write_text(NATION, encoding="utf-8")
    (nation / "forms" / "a.yml").write_text("title: A\nparts: [1]\n", encoding="utf-8")
    (nation / "forms" / "b.yml").write_text("title: B\nparts: [2]\n", encoding="utf-8")
    monkeypatch.setattr("district.layers.NATIONAL", nation)
    return own


def laid(own: Path, text: str) -> Any:
    (own / "rules.yml").write_text(text, encoding="utf-8")
    return read_layered(own, "rules.yml").data


NATIONAL_DATA = yaml.safe_load(NATION)


@pytest.mark.parametrize(
    ("own", "changes"),
    [
        ("", {}),
        ("# nothing yet\n", {}),
        ("plain: 2", {"plain": 2}),
        ("listed: [c]", {"listed": ["c"]}),
        ("listed: []", {"listed": []}),
        ("listed: !append [c]", {"listed": ["a", "b", "c"]}),
        ("new: !append [c]", {"new": ["c"]}),
        ("together: {months: 2}", {"together": {"months": 2}}),
        ("entries: {two: }", {"entries": {"one": {"label": "One", "members": ["x"]}}}),
        (
            "entries: {three: {label: Three}}",
            {"entries": {**NATIONAL_DATA["entries"], "three": {"label": "Three"}}},
        ),
        (
            "entries: {two: {members: [z]}}",
            {
                "entries": {
                    "one": {"label": "One", "members": ["x"]},
                    "two": {"label": "Two", "members": ["z"]},
                }
            },
        ),
        ("entries: !replace {three: 3}", {"entries": {"three": 3}}),
        ("plain: [1, 2]", {"plain": [1, 2]}),
    ],
)
def test_a_district_writes_only_what_it_changes(layers: Path, own: str, changes: Any) -> None:
    assert laid(layers, own) == {**NATIONAL_DATA, **changes}


def test_a_file_marked_replace_is_taken_as_it_is(layers: Path) -> None:
    assert laid(layers, "# 本区\n--- !replace\nplain: 3\n") == {"plain": 3}


def test_new_entries_come_last_and_changed_ones_stay_in_their_place(layers: Path) -> None:
    data = laid(layers, "entries: {three: {label: 3}, one: {label: 1}}")
    assert list(data["entries"]) == ["one", "two", "three"]


@pytest.mark.parametrize(
    "text", ["plain: !other 1", "listed: !replace [c]", "together: !append {}"]
)
def test_a_mark_in_the_wrong_place_is_named(layers: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="只能是 !replace"):
        laid(layers, text)


def test_a_file_of_neither_layer_is_missing(layers: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yml: 文件不存在"):
        read_layered(layers, "none.yml")


def test_the_place_of_a_value_says_its_layer_and_line(layers: Path) -> None:
    (layers / "rules.yml").write_text(
        "# own\nplain: 2\nentries:\n  three: {label: 3}\n", encoding="utf-8"
    )
    layered = read_layered(layers, "rules.yml")
    assert layered.place("plain") == Place(national=False, line=2)
    assert layered.place("entries.three.label") == Place(national=False, line=4)
    assert layered.place("listed.1") == Place(national=True, line=3)
    assert layered.place("entries.one.nothing") == Place(national=True, line=6)
    assert [key for key, _value, place in layered.leaves() if not place.national] == [
        "plain",
        "entries.three.label",
    ]


def read(own: Path) -> list[tuple[str, Any]]:
    problems: list[ConfigProblem] = []
    found = [(layered.name, layered.data) for layered in read_folder(own, "forms", problems)]
    assert problems == []
    return found


def test_a_folder_is_laid_over_file_by_file(layers: Path) -> None:
    (layers / "forms" / "b.yml").write_text("title: Own\n", encoding="utf-8")
    (layers / "forms" / "c.yml").write_text("title: C\n", encoding="utf-8")
    assert read(layers) == [
        ("forms/a.yml", {"title": "A", "parts": [1]}),
        ("forms/b.yml", {"title": "Own", "parts": [2]}),
        ("forms/c.yml", {"title": "C"}),
    ]


def test_a_national_file_of_a_folder_can_be_switched_off(layers: Path) -> None:
    (layers / "forms" / "a.yml").write_text("enabled: false\n", encoding="utf-8")
    (layers / "forms" / "b.yml").write_text("enabled: true\n", encoding="utf-8")
    assert read(layers) == [("forms/b.yml", {"title": "B", "parts": [2]})]


def test_files_of_a_folder_that_cannot_be_read_are_problems(layers: Path) -> None:
    (layers / "forms" / "a.yml").write_text("title: [\n", encoding="utf-8")
    (layers / "forms" / "b.yml").write_text("- 1\n", encoding="utf-8")
    problems: list[ConfigProblem] = []
    assert read_folder(layers, "forms", problems) == []
    assert [problem.path for problem in problems] == ["forms/a.yml", "forms/b.yml"]


def test_a_default_form_that_was_switched_off_takes_nothing_else_with_it(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "complaint.yml").write_text("enabled: false\n", encoding="utf-8")
    config = load_site_config(SITE_CONFIG)
    forms = load_form_definitions(config, tmp_path)
    assert "complaint" not in forms
    prepared = load_prepared(config, forms, tmp_path)
    assert {form for template in prepared.templates for form in template.forms} == {"consultation"}
    assert [notice.title for notice in prepared.notices] == ["劳动用工问题要准备的材料"]


@pytest.mark.parametrize("name", file_names(NATIONAL))
def test_nothing_of_a_district_is_in_the_national_files(name: str) -> None:
    text = (NATIONAL / name).read_text(encoding="utf-8")
    names = ("示例", "焦作", "卫滨", "红桥", "陈仓", "吴兴")
    assert [word for word in names if word in text] == []


@pytest.mark.parametrize("name", [n for n in file_names(SITE_CONFIG) if (NATIONAL / n).is_file()])
def test_the_reference_project_repeats_no_national_value(name: str) -> None:
    own = (
        yaml.compose((SITE_CONFIG / name).read_text(encoding="utf-8"))
        if (SITE_CONFIG / name).exists()
        else None
    )
    keys = {str(key.value) for key, _value in own.value} - {"id"} if own else set()
    national, laid_over = (read_layered(folder, name).data for folder in (NATIONAL, SITE_CONFIG))
    assert [key for key in keys if national.get(key) == laid_over[key]] == []
