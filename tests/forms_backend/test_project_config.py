"""The server shows the district whose project it serves, not the one that comes with Fabu."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from district import ConfigError
from forms_backend.building import build_parts
from forms_backend.running.settings import Settings
from tests.reference import SITE_CONFIG


def test_forms_and_phone_are_those_of_the_project(
    make_settings: Callable[..., Settings], sqlite_url: str, tmp_path: Path
) -> None:
    own = tmp_path / "site_config"
    shutil.copytree(
        SITE_CONFIG, own, ignore=shutil.ignore_patterns("*.py", "__pycache__", "schema")
    )
    for name, old, new in (("site.yml", "phone: 000-00000000", "phone: 0571-00000001"),):
        text = (own / name).read_text(encoding="utf-8")
        assert old in text
        (own / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (own / "forms" / "consultation.yml").write_text("title: 向明湖区咨询\n", encoding="utf-8")

    parts = build_parts(make_settings(config_dir=own, database_url=sqlite_url))

    assert parts.ground.config.site.phone == "0571-00000001"
    assert parts.ground.forms["consultation"].title == "向明湖区咨询"
    parts.ground.database.close()


def test_a_server_without_a_district_says_what_is_missing(
    make_settings: Callable[..., Settings], sqlite_url: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=r"site\.yml: 文件不存在"):
        build_parts(make_settings(config_dir=tmp_path / "none", database_url=sqlite_url))
