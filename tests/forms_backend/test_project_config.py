"""The server shows the district whose project it serves, not the one that comes with Fabu."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from district import CONFIG_DIR
from forms_backend.building import build_parts
from forms_backend.running.settings import Settings


def test_forms_and_phone_are_those_of_the_project(
    make_settings: Callable[..., Settings], sqlite_url: str, tmp_path: Path
) -> None:
    own = tmp_path / "site_config"
    shutil.copytree(CONFIG_DIR, own, ignore=shutil.ignore_patterns("*.py", "__pycache__", "schema"))
    for name, old, new in (
        ("site.yml", "phone: 000-00000000", "phone: 0571-00000001"),
        ("forms/consultation.yml", "title: 法律咨询\n", "title: 向明湖区咨询\n"),
    ):
        text = (own / name).read_text(encoding="utf-8")
        assert old in text
        (own / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    parts = build_parts(make_settings(config_dir=own, database_url=sqlite_url))

    assert parts.ground.config.site.phone == "0571-00000001"
    assert parts.ground.forms["consultation"].title == "向明湖区咨询"
    parts.ground.database.close()


def test_a_project_without_configuration_gets_the_one_that_comes_with_fabu(
    make_settings: Callable[..., Settings], sqlite_url: str, tmp_path: Path
) -> None:
    parts = build_parts(make_settings(config_dir=tmp_path / "none", database_url=sqlite_url))
    assert parts.ground.config.site.district == "示例区"
    parts.ground.database.close()
