"""Answer templates, notices, forms and the glossary cite the law rightly: ours and a district's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from district import NATIONAL, load_site_config
from publisher.checks import check_context
from publisher.checks.settings.configured_texts import (
    READ_BY_PEOPLE,
    check_configured_texts_cite_rightly,
)
from publisher.model.loader import load_library
from tests.publisher.mini_project import FIXTURES, TODAY, project


@pytest.fixture
def checked(tmp_path: Path):
    folders = project(FIXTURES / "library_ok", tmp_path)
    config = load_site_config(folders.root / "site_config")
    library, _ = load_library(folders, config)
    context = check_context(folders, config, TODAY)

    def check(folder: Path | None = None) -> list[str]:
        own = context if folder is None else replace(context, config_folder=folder)
        return [str(found) for found in check_configured_texts_cite_rightly(library, own)]

    return check, folders.root / "site_config"


def test_the_national_texts_cite_rightly(checked) -> None:
    check, _ = checked
    assert [file for pattern in READ_BY_PEOPLE for file in NATIONAL.glob(pattern)]
    assert check(NATIONAL) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("依据《民法典》第一千三百条办理。", "G802"),
        ("依据《合同法》第六十条办理。", "G803"),
        ("依据《劳动合同管理法》第三条办理。", "G801"),
        ("依据《民法典》第五百七十七条第五款办理。", "G811"),
        ("依据《民法典》第五百七十七条办理。", None),
    ],
)
@pytest.mark.parametrize("name", ["one_time_notices.yml", "forms/own.yml", "glossary.yml"])
def test_a_text_of_a_district_is_checked_where_it_stands(checked, name, text, code) -> None:
    check, folder = checked
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(f"# 说明\nown:\n  label: 说明\n  text: >-\n    {text}\n", "utf-8")
    found = check()
    assert [line.split(" ")[1] for line in found] == ([code] if code else [])
    if code:
        assert found[0].startswith(f"site_config/{name}:4: ")


def test_a_file_that_is_no_yaml_is_left_to_the_check_that_reads_it(checked) -> None:
    check, folder = checked
    (folder / "glossary.yml").write_text("a: [", "utf-8")
    assert check() == []
